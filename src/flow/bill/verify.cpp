#include "flow/bill/verify.h"

#include "flow/bill/taxed.h"
#include "platform/store/findings.h"

#include <fmt/format.h>

#include <map>

namespace bw::bill {
namespace {

using store::Findings;
using store::Row;

// One statement at a time, line by line: what its lines come to, in the sign of the books.
class Sums {
public:
    explicit Sums(Findings& findings) : findings_(findings) {}

    // Columns: number, kind, currency, net, tax, gross, payable, tax_code, tax_percent, line's net,
    // bucket, account, statement, line's gross, reversal.
    void on_line(const Row& row) {
        const Key key{row.integer(10), row.integer(11), row.integer(12)};
        if (key != key_) {
            finish();
            key_ = key;
            begin(row);
        }
        if (!row.is_null(7)) add_line(row);
    }
    void finish() {
        if (number_.empty()) return;
        if (is_readable_) check();
        number_.clear();
    }

private:
    struct Key {
        std::int64_t bucket = 0, account = 0, statement = 0;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Said {
        std::int64_t net = 0, tax = 0, gross = 0, payable = 0;
    };

    void begin(const Row& row) {
        number_ = fmt::format("invoice {}", row.text(0));
        is_credit_ = row.integer(1) == static_cast<std::int64_t>(InvoiceKind::CreditNote);
        said_ = {row.integer(3), row.integer(4), row.integer(5), row.integer(6)};
        rates_.clear();
        const auto currency = Currency::parse(row.text(2));
        is_readable_ = currency.has_value();
        if (currency) currency_ = *currency;
        else fail_with(fmt::format("there is no currency '{}'", row.text(2)));
    }

    void add_line(const Row& row) {
        auto& [sum, nets] =
            rates_.try_emplace({row.string(7), row.string(8)}, Rate{RateSum(currency_), 0})
                .first->second;
        const Money net{row.integer(9), currency_};
        const auto add_gross = [&, &sum = sum](const Money& gross) {
            return row.integer(14) != 0 ? sum.take_back(gross, net) : sum.add_gross(gross);
        };
        const auto added =
            row.is_null(13) ? sum.add_net(net) : add_gross({row.integer(13), currency_});
        if (added && !__builtin_add_overflow(nets, net.minor, &nets)) return;
        if (is_readable_) fail_with("the amounts of its lines do not fit");
        is_readable_ = false;
    }

    void check() {
        std::int64_t net = 0, tax = 0, gross = 0;
        bool fits = true;
        for (const auto& [category, rate] : rates_) {
            const std::string name = fmt::format("{} {} %", category.first, category.second);
            const auto percent = Decimal::parse(category.second);
            const auto taxed = percent ? rate.sum.taxed(*percent)
                                       : Result<Taxed>(std::unexpected(percent.error()));
            if (!taxed)
                return fail_with(
                    fmt::format("its tax of {} cannot be computed: {}", name, taxed.error().text));
            if (rate.nets != taxed->net.minor)
                fail_with(fmt::format("its lines of {} have {} net, their amounts give {}", name,
                                      text(turned(rate.nets)), text(turned(taxed->net.minor))));
            fits = fits && !__builtin_add_overflow(net, rate.nets, &net) &&
                   !__builtin_add_overflow(tax, taxed->tax.minor, &tax);
        }
        fits = fits && !__builtin_add_overflow(said_.net, said_.tax, &gross);
        if (!fits) return fail_with("its amounts do not fit");
        compare("its lines sum to", turned(net), said_.net);
        compare("the tax of its lines is", turned(tax), said_.tax);
        compare("net and tax are", gross, said_.gross);
        if (said_.payable < 0 || said_.payable > said_.gross)
            fail_with(
                fmt::format("{} is to be paid of {}", text(said_.payable), text(said_.gross)));
    }

    [[nodiscard]] std::int64_t turned(std::int64_t minor) const {
        return is_credit_ ? -minor : minor;
    }
    [[nodiscard]] std::string text(std::int64_t minor) const {
        return fmt::format("{} {}", Money{minor, currency_}.to_string(), currency_.code());
    }
    void compare(std::string_view what, std::int64_t is, std::int64_t said) {
        if (is != said) fail_with(fmt::format("{} {}, it says {}", what, text(is), text(said)));
    }
    void fail_with(const std::string& why) { findings_.add(fmt::format("{}: {}", number_, why)); }

    Findings& findings_;
    Key key_{-1, 0, 0};
    std::string number_;  // of the statement in hand; empty: none
    bool is_credit_ = false, is_readable_ = true;
    Currency currency_;
    Said said_;
    struct Rate {
        RateSum sum;
        std::int64_t nets;  // of its lines
    };
    std::map<std::pair<std::string, std::string>, Rate> rates_;  // by code and percent
};

// In the order of the key of both tables, so that nothing is sorted or kept.
void check_sums(store::Transaction& tx, TenantId tenant, Findings& findings) {
    Sums sums(findings);
    tx.for_each(
        "SELECT i.number, i.kind, i.currency, i.net, i.tax, i.gross, i.payable, "
        "l.tax_code, l.tax_percent, l.net, i.bucket, i.billing_account_id, i.statement, "
        "l.gross, l.reversal "
        "FROM invoice i LEFT JOIN billed_line l ON l.tenant_id = i.tenant_id AND l.bucket "
        "= i.bucket AND l.billing_account_id = i.billing_account_id AND l.statement = "
        "i.statement WHERE i.tenant_id = ?1 ORDER BY i.bucket, i.billing_account_id, "
        "i.statement",
        [&](const Row& row) { sums.on_line(row); }, tenant);
    sums.finish();
}

constexpr std::string_view kSameStatement =
    "o.tenant_id = t.tenant_id AND o.bucket = t.bucket AND o.billing_account_id = "
    "t.billing_account_id AND o.statement = t.statement";

void ask_numbers(Findings& findings) {
    findings.ask(fmt::format("SELECT t.number FROM invoice t WHERE t.tenant_id = ?1 AND NOT EXISTS "
                             "(SELECT 1 FROM invoice_number o WHERE {} AND o.number = t.number) "
                             "ORDER BY t.bucket, t.billing_account_id, t.statement LIMIT ?2",
                             kSameStatement),
                 [](const Row& row) {
                     return fmt::format("invoice {}: its number does not lead to it", row.text(0));
                 });
    findings.ask(fmt::format("SELECT t.number FROM invoice_number t WHERE t.tenant_id = ?1 AND NOT "
                             "EXISTS (SELECT 1 FROM invoice o WHERE {} AND o.number = t.number) "
                             "ORDER BY t.number LIMIT ?2",
                             kSameStatement),
                 [](const Row& row) {
                     return fmt::format("invoice {} is known by its number and lost", row.text(0));
                 });
    findings.ask("SELECT t.number, t.statement FROM invoice t WHERE t.tenant_id = ?1 AND "
                 "t.statement <> 1 AND NOT EXISTS (SELECT 1 FROM invoice o WHERE o.tenant_id = "
                 "t.tenant_id AND o.bucket = t.bucket AND o.billing_account_id = "
                 "t.billing_account_id AND o.statement = t.statement - 1) ORDER BY t.bucket, "
                 "t.billing_account_id, t.statement LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("invoice {} is statement {} of its account, and the one "
                                        "before it is lost",
                                        row.text(0), row.integer(1));
                 });
    findings.ask("SELECT t.number FROM invoice t WHERE t.tenant_id = ?1 AND NOT EXISTS (SELECT 1 "
                 "FROM billing_account o WHERE o.tenant_id = t.tenant_id AND o.bucket = t.bucket "
                 "AND o.billing_account_id = t.billing_account_id AND o.issuer_id = t.issuer_id "
                 "AND o.currency = t.currency) ORDER BY t.bucket, t.billing_account_id, "
                 "t.statement LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("invoice {} is of an account that is not there, or that "
                                        "has another issuer or currency",
                                        row.text(0));
                 });
}

// Questions about rows that hang on others; `what` is followed by the account and the row's place.
void ask_rows(Findings& findings, std::string_view table, std::string_view place,
              const std::string& wrong, std::string_view what) {
    findings.ask(fmt::format("SELECT t.billing_account_id, t.{} FROM {} t WHERE t.tenant_id = ?1 "
                             "AND {} LIMIT ?2",
                             place, table, wrong),
                 [&](const Row& row) {
                     return fmt::format("billing account {}, {} {}: {}", row.integer(0), place,
                                        row.integer(1), what);
                 });
}

std::string no_rated_month(std::string_view more) {
    return fmt::format("NOT EXISTS (SELECT 1 FROM rated_month o WHERE o.tenant_id = t.tenant_id "
                       "AND o.bucket = t.bucket AND o.billing_account_id = t.billing_account_id "
                       "AND o.subscription_id = t.subscription_id AND {} AND o.nominal_from = "
                       "t.nominal_from)",
                       more);
}

void ask_lines(Findings& findings) {
    ask_rows(findings, "billed_line", "statement",
             fmt::format("NOT EXISTS (SELECT 1 FROM invoice o WHERE {})", kSameStatement),
             "lines of a statement that is not there");
    ask_rows(findings, "billed_line", "statement",
             fmt::format("t.line <> 1 AND NOT EXISTS (SELECT 1 FROM billed_line o WHERE {} AND "
                         "o.line = t.line - 1)",
                         kSameStatement),
             "a line is lost");
    ask_rows(findings, "billed_line", "statement", no_rated_month("o.stream = t.stream"),
             "a line of a month that no run rated");
    ask_rows(findings, "billed_line", "statement",
             "((t.corrects = '' AND t.reversal <> 0) OR (t.corrects <> '' AND NOT EXISTS (SELECT 1 "
             "FROM invoice_number o WHERE o.tenant_id = t.tenant_id AND o.number = t.corrects)))",
             "a line corrects an invoice that is not there");
    ask_rows(findings, "billed_line", "statement",
             "NOT EXISTS (SELECT 1 FROM catalog_text o WHERE o.tenant_id = t.tenant_id AND o.kind "
             "IN ('schedule', 'plan', 'payment plan') AND o.name = t.schedule AND o.valid_from = "
             "t.version)",
             "a line of a tariff that is not there");
    ask_rows(findings, "month_state", "cut",
             no_rated_month("o.stream = t.stream AND o.cut = t.cut"),
             "what a month carried on, without the month");
    ask_rows(findings, "measured_month", "cut", no_rated_month("o.cut = t.cut"),
             "what was measured in a month that no run rated");
}

}  // namespace

std::vector<std::string> verify(store::Transaction& tx, TenantId tenant) {
    Findings findings(tx, tenant);
    check_sums(tx, tenant, findings);
    ask_numbers(findings);
    ask_lines(findings);
    return findings.take();
}

}  // namespace bw::bill

// Readers of what stands billed.
#include "flow/bill/store.h"

#include "flow/bill/decisions.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::bill {

using store::Row;
using store::Transaction;

namespace {

constexpr std::string_view kLineColumns =
    "l.statement, l.subscription_id, l.nominal_from, l.kind, l.charge, l.part, l.schedule, "
    "l.version, "
    "l.days_from, l.days_to, l.tax, l.tax_code, l.tax_percent, l.quantity, l.unit, l.price, "
    "l.base, l.net, "
    "l.name, i.number, i.currency, l.line, l.corrects, l.breakdown, l.stream, l.reversal, l.gross";
constexpr std::string_view kLineJoin =
    " FROM billed_line l JOIN invoice i ON i.tenant_id = l.tenant_id AND i.bucket = l.bucket AND "
    "i.billing_account_id = l.billing_account_id AND i.statement = l.statement ";

// Lines are stored with the sign of the books: what a credit note takes back is negative.
Result<StoredLine> read_line(const Row& row) {
    StoredLine stored;
    BilledLine& line = stored.line;
    Item& item = line.item;
    rate::Piece& p = item.piece;
    line.statement = row.small(0);
    item.subscription = row.id<SubscriptionId>(1);
    item.nominal = month_of(row.date(2));
    item.stream = static_cast<Stream>(row.integer(24));
    p.kind = static_cast<rate::PieceKind>(row.integer(3));
    p.charge = row.text(4);
    p.part = row.text(5);
    p.schedule = row.text(6);
    p.version = row.date(7);
    p.days = {row.date(8), row.date(9)};
    p.tax = row.text(10);
    item.tax_code = row.string(11);
    item.tax_percent = TRY(Decimal::parse(row.text(12)));
    p.quantity = TRY(Decimal::parse(row.text(13)));
    p.unit = row.text(14);
    p.price = TRY(Decimal::parse(row.text(15)));
    p.base = row.integer(16);
    const Currency currency = TRY(Currency::parse(row.text(20)));
    line.net = {row.integer(17), currency};
    item.is_gross = !row.is_null(26);
    item.amount = item.is_gross ? Money{row.integer(26), currency} : line.net;
    item.name = row.string(18);
    line.number = row.string(19);
    stored.number = row.small(21);
    line.corrects = row.string(22);
    stored.breakdown = row.string(23);
    stored.reversal = row.integer(25) != 0;
    const Product exact = TRY(multiply(p.quantity, p.price));
    p.amount = TRY(
        exact.rounded(Decimal::kPlaces, Rounding::HalfEven).times({1, p.base}, Rounding::HalfEven));
    return stored;
}

// Collects rows until one cannot be read; the first such error is kept.
template <typename... T>
Result<std::vector<StoredLine>> query_lines(Transaction& tx, const std::string& sql,
                                            const T&... parameters) {
    std::vector<StoredLine> lines;
    std::optional<Error> bad;
    tx.for_each(
        sql,
        [&](const Row& row) {
            auto line = read_line(row);
            if (line) lines.push_back(std::move(*line));
            else bad = line.error();
            return !bad;
        },
        parameters...);
    if (bad) return fail(Code::Corrupt, "a stored invoice line cannot be read: " + bad->text);
    return lines;
}

InvoiceRow read_invoice(const Row& row, TenantId tenant) {
    InvoiceRow r;
    r.payer = {tenant, row.small(0), row.id<BillingAccountId>(1)};
    r.statement = row.small(2);
    r.run = row.id<RunId>(3);
    r.issuer = row.id<IssuerId>(4);
    r.kind = static_cast<InvoiceKind>(row.integer(5));
    r.number = row.string(6);
    r.reference = row.string(7);
    r.issued_on = row.date(8);
    r.due_on = row.date(9);
    r.period = {row.date(10), row.date(11)};
    const Currency currency = Currency::parse(row.text(12)).value_or(Currency{});
    r.net = {row.integer(13), currency};
    r.tax = {row.integer(14), currency};
    r.gross = {row.integer(15), currency};
    r.payable = {row.integer(16), currency};
    r.cut = row.id<Batch>(17);
    r.id = row.id<InvoiceId>(18);
    r.account = row.string(19);
    return r;
}

constexpr std::string_view kInvoiceColumns =
    "SELECT i.bucket, i.billing_account_id, i.statement, i.run_id, i.issuer_id, i.kind, i.number, "
    "i.reference, "
    "i.issued_on, i.due_on, i.period_from, i.period_to, i.currency, i.net, i.tax, i.gross, "
    "i.payable, i.cut, "
    "i.invoice_id, a.number ";
constexpr std::string_view kFromInvoice =
    "FROM invoice i JOIN billing_account a ON a.tenant_id = i.tenant_id AND a.bucket = i.bucket "
    "AND "
    "a.billing_account_id = i.billing_account_id ";

}  // namespace

std::string of_account(std::string_view column, std::string_view parameter, BillingAccountId only) {
    return only ? fmt::format("{} = {}", column, parameter) : fmt::format("{} = 0", parameter);
}

Result<Priors> load_prior(Transaction& tx, TenantId tenant, int bucket, const PriorReach& reach,
                          BillingAccountId only) {
    Priors priors;
    tx.for_each(
        "SELECT billing_account_id, subscription_id, stream, nominal_from, cut, facts FROM "
        "rated_month "
        "WHERE tenant_id = ?1 AND bucket = ?2 AND nominal_from >= ?3 AND " +
            of_account("billing_account_id", "?4", only) +
            " ORDER BY billing_account_id, subscription_id, stream, nominal_from, cut",
        [&](const Row& row) {
            auto& months = priors[row.id<BillingAccountId>(0)].months;
            MonthMark m{row.id<SubscriptionId>(1), static_cast<Stream>(row.integer(2)), row.date(3),
                        row.id<Batch>(4), row.integer(5)};
            const bool same = !months.empty() && months.back().subscription == m.subscription &&
                              months.back().stream == m.stream &&
                              months.back().nominal_from == m.nominal_from;
            if (same) months.back() = m;
            else months.push_back(m);
        },
        tenant, bucket, reach.horizon.plus_months(-1), only);
    add_decisions(tx, tenant, bucket, reach.cut, priors, only);
    tx.for_each(
        "SELECT p.billing_account_id, p.subscription_id, p.valid_from, p.amount, p.cut, a.currency "
        "FROM proposed_advance p JOIN billing_account a ON a.tenant_id = p.tenant_id AND a.bucket "
        "= p.bucket AND a.billing_account_id = p.billing_account_id "
        "WHERE p.tenant_id = ?1 AND p.bucket = ?2 AND " +
            of_account("p.billing_account_id", "?3", only) +
            " ORDER BY p.billing_account_id, p.subscription_id, p.valid_from, p.cut",
        [&](const Row& row) {
            const Currency currency = Currency::parse(row.text(5)).value_or(Currency{});
            priors[row.id<BillingAccountId>(0)].advances.push_back(
                {row.id<SubscriptionId>(1), row.date(2), Money{row.integer(3), currency},
                 row.id<Batch>(4)});
        },
        tenant, bucket, only);
    std::map<BillingAccountId, InvoiceRow> last;
    // By account, each with one look at its key: the cost is not that of all it was ever billed.
    tx.for_each(
        std::string(kInvoiceColumns) +
            "FROM billing_account a CROSS JOIN invoice i WHERE a.tenant_id = ?1 AND a.bucket = ?2 "
            "AND " +
            of_account("a.billing_account_id", "?3", only) +
            " AND i.tenant_id = a.tenant_id AND i.bucket = a.bucket AND i.billing_account_id = "
            "a.billing_account_id AND i.statement = (SELECT MAX(j.statement) FROM invoice j WHERE "
            "j.tenant_id = a.tenant_id AND j.bucket = a.bucket AND j.billing_account_id = "
            "a.billing_account_id) ORDER BY a.billing_account_id",
        [&](const Row& row) {
            auto invoice = read_invoice(row, tenant);
            last.emplace(invoice.payer.account, std::move(invoice));
        },
        tenant, bucket, only);
    for (const auto& [account, invoice] : last) {
        Prior& prior = priors[account];
        prior.statements = invoice.statement;
        LastInvoice known{invoice.statement, invoice.number, invoice.period,
                          invoice.net,       invoice.gross,  {},
                          invoice.kind};
        for (auto& stored : TRY(load_statement(tx, invoice)))
            known.lines.push_back(std::move(stored.line));
        prior.last = std::move(known);
    }
    return priors;
}

void mark_held(Transaction& tx, TenantId tenant, int bucket, RunId run, Priors& priors) {
    if (!run) return;
    tx.for_each(
        "SELECT DISTINCT billing_account_id FROM bill_exception WHERE tenant_id = ?1 AND bucket = "
        "?2 AND run_id = ?3 AND standing = 'held'",
        [&](const Row& row) { priors[row.id<BillingAccountId>(0)].was_held = true; }, tenant,
        bucket, run);
    // Who was excluded was not asked either.
    tx.for_each(
        "SELECT billing_account_id FROM not_billed WHERE tenant_id = ?1 AND bucket = ?2 AND run_id "
        "= ?3 AND reason = ?4",
        [&](const Row& row) { priors[row.id<BillingAccountId>(0)].was_held = true; }, tenant,
        bucket, run, not_billed_name(NotBilled::Excluded));
}

Result<std::vector<BilledLine>> load_lines(Transaction& tx, const Payer& payer,
                                           SubscriptionId subscription, Stream stream,
                                           LocalDate nominal_from) {
    auto stored = TRY(query_lines(
        tx,
        fmt::format(
            "SELECT {}{}WHERE l.tenant_id = ?1 AND l.bucket = ?2 AND l.billing_account_id = ?3 AND "
            "l.subscription_id = ?4 AND l.stream = ?5 AND l.nominal_from = ?6 ORDER BY "
            "l.statement, l.line",
            kLineColumns, kLineJoin),
        payer.tenant, payer.bucket, payer.account, subscription, stream, nominal_from));
    std::vector<BilledLine> lines;
    lines.reserve(stored.size());
    for (auto& s : stored) lines.push_back(std::move(s.line));
    return lines;
}

Result<std::vector<rate::State>> load_state(Transaction& tx, const Payer& payer,
                                            SubscriptionId subscription, LocalDate nominal_from,
                                            Batch cut) {
    std::vector<rate::State> states;
    std::optional<Error> bad;
    const LocalDate before = nominal_from.plus_months(-1);
    tx.for_each(
        "SELECT charge, name, value FROM month_state WHERE tenant_id = ?1 AND bucket = ?2 AND "
        "billing_account_id = ?3 AND subscription_id = ?4 AND stream = 0 AND nominal_from = ?5 AND "
        "cut = (SELECT MAX(cut) FROM rated_month WHERE tenant_id = ?1 AND bucket = ?2 AND "
        "billing_account_id = ?3 AND subscription_id = ?4 AND stream = 0 AND nominal_from = ?5 AND "
        "cut <= ?6) ORDER BY charge, name",
        [&](const Row& row) {
            const auto value = Decimal::parse(row.text(2));
            if (value) states.push_back({row.string(0), row.string(1), *value});
            else bad = value.error();
        },
        payer.tenant, payer.bucket, payer.account, subscription, before, cut);
    if (bad) return fail(Code::Corrupt, "a carried state cannot be read: " + bad->text);
    return states;
}

bool is_billed(Transaction& tx, const Payer& payer, SubscriptionId subscription) {
    return tx
        .integer("SELECT 1 FROM rated_month WHERE tenant_id = ?1 AND bucket = ?2 AND "
                 "billing_account_id = ?3 AND subscription_id = ?4 LIMIT 1",
                 payer.tenant, payer.bucket, payer.account, subscription)
        .has_value();
}

Result<std::vector<Measured>> load_measured(Transaction& tx, const Payer& payer,
                                            SubscriptionId subscription, LocalDate from,
                                            Batch cut) {
    std::vector<Measured> months;
    std::optional<Error> bad;
    tx.for_each(
        "SELECT nominal_from, channel, unit, quantity, estimated FROM measured_month WHERE "
        "tenant_id = ?1 AND bucket = ?2 AND billing_account_id = ?3 AND subscription_id = ?4 AND "
        "nominal_from >= ?5 AND cut <= ?6 ORDER BY nominal_from, channel, unit, cut",
        [&](const Row& row) {
            const auto quantity = Decimal::parse(row.text(3));
            if (!quantity) {
                bad = quantity.error();
                return;
            }
            Measured m{row.date(0), row.string(1), row.string(2), *quantity, row.integer(4) != 0};
            const bool same = !months.empty() && months.back().nominal_from == m.nominal_from &&
                              months.back().channel == m.channel && months.back().unit == m.unit;
            if (same) months.back() = std::move(m);
            else months.push_back(std::move(m));
        },
        payer.tenant, payer.bucket, payer.account, subscription, from, cut);
    if (bad) return fail(Code::Corrupt, "a measured month cannot be read: " + bad->text);
    return months;
}

Result<std::vector<BilledMonth>> load_months(Transaction& tx, const Payer& payer, LocalDate from) {
    std::vector<BilledMonth> months;
    tx.for_each(
        "SELECT l.nominal_from, i.currency, CAST(SUM(l.net) AS BIGINT) FROM billed_line l JOIN "
        "invoice i ON i.tenant_id = l.tenant_id AND i.bucket = l.bucket AND i.billing_account_id = "
        "l.billing_account_id AND i.statement = l.statement WHERE l.tenant_id = ?1 AND l.bucket = "
        "?2 AND l.billing_account_id = ?3 AND l.stream = 0 AND l.nominal_from >= ?4 GROUP BY "
        "l.nominal_from, i.currency ORDER BY l.nominal_from",
        [&](const Row& row) {
            const Currency currency = Currency::parse(row.text(1)).value_or(Currency{});
            months.push_back({row.date(0), Money{row.integer(2), currency}});
        },
        payer.tenant, payer.bucket, payer.account, from);
    return months;
}

std::vector<PreparedRow> load_prepared(Transaction& tx, TenantId tenant, int bucket, RunId run) {
    std::vector<PreparedRow> rows;
    tx.for_each(
        "SELECT billing_account_id, first_statement, statements, currency, net, gross, content "
        "FROM prepared "
        "WHERE tenant_id = ?1 AND bucket = ?2 AND run_id = ?3 ORDER BY billing_account_id",
        [&](const Row& row) {
            const Currency currency = Currency::parse(row.text(3)).value_or(Currency{});
            rows.push_back({{tenant, bucket, row.id<BillingAccountId>(0)},
                            row.small(1),
                            row.small(2),
                            Money{row.integer(4), currency},
                            Money{row.integer(5), currency},
                            row.integer(6)});
        },
        tenant, bucket, run);
    return rows;
}

std::optional<InvoiceRow> find_invoice(Transaction& tx, TenantId tenant, std::string_view number) {
    return tx.find(
        std::string(kInvoiceColumns) + std::string(kFromInvoice) +
            "JOIN invoice_number n ON n.tenant_id = i.tenant_id AND n.bucket = i.bucket AND "
            "n.billing_account_id = i.billing_account_id AND n.statement = i.statement "
            "WHERE n.tenant_id = ?1 AND n.number = ?2",
        [&](const Row& row) { return read_invoice(row, tenant); }, tenant, number);
}

std::optional<InvoiceRow> find_invoice(Transaction& tx, const Payer& payer, InvoiceId id) {
    return tx.find(
        std::string(kInvoiceColumns) + std::string(kFromInvoice) +
            "WHERE i.tenant_id = ?1 AND i.bucket = ?2 AND "
            "i.billing_account_id = ?3 AND i.invoice_id = ?4",
        [&](const Row& row) { return read_invoice(row, payer.tenant); }, payer.tenant, payer.bucket,
        payer.account, id);
}

std::vector<InvoiceRow> list_invoices(Transaction& tx, TenantId tenant, RunId run, int limit,
                                      std::string_view account) {
    std::vector<InvoiceRow> rows;
    tx.for_each(
        std::string(kInvoiceColumns) + std::string(kFromInvoice) +
            "WHERE i.tenant_id = ?1 AND (?2 = 0 OR i.run_id = ?2) AND (?4 = '' OR a.number = ?4) "
            "ORDER BY a.number, i.statement LIMIT ?3",
        [&](const Row& row) { rows.push_back(read_invoice(row, tenant)); }, tenant, run, limit,
        account);
    return rows;
}

InvoiceCount count_invoices(Transaction& tx, TenantId tenant, RunId run, std::string_view account) {
    InvoiceCount count;
    tx.for_each(
        "SELECT COUNT(*), COUNT(DISTINCT i.billing_account_id) FROM invoice i JOIN billing_account "
        "a ON a.tenant_id = i.tenant_id AND a.bucket = i.bucket AND a.billing_account_id = "
        "i.billing_account_id WHERE i.tenant_id = ?1 AND (?2 = 0 OR i.run_id = ?2) AND (?3 = '' OR "
        "a.number = ?3)",
        [&](const Row& row) { count = {row.integer(0), row.integer(1)}; }, tenant, run, account);
    return count;
}

Result<std::vector<StoredLine>> load_statement(Transaction& tx, const InvoiceRow& invoice) {
    return query_lines(tx,
                       fmt::format("SELECT {}{}WHERE l.tenant_id = ?1 AND l.bucket = ?2 AND "
                                   "l.billing_account_id = ?3 AND l.statement = ?4 ORDER BY l.line",
                                   kLineColumns, kLineJoin),
                       invoice.payer.tenant, invoice.payer.bucket, invoice.payer.account,
                       invoice.statement);
}

std::vector<Totals> totals(Transaction& tx, TenantId tenant, RunId run) {
    std::vector<Totals> result;
    tx.for_each(
        "SELECT issuer_id, currency, SUM(CASE WHEN kind = 1 THEN -net ELSE net END), "
        "SUM(CASE WHEN kind = 1 THEN -tax ELSE tax END), SUM(CASE WHEN kind = 1 THEN -gross ELSE "
        "gross END), "
        "COUNT(*) FROM invoice WHERE tenant_id = ?1 AND (?2 = 0 OR run_id = ?2) "
        "GROUP BY issuer_id, currency ORDER BY issuer_id, currency",
        [&](const Row& row) {
            const Currency currency = Currency::parse(row.text(1)).value_or(Currency{});
            result.push_back({row.id<IssuerId>(0), Money{row.integer(2), currency},
                              Money{row.integer(3), currency}, Money{row.integer(4), currency},
                              row.integer(5)});
        },
        tenant, run);
    return result;
}

}  // namespace bw::bill

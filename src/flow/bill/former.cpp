#include "flow/bill/former.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace bw::bill {
namespace {

using store::Row;
using store::Transaction;

// Of each number the latest batch up to the cut (?3).
constexpr std::string_view kLatest =
    "f.batch = (SELECT MAX(o.batch) FROM former_line o WHERE o.tenant_id = f.tenant_id AND "
    "o.bucket = f.bucket AND o.billing_account_id = f.billing_account_id AND o.number = f.number "
    "AND o.batch <= ?3)";

constexpr std::string_view kColumns =
    "SELECT f.billing_account_id, f.number, f.kind, f.subscription_id, f.days_from, f.days_to, "
    "f.charge, f.channel, f.unit, f.quantity, f.currency, f.net, f.tax, f.gross FROM former_line "
    "f ";

Result<FormerLine> read_line(const Row& row) {
    const auto quantity = Decimal::parse(row.text(9));
    const auto currency = Currency::parse(row.text(10));
    if (!quantity || !currency)
        return fail(Code::Corrupt, "a line that another system billed cannot be read",
                    "bill " + row.string(1));
    return FormerLine{static_cast<FormerKind>(row.integer(2)),
                      row.id<SubscriptionId>(3),
                      {row.date(4), row.date(5)},
                      row.string(6),
                      row.string(7),
                      row.string(8),
                      *quantity,
                      {row.integer(11), *currency},
                      {row.integer(12), *currency},
                      {row.integer(13), *currency}};
}

bool is_month(const Period& days) { return days == month_of(days.from); }

}  // namespace

bool is_of(const FormerBill& bill, const Period& days) {
    std::optional<LocalDate> begins;
    for (const auto& line : bill.lines)
        if (line.kind == FormerKind::Total && (!begins || line.days.from < *begins))
            begins = line.days.from;
    return begins && days.contains(*begins);
}

void write_former(Transaction& tx, const Payer& payer, Batch batch, std::int64_t line,
                  std::string_view number, const FormerLine& row) {
    tx.execute("INSERT INTO former_line (tenant_id, bucket, billing_account_id, number, batch, "
               "line, kind, subscription_id, days_from, days_to, charge, channel, unit, quantity, "
               "currency, net, tax, gross) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
               "?12, ?13, ?14, ?15, ?16, ?17, ?18)",
               payer.tenant, payer.bucket, payer.account, number, batch, line, row.kind,
               row.subscription, row.days.from, row.days.to, row.charge, row.channel, row.unit,
               row.quantity.to_string(), row.net.currency.code(), row.net.minor, row.tax.minor,
               row.gross.minor);
}

Result<FormerBills> load_former(Transaction& tx, TenantId tenant, int bucket, const Period& days,
                                AsOf as_of) {
    FormerBills bills;
    std::optional<Error> bad;
    tx.for_each(
        fmt::format("{}WHERE f.tenant_id = ?1 AND f.bucket = ?2 AND {} AND EXISTS (SELECT 1 FROM "
                    "former_line d WHERE d.tenant_id = f.tenant_id AND d.bucket = f.bucket AND "
                    "d.billing_account_id = f.billing_account_id AND d.number = f.number AND "
                    "d.batch = f.batch AND d.kind = ?4 AND d.days_from >= ?5 AND d.days_from < "
                    "?6) ORDER BY f.billing_account_id, f.number, f.line",
                    kColumns, kLatest),
        [&](const Row& row) {
            auto line = read_line(row);
            if (!line) {
                bad = line.error();
                return;
            }
            auto& all = bills[row.id<BillingAccountId>(0)];
            if (all.empty() || all.back().number != row.text(1)) all.push_back({row.string(1), {}});
            all.back().lines.push_back(*std::move(line));
        },
        tenant, bucket, as_of.cut, FormerKind::Total, days.from, days.to);
    if (bad) return std::unexpected(*bad);
    for (auto& [account, all] : bills)
        std::erase_if(all, [&](const FormerBill& bill) { return !is_of(bill, days); });
    return bills;
}

Result<void> add_former_measured(Transaction& tx, const Payer& payer, SubscriptionId subscription,
                                 LocalDate from, Batch cut, std::vector<Measured>& months) {
    std::optional<Error> bad;
    const auto ours = static_cast<std::ptrdiff_t>(months.size());
    const auto like = [](const Measured& a, const Measured& b) {
        return a.nominal_from == b.nominal_from && a.channel == b.channel && a.unit == b.unit;
    };
    tx.for_each(
        fmt::format("{}WHERE f.tenant_id = ?1 AND f.bucket = ?2 AND {} AND f.billing_account_id = "
                    "?4 AND f.kind = ?5 AND f.subscription_id = ?6 AND f.days_from >= ?7 ORDER BY "
                    "f.days_from, f.number, f.line",
                    kColumns, kLatest),
        [&](const Row& row) {
            const auto line = read_line(row);
            if (!line) {
                bad = line.error();
                return;
            }
            if (!is_month(line->days)) return;
            const Measured m{line->days.from, line->channel, line->unit, line->quantity, false};
            const auto same =
                std::ranges::find_if(months, [&](const Measured& known) { return like(known, m); });
            if (same == months.end()) months.push_back(m);
            else if (same - months.begin() >= ours) same->quantity += m.quantity;
        },
        payer.tenant, payer.bucket, cut, payer.account, FormerKind::Usage, subscription, from);
    if (bad) return std::unexpected(*bad);
    std::ranges::stable_sort(months, {}, &Measured::nominal_from);
    return {};
}

}  // namespace bw::bill

// Rows about accounts that a run held or did not bill: written by prepare, asked by operators.
#include "flow/bill/store.h"

#include <fmt/format.h>

namespace bw::bill {

using store::Row;
using store::Transaction;

namespace {

constexpr std::string_view kExceptions =
    "SELECT e.bucket, e.billing_account_id, a.number, e.cause, e.text, e.subject, e.currency, "
    "e.at_stake, e.standing FROM bill_exception e JOIN billing_account a ON a.tenant_id = "
    "e.tenant_id AND a.bucket = e.bucket AND a.billing_account_id = e.billing_account_id WHERE "
    "e.tenant_id = ?1 AND e.run_id = ?2 ";

ExceptionRow read_exception(const Row& row, TenantId tenant) {
    const Currency currency = Currency::parse(row.text(6)).value_or(Currency{});
    return {{tenant, row.small(0), row.id<BillingAccountId>(1)},
            row.string(2),
            {parse_cause(row.text(3)).value_or(Cause::Calculation), row.string(4), row.string(5),
             Money{row.integer(7), currency},
             parse_standing(row.text(8)).value_or(Standing::Held)}};
}

}  // namespace

void write_not_billed(Transaction& tx, RunId run, std::span<const NotBilledRow> rows) {
    static constexpr std::string_view kColumns[] = {"tenant_id", "bucket", "billing_account_id",
                                                    "run_id", "reason"};
    if (rows.empty()) return;
    const auto bulk = tx.bulk("not_billed", kColumns);
    for (const auto& [payer, why] : rows)
        bulk->row(payer.tenant, payer.bucket, payer.account, run, not_billed_name(why));
    bulk->finish();
}

std::vector<NotBilledCount> count_not_billed(Transaction& tx, TenantId tenant, RunId run,
                                             int limit) {
    std::vector<NotBilledCount> counts;
    tx.for_each(
        "SELECT reason, COUNT(*) FROM not_billed WHERE tenant_id = ?1 AND run_id = ?2 GROUP BY "
        "reason ORDER BY reason",
        [&](const Row& row) {
            if (const auto why = parse_not_billed(row.text(0)))
                counts.push_back({*why, row.integer(1), {}});
        },
        tenant, run);
    for (auto& count : counts)
        tx.for_each(
            "SELECT a.number FROM not_billed n JOIN billing_account a ON a.tenant_id = n.tenant_id "
            "AND a.bucket = n.bucket AND a.billing_account_id = n.billing_account_id WHERE "
            "n.tenant_id = ?1 AND n.run_id = ?2 AND n.reason = ?3 ORDER BY a.number LIMIT ?4",
            [&](const Row& row) { count.first.push_back(row.string(0)); }, tenant, run,
            not_billed_name(count.why), limit);
    return counts;
}

std::vector<ExceptionRow> list_exceptions(Transaction& tx, TenantId tenant, RunId run, int limit) {
    std::vector<ExceptionRow> rows;
    tx.for_each(
        fmt::format("{}ORDER BY e.cause, a.number, e.ordinal LIMIT ?3", kExceptions),
        [&](const Row& row) { rows.push_back(read_exception(row, tenant)); }, tenant, run, limit);
    return rows;
}

std::set<BillingAccountId> accounts_of_run(Transaction& tx, TenantId tenant, RunId run) {
    std::set<BillingAccountId> accounts;
    for (const auto* table : {"prepared", "bill_exception", "not_billed"})
        tx.for_each(
            fmt::format("SELECT DISTINCT billing_account_id FROM {} WHERE tenant_id = ?1 AND "
                        "run_id = ?2",
                        table),
            [&](const Row& row) { accounts.insert(row.id<BillingAccountId>(0)); }, tenant, run);
    return accounts;
}

std::vector<ExceptionRow> find_held(Transaction& tx, TenantId tenant,
                                    const ExceptionFilter& filter) {
    std::vector<ExceptionRow> rows;
    tx.for_each(
        fmt::format("{}AND e.standing = 'held' AND (?3 = '' OR e.cause = ?3) AND (?4 = '' OR "
                    "a.number = ?4) ORDER BY a.number, e.ordinal",
                    kExceptions),
        [&](const Row& row) { rows.push_back(read_exception(row, tenant)); }, tenant, filter.run,
        filter.cause, filter.account);
    return rows;
}

std::vector<CauseCount> count_causes(Transaction& tx, TenantId tenant, RunId run) {
    std::vector<CauseCount> counts;
    tx.for_each(
        "SELECT cause, currency, CAST(SUM(held) AS BIGINT), CAST(SUM(released) AS BIGINT), "
        "CAST(SUM(told) AS BIGINT), CAST(SUM(stake) AS BIGINT) FROM (SELECT cause, currency, "
        "SUM(CASE WHEN standing = 'held' THEN 1 ELSE 0 END) AS held, "
        "SUM(CASE WHEN standing = 'released' THEN 1 ELSE 0 END) AS released, "
        "SUM(CASE WHEN standing = 'told' THEN 1 ELSE 0 END) AS told, "
        "CASE WHEN cause = ?3 THEN SUM(at_stake) ELSE MAX(at_stake) END AS stake "
        "FROM bill_exception WHERE tenant_id = ?1 AND run_id = ?2 GROUP BY bucket, "
        "billing_account_id, cause, currency) AS by_account GROUP BY cause, currency ORDER BY "
        "cause, currency",
        [&](const Row& row) {
            counts.push_back(
                {row.string(0), row.integer(2), row.integer(3), row.integer(4),
                 Money{row.integer(5), Currency::parse(row.text(1)).value_or(Currency{})}});
        },
        tenant, run, cause_name(Cause::BackBillingLimit));
    return counts;
}

}  // namespace bw::bill

#include "run/approval/comparison.h"

#include <algorithm>
#include <cstdlib>

namespace bw::run {
namespace {

using store::Row;
using store::Transaction;

// By the run of the month that looked at most: others may be partial.
std::int64_t count_looked_at(Transaction& tx, TenantId tenant, LocalDate until, RunId run) {
    return tx
        .integer("SELECT COALESCE(MAX(s.accounts), 0) FROM (SELECT CAST(SUM(u.accounts) AS BIGINT) "
                 "AS accounts FROM run_unit u JOIN bill_run r ON r.tenant_id = u.tenant_id AND "
                 "r.run_id = u.run_id WHERE u.tenant_id = ?1 AND r.until = ?3 AND (r.run_id = ?2 "
                 "OR (r.run_id < ?2 AND r.phase IN (1, 2))) GROUP BY u.run_id) AS s",
                 tenant, run, until)
        .value_or(0);
}

// Held in some run of the month, and in no later one prepared or left out.
std::int64_t count_held(Transaction& tx, TenantId tenant, LocalDate until, RunId run) {
    return tx
        .integer(
            "SELECT COUNT(*) FROM (SELECT DISTINCT e.bucket, e.billing_account_id FROM "
            "bill_exception e JOIN bill_run r ON r.tenant_id = e.tenant_id AND r.run_id = e.run_id "
            "WHERE e.tenant_id = ?1 AND e.standing = 'held' AND r.until = ?3 AND (r.run_id = ?2 OR "
            "(r.run_id < ?2 AND r.phase IN (1, 2))) AND NOT EXISTS (SELECT 1 FROM (SELECT "
            "tenant_id, "
            "bucket, billing_account_id, run_id FROM prepared UNION ALL SELECT tenant_id, bucket, "
            "billing_account_id, run_id FROM not_billed) AS p JOIN bill_run q ON q.tenant_id = "
            "p.tenant_id AND q.run_id = p.run_id WHERE p.tenant_id = "
            "e.tenant_id AND p.bucket = e.bucket AND p.billing_account_id = e.billing_account_id "
            "AND p.run_id > e.run_id AND q.until = ?3 AND (q.run_id = ?2 OR (q.run_id < ?2 AND "
            "q.phase IN (1, 2))))) AS held",
            tenant, run, until)
        .value_or(0);
}

std::vector<ComparedAccount> changed_accounts(Transaction& tx, TenantId tenant, LocalDate until,
                                              RunId run) {
    std::vector<ComparedAccount> accounts;
    tx.for_each(
        "SELECT a.number, s.currency, s.gross_now, s.gross_before FROM (SELECT p.bucket, "
        "p.billing_account_id, p.currency, CAST(SUM(CASE WHEN r.until = ?3 THEN p.gross ELSE 0 "
        "END) AS BIGINT) AS gross_now, CAST(SUM(CASE WHEN r.until = ?4 THEN p.gross ELSE 0 END) AS "
        "BIGINT) AS gross_before FROM prepared p JOIN bill_run r ON r.tenant_id = p.tenant_id AND "
        "r.run_id = p.run_id WHERE p.tenant_id = ?1 AND r.until IN (?3, ?4) AND (r.run_id = ?2 OR "
        "(r.run_id < ?2 AND r.phase IN (1, 2))) GROUP BY p.bucket, p.billing_account_id, "
        "p.currency) AS s JOIN billing_account a ON a.tenant_id = ?1 AND a.bucket = s.bucket AND "
        "a.billing_account_id = s.billing_account_id WHERE s.gross_now <> s.gross_before ORDER BY "
        "ABS(s.gross_now - s.gross_before) DESC, a.number LIMIT ?5",
        [&](const Row& row) {
            const Currency currency = Currency::parse(row.text(1)).value_or(Currency{});
            accounts.push_back(
                {row.string(0), Money{row.integer(2), currency}, Money{row.integer(3), currency}});
        },
        tenant, run, until, until.plus_months(-1), kChangedAccounts);
    return accounts;
}

}  // namespace

Result<Comparison> compare(Transaction& tx, TenantId tenant, const RunInfo& run, Changes changes) {
    const LocalDate until = run.terms.until;
    Comparison c;
    c.month = until.plus_months(-1);
    c.month_before = until.plus_months(-2);
    std::map<ChargeKey, ComparedSum> sums;
    for (const auto& [of, sum] : sums_of(tx, tenant, until, run.id)) sums[of].now = sum;
    for (const auto& [of, sum] : sums_of(tx, tenant, c.month, run.id)) sums[of].before = sum;
    for (auto& [of, sum] : sums) {
        sum.of = of;
        const bool is_whole = of.service.empty() && of.tariff.empty() && of.charge.empty();
        (is_whole ? c.totals : c.charges).push_back(std::move(sum));
    }
    std::ranges::stable_sort(c.charges, std::ranges::greater{},
                             [](const ComparedSum& s) { return std::abs(s.change()); });
    c.looked_at = count_looked_at(tx, tenant, until, run.id);
    c.held = count_held(tx, tenant, until, run.id);
    c.held_before = count_held(tx, tenant, c.month, run.id);
    if (changes == Changes::ByAccount) c.accounts = changed_accounts(tx, tenant, until, run.id);
    return c;
}

}  // namespace bw::run

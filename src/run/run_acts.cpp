// Store: what persons and policies did with runs, what runs added up to, and the attempts at a
// unit.
#include "run/store.h"

namespace bw::run {

using store::Row;
using store::Transaction;

void insert_scope(Transaction& tx, const RunInfo& run,
                  std::span<const customers::Identifier> accounts) {
    for (const auto& account : accounts)
        tx.execute("INSERT INTO run_scope (tenant_id, bucket, billing_account_id, run_id) VALUES "
                   "(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                   run.terms.tenant, account.bucket, account.id, run.id);
}

std::map<int, std::vector<BillingAccountId>> scope_of(Transaction& tx, TenantId tenant, RunId run) {
    std::map<int, std::vector<BillingAccountId>> scope;
    tx.for_each(
        "SELECT bucket, billing_account_id FROM run_scope WHERE tenant_id = ?1 AND run_id = ?2 "
        "ORDER BY bucket, billing_account_id",
        [&](const Row& row) { scope[row.small(0)].push_back(row.id<BillingAccountId>(1)); }, tenant,
        run);
    return scope;
}

ChargeSums sums_of(Transaction& tx, TenantId tenant, LocalDate until, RunId run) {
    ChargeSums sums;
    tx.for_each(
        "SELECT t.service, t.tariff, t.charge, t.currency, CAST(SUM(t.items) AS BIGINT), "
        "CAST(SUM(t.net) AS BIGINT), CAST(SUM(t.gross) AS BIGINT) FROM run_total t JOIN bill_run r "
        "ON r.tenant_id = t.tenant_id AND r.run_id = t.run_id WHERE t.tenant_id = ?1 AND r.until = "
        "?2 AND (r.run_id = ?3 OR (r.run_id < ?3 AND r.phase IN (1, 2))) GROUP BY t.service, "
        "t.tariff, t.charge, t.currency",
        [&](const Row& row) {
            const Currency currency = Currency::parse(row.text(3)).value_or(Currency{});
            sums[{row.string(0), row.string(1), row.string(2), currency}] = {
                row.integer(4), row.integer(5), row.integer(6)};
        },
        tenant, until, run);
    return sums;
}

void mark_waiting(Transaction& tx, TenantId tenant, RunId run) {
    tx.execute("UPDATE bill_run SET phase = 3 WHERE tenant_id = ?1 AND run_id = ?2 AND phase = 0",
               tenant, run);
}

void mark_discarded(Transaction& tx, TenantId tenant, RunId run) {
    tx.execute("UPDATE bill_run SET phase = 4 WHERE tenant_id = ?1 AND run_id = ?2 AND phase IN "
               "(0, 3)",
               tenant, run);
}

std::optional<Verdict> find_verdict(Transaction& tx, TenantId tenant, RunId run) {
    return tx.find(
        "SELECT act, person, at_us, reason FROM run_verdict WHERE tenant_id = ?1 AND run_id = ?2",
        [](const Row& row) {
            return Verdict{row.string(0), row.string(1), row.instant(2), row.string(3)};
        },
        tenant, run);
}

void write_verdict(Transaction& tx, TenantId tenant, RunId run, const Verdict& verdict) {
    tx.execute("INSERT INTO run_verdict (tenant_id, run_id, act, person, at_us, reason) VALUES "
               "(?1, ?2, ?3, ?4, ?5, ?6)",
               tenant, run, verdict.act, verdict.person, verdict.at, verdict.reason);
}

void write_touch(Transaction& tx, TenantId tenant, const Touch& touch) {
    const auto next =
        tx.integer("SELECT COALESCE(MAX(touch), 0) + 1 FROM touch WHERE tenant_id = ?1", tenant);
    tx.execute("INSERT INTO touch (tenant_id, touch, at_us, person, act, subject, month, run_id, "
               "accounts, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
               tenant, next.value_or(1), touch.at, touch.person, touch.act, touch.subject,
               touch.month, touch.run, touch.accounts, touch.reason);
}

std::int64_t count_touches(Transaction& tx, TenantId tenant, LocalDate month) {
    return tx
        .integer("SELECT COUNT(*) FROM touch WHERE tenant_id = ?1 AND month = ?2", tenant, month)
        .value_or(0);
}

Attempts attempts_of(Transaction& tx, TenantId tenant, RunId run, int unit) {
    return tx
        .find(
            "SELECT attempts, trying, trying_by FROM run_unit WHERE tenant_id = ?1 AND run_id = ?2 "
            "AND unit = ?3",
            [](const Row& row) {
                return Attempts{row.small(0), row.id<BillingAccountId>(1), row.string(2)};
            },
            tenant, run, unit)
        .value_or(Attempts{});
}

void mark_trying(Transaction& tx, TenantId tenant, RunId run, int unit, BillingAccountId account,
                 std::string_view worker, Instant leased_until) {
    tx.execute("UPDATE run_unit SET trying = ?4, trying_by = ?5, leased_until_us = ?6 WHERE "
               "tenant_id = ?1 AND run_id = ?2 AND unit = ?3",
               tenant, run, unit, account, worker, leased_until);
}

void put_in_quarantine(Transaction& tx, TenantId tenant, RunId run, BillingAccountId account) {
    tx.execute("INSERT INTO quarantine (tenant_id, bucket, billing_account_id, run_id) VALUES (?1, "
               "?2, ?3, ?4) ON CONFLICT DO NOTHING",
               tenant, bucket_of(account.value), account, run);
}

std::set<BillingAccountId> quarantined(Transaction& tx, TenantId tenant, RunId run) {
    std::set<BillingAccountId> accounts;
    tx.for_each(
        "SELECT billing_account_id FROM quarantine WHERE tenant_id = ?1 AND run_id = ?2",
        [&](const Row& row) { accounts.insert(row.id<BillingAccountId>(0)); }, tenant, run);
    return accounts;
}

}  // namespace bw::run

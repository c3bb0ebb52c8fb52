#include "run/store.h"

#include "flow/bill/store.h"
#include "run/worker_name.h"

#include <fmt/format.h>

namespace bw::run {

using store::Row;
using store::Transaction;

namespace {

std::string join(const std::set<bill::Cause>& causes) {
    std::string text;
    for (const auto cause : causes)
        text += (text.empty() ? "" : " ") + std::string(bill::cause_name(cause));
    return text;
}

std::set<bill::Cause> split_causes(std::string_view text) {
    std::set<bill::Cause> causes;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (const auto cause = bill::parse_cause(text.substr(0, end))) causes.insert(*cause);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return causes;
}

constexpr std::string_view kRunColumns =
    "SELECT run_id, phase, until, issued_on, horizon, cut, batch, released, created_at, making, "
    "started_by, hold, is_partial, template, unit_buckets FROM bill_run ";

RunInfo read_run(const Row& row, TenantId tenant) {
    RunInfo run;
    run.id = row.id<RunId>(0);
    run.phase = static_cast<Phase>(row.integer(1));
    run.terms = {run.id,      tenant,      row.id<Batch>(5),         row.date(2),
                 row.date(3), row.date(4), split_causes(row.text(7))};
    run.batch = row.id<Batch>(6);
    run.created_at = row.instant(8);
    run.making = static_cast<Making>(row.integer(9));
    run.terms.tells_story = run.making == Making::Documents;
    run.started_by = row.string(10);
    run.needs_person = row.integer(11) != 0;
    run.is_partial = row.integer(12) != 0;
    run.template_hash = row.string(13);
    run.unit_buckets = row.small(14);
    return run;
}

void add_unit_sums(Transaction& tx, TenantId tenant, RunInfo& run) {
    tx.for_each(
        "SELECT COUNT(*), SUM(CASE WHEN state >= 1 THEN 1 ELSE 0 END), SUM(CASE WHEN state = 2 "
        "THEN 1 ELSE 0 END), "
        "SUM(accounts), SUM(held), SUM(statements), SUM(documents), SUM(document_bytes), "
        "SUM(quiet), SUM(billed) FROM run_unit "
        "WHERE tenant_id = ?1 AND run_id = ?2",
        [&](const Row& row) {
            run.units = row.small(0);
            if (run.units == 0) return;  // sums of nothing are NULL
            run.prepared = row.small(1);
            run.sealed = row.small(2);
            run.accounts = row.integer(3);
            run.held = row.integer(4);
            run.statements = row.integer(5);
            run.documents = row.integer(6);
            run.document_bytes = row.integer(7);
            run.quiet = row.integer(8);
            run.billed = row.integer(9);
        },
        tenant, run.id);
}

}  // namespace

std::string_view phase_name(Phase phase) {
    switch (phase) {
        case Phase::Preparing: return "preparing";
        case Phase::Sealing: return "sealing";
        case Phase::Done: return "done";
        case Phase::Prepared: return "prepared";
        case Phase::Discarded: return "discarded";
    }
    return "preparing";
}

std::optional<std::string> identity_of(Transaction& tx, TenantId tenant) {
    return tx.find(
        "SELECT identity FROM workspace_identity WHERE tenant_id = ?1",
        [](const Row& row) { return row.string(0); }, tenant);
}

void set_identity(Transaction& tx, TenantId tenant, std::string_view identity) {
    tx.execute("INSERT INTO workspace_identity (tenant_id, identity) VALUES (?1, ?2) "
               "ON CONFLICT (tenant_id) DO UPDATE SET identity = excluded.identity",
               tenant, identity);
}

void insert_run(Transaction& tx, const RunInfo& run, const std::vector<NewUnit>& units) {
    const auto& t = run.terms;
    tx.execute("INSERT INTO bill_run (tenant_id, run_id, phase, until, issued_on, horizon, cut, "
               "batch, released, "
               "created_at, making, started_by, hold, is_partial, template, unit_buckets) VALUES "
               "(?1, ?2, 0, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
               t.tenant, run.id, t.until, t.issued_on, t.horizon, t.cut, join(t.released),
               run.created_at, static_cast<int>(run.making), run.started_by,
               run.needs_person ? 1 : 0, run.is_partial ? 1 : 0, run.template_hash,
               run.unit_buckets);
    static constexpr std::string_view kColumns[] = {
        "tenant_id", "run_id",     "unit",      "state",          "accounts",
        "held",      "statements", "documents", "document_bytes", "quiet"};
    const auto bulk = tx.bulk("run_unit", kColumns);
    for (const NewUnit& unit : units)
        bulk->row(t.tenant, run.id, unit.unit, static_cast<int>(unit.state), unit.accounts, 0, 0, 0,
                  0, unit.accounts);
    bulk->finish();
}

std::vector<Unit> units_of(Transaction& tx, TenantId tenant, RunId run) {
    std::vector<Unit> units;
    tx.for_each(
        "SELECT unit, state, worker, leased_until_us, attempts FROM run_unit WHERE tenant_id = ?1 "
        "AND "
        "run_id = ?2 ORDER BY unit",
        [&](const Row& row) {
            units.push_back({row.small(0), static_cast<UnitState>(row.integer(1)), row.string(2),
                             row.instant(3), row.small(4)});
        },
        tenant, run);
    return units;
}

bool Unit::is_free(Instant now) const { return leased_until <= now || is_gone(worker); }

UnitState state_of(Transaction& tx, TenantId tenant, RunId run, int unit) {
    const auto state =
        tx.integer("SELECT state FROM run_unit WHERE tenant_id = ?1 AND run_id = ?2 AND unit = ?3",
                   tenant, run, unit);
    return static_cast<UnitState>(state.value_or(0));
}

std::optional<FreeUnit> find_unleased(Transaction& tx, TenantId tenant, RunId run, UnitState state,
                                      Instant now) {
    return tx.find(
        "SELECT unit, attempts FROM run_unit WHERE tenant_id = ?1 AND run_id = ?2 AND state = ?3 "
        "AND leased_until_us <= ?4 ORDER BY attempts, unit LIMIT 1",
        [](const Row& row) { return FreeUnit{row.small(0), row.small(1)}; }, tenant, run, state,
        now);
}

void lease_unit(Transaction& tx, TenantId tenant, RunId run, int unit, std::string_view worker,
                Instant until) {
    tx.execute("UPDATE run_unit SET worker = ?4, leased_until_us = ?5, attempts = attempts + CASE "
               "WHEN state = 0 THEN 1 ELSE 0 END WHERE tenant_id = ?1 AND run_id = ?2 AND unit = "
               "?3",
               tenant, run, unit, worker, until);
}

void free_units(Transaction& tx, TenantId tenant, RunId run, std::string_view worker) {
    tx.execute("UPDATE run_unit SET worker = '', leased_until_us = 0, trying = 0, trying_by = '', "
               "attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END "
               "WHERE tenant_id = ?1 AND run_id = ?2 AND worker = ?3",
               tenant, run, worker);
}

RunId next_run_id(Transaction& tx, TenantId tenant) {
    return RunId{
        tx.integer("SELECT COALESCE(MAX(run_id), 0) + 1 FROM bill_run WHERE tenant_id = ?1", tenant)
            .value_or(1)};
}

std::optional<LocalDate> last_issue_date(Transaction& tx, TenantId tenant) {
    return tx.find(
        "SELECT r.issued_on FROM bill_run r WHERE r.tenant_id = ?1 AND EXISTS (SELECT 1 "
        "FROM run_unit u WHERE u.tenant_id = r.tenant_id AND u.run_id = r.run_id AND "
        "u.statements > 0) AND r.phase <> 4 ORDER BY r.issued_on DESC LIMIT 1",
        [](const Row& row) { return row.date(0); }, tenant);
}

namespace {

// Batches that change no text that a bill is computed by, and nothing of customers but what their
// accounts tell themselves (BillingAccount::newest).
constexpr std::string_view kAreNoTexts =
    "'usage', 'usage-adoption', 'usage-estimate', 'accounts', 'bill-run', 'allocation', "
    "'advance-tax', 'payment', 'payments', 'payment-match', 'payment-reversal', 'deposit', "
    "'refund', 'decision', 'balances', 'history'";

}  // namespace

void add_previous(Transaction& tx, bill::Terms& terms) {
    LocalDate horizon, until;
    tx.for_each(
        "SELECT run_id, cut, horizon, until FROM bill_run WHERE tenant_id = ?1 AND phase = 2 AND "
        "is_partial = 0 AND (?2 = 0 OR run_id < ?2) ORDER BY run_id DESC LIMIT 1",
        [&](const Row& row) {
            terms.previous = row.id<RunId>(0);
            terms.previous_cut = row.id<Batch>(1);
            horizon = row.date(2);
            until = row.date(3);
        },
        terms.tenant, terms.run);
    if (!terms.previous) return;
    tx.for_each(
        "SELECT MAX(until) FROM bill_run WHERE tenant_id = ?1 AND phase = 2 AND is_partial = 0 AND "
        "(?2 = 0 OR run_id < ?2)",
        [&](const Row& row) { terms.latest_until = row.date(0); }, terms.tenant, terms.run);
    if (terms.horizon < horizon) return;
    const auto texts = tx.integer(
        fmt::format("SELECT COUNT(*) FROM batch WHERE tenant_id = ?1 AND batch > ?2 AND batch <= "
                    "?3 AND kind NOT IN ({})",
                    kAreNoTexts),
        terms.tenant, terms.previous_cut, terms.cut);
    if (texts != 0) return;
    terms.settled_cut = terms.previous_cut;
    terms.adds_month = until < terms.until;
}

std::optional<RunId> open_run(Transaction& tx, TenantId tenant) {
    return tx.find(
        "SELECT run_id FROM bill_run WHERE tenant_id = ?1 AND phase NOT IN (2, 4) ORDER BY run_id",
        [](const Row& row) { return row.id<RunId>(0); }, tenant);
}

namespace {

void write_sums(Transaction& tx, TenantId tenant, RunId run, int unit, const ChargeSums& sums) {
    static constexpr std::string_view kColumns[] = {"tenant_id", "run_id", "unit",     "service",
                                                    "tariff",    "charge", "currency", "items",
                                                    "net",       "gross"};
    if (sums.empty()) return;
    const auto bulk = tx.bulk("run_total", kColumns);
    for (const auto& [of, sum] : sums)
        bulk->row(tenant, run, unit, of.service, of.tariff, of.charge, of.currency.code(),
                  sum.items, sum.net, sum.gross);
    bulk->finish();
}

}  // namespace

bool mark_prepared(Transaction& tx, TenantId tenant, RunId run, int unit,
                   const PreparedUnit& prepared) {
    const auto changed =
        tx.execute("UPDATE run_unit SET state = 1, worker = '', leased_until_us = "
                   "0, attempts = 0, trying = 0, trying_by = '', "
                   "accounts = ?4, held = ?5, "
                   "statements = ?6, quiet = ?7, billed = ?8 WHERE tenant_id = ?1 AND "
                   "run_id = ?2 AND unit = ?3 AND state = 0",
                   tenant, run, unit, prepared.accounts, prepared.held, prepared.statements,
                   prepared.quiet, prepared.billed);
    if (changed == 0) return false;
    for (const auto& [series, count] : prepared.counts)
        tx.execute("INSERT INTO run_numbers (tenant_id, run_id, unit, series, count, first) VALUES "
                   "(?1, ?2, ?3, ?4, ?5, 0)",
                   tenant, run, unit, series, count);
    write_sums(tx, tenant, run, unit, prepared.sums);
    return true;
}

bool mark_sealed(Transaction& tx, TenantId tenant, RunId run, int unit, std::int64_t documents,
                 std::int64_t bytes) {
    return tx.execute("UPDATE run_unit SET state = 2, worker = '', leased_until_us = 0, documents "
                      "= ?4, document_bytes = ?5 WHERE "
                      "tenant_id = ?1 AND "
                      "run_id = ?2 AND unit = ?3 AND state = 1",
                      tenant, run, unit, documents, bytes) == 1;
}

void assign_numbers(Transaction& tx, TenantId tenant, RunId run, Batch batch) {
    struct Claim {
        int unit;
        std::string series;
        std::int64_t count;
    };
    std::vector<Claim> claims;
    tx.for_each(
        "SELECT unit, series, count FROM run_numbers WHERE tenant_id = ?1 AND run_id = ?2 ORDER BY "
        "series, unit",
        [&](const Row& row) { claims.push_back({row.small(0), row.string(1), row.integer(2)}); },
        tenant, run);
    for (const auto& claim : claims) {
        const auto first = bill::take_numbers(tx, tenant, claim.series, claim.count);
        tx.execute("UPDATE run_numbers SET first = ?5 WHERE tenant_id = ?1 AND run_id = ?2 AND "
                   "unit = ?3 AND series = ?4",
                   tenant, run, claim.unit, claim.series, first);
    }
    // An approved run was waiting, or went on at once.
    tx.execute("UPDATE bill_run SET phase = 1, batch = ?3 WHERE tenant_id = ?1 AND run_id = ?2",
               tenant, run, batch);
}

SeriesNumbers first_numbers(Transaction& tx, TenantId tenant, RunId run, int unit) {
    SeriesNumbers first;
    tx.for_each(
        "SELECT series, first FROM run_numbers WHERE tenant_id = ?1 AND run_id = ?2 AND unit = ?3",
        [&](const Row& row) { first[row.string(0)] = row.integer(1); }, tenant, run, unit);
    return first;
}

void mark_done(Transaction& tx, TenantId tenant, RunId run) {
    tx.execute("UPDATE bill_run SET phase = 2 WHERE tenant_id = ?1 AND run_id = ?2 AND phase = 1",
               tenant, run);
}

Result<RunInfo> find_run(Transaction& tx, TenantId tenant, RunId run) {
    auto found = tx.find(
        std::string(kRunColumns) + "WHERE tenant_id = ?1 AND run_id = ?2",
        [&](const Row& row) { return read_run(row, tenant); }, tenant, run);
    if (!found)
        return fail(Code::NotFound, "there is no such run; `run list` shows them",
                    fmt::format("run {}", run.value));
    add_previous(tx, found->terms);
    add_unit_sums(tx, tenant, *found);
    return *found;
}

std::vector<RunInfo> list_runs(Transaction& tx, TenantId tenant) {
    std::vector<RunInfo> runs;
    tx.for_each(
        std::string(kRunColumns) + "WHERE tenant_id = ?1 ORDER BY run_id",
        [&](const Row& row) { runs.push_back(read_run(row, tenant)); }, tenant);
    for (auto& run : runs) {
        add_previous(tx, run.terms);
        add_unit_sums(tx, tenant, run);
    }
    return runs;
}

}  // namespace bw::run

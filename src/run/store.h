// All SQL of run: where runs and their units stand.
#pragma once

#include "run/bill_run.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

namespace bw::run {

// Which folder the store belongs to; nothing in a store that is older than this question.
std::optional<std::string> identity_of(store::Transaction& tx, TenantId tenant);
void set_identity(store::Transaction& tx, TenantId tenant, std::string_view identity);

enum class UnitState : std::uint8_t { Waiting, Prepared, Sealed };

struct Unit {
    int unit = 0;
    UnitState state = UnitState::Waiting;
    std::string worker;    // who leased it last
    Instant leased_until;  // nobody: at no time
    int attempts = 0;      // to prepare it

    // Nobody works on it: its lease is over, or its worker is gone.
    [[nodiscard]] bool is_free(Instant now) const;
};
using SeriesNumbers = std::map<std::string, std::int64_t>;  // series -> count, or first number

// A unit to begin with: waiting, or sealed already where none of its accounts has any news.
struct NewUnit {
    int unit = 0;
    UnitState state = UnitState::Waiting;
    std::int64_t accounts = 0;  // of a sealed one
};
void insert_run(store::Transaction& tx, const RunInfo& run, const std::vector<NewUnit>& units);
// Whom a partial run bills.
void insert_scope(store::Transaction& tx, const RunInfo& run,
                  std::span<const customers::Identifier> accounts);
// By bucket, ascending.
std::map<int, std::vector<BillingAccountId>> scope_of(store::Transaction& tx, TenantId tenant,
                                                      RunId run);
std::vector<Unit> units_of(store::Transaction& tx, TenantId tenant, RunId run);
UnitState state_of(store::Transaction& tx, TenantId tenant, RunId run, int unit);
// A unit in this state that is leased to nobody, or no longer: the first of those that were tried
// least.
struct FreeUnit {
    int unit = 0;
    int attempts = 0;
};
std::optional<FreeUnit> find_unleased(store::Transaction& tx, TenantId tenant, RunId run,
                                      UnitState state, Instant now);
// Nobody else works on the unit until then; work that takes longer may be done twice, and one of
// the two finds it done. Counts how often a waiting one was begun.
void lease_unit(store::Transaction& tx, TenantId tenant, RunId run, int unit,
                std::string_view worker, Instant until);
// What `worker` leased is free again, and its attempts do not count: it lives, they killed nobody.
void free_units(store::Transaction& tx, TenantId tenant, RunId run, std::string_view worker);
RunId next_run_id(store::Transaction& tx, TenantId tenant);
std::optional<LocalDate> last_issue_date(store::Transaction& tx, TenantId tenant);
// What the terms of a run say of the one before it; of no run (0) of the latest.
void add_previous(store::Transaction& tx, bill::Terms& terms);
std::optional<RunId> open_run(store::Transaction& tx, TenantId tenant);

// Of a kind of service, tariff and charge; all empty: of whole statements.
struct ChargeKey {
    std::string service, tariff, charge;
    Currency currency;
    friend auto operator<=>(const ChargeKey& a, const ChargeKey& b) {
        return std::tuple(a.service, a.tariff, a.charge, a.currency.code()) <=>
               std::tuple(b.service, b.tariff, b.charge, b.currency.code());
    }
    friend bool operator==(const ChargeKey&, const ChargeKey&) = default;
};
struct ChargeSum {
    std::int64_t items = 0, net = 0, gross = 0;  // minor units
};
using ChargeSums = std::map<ChargeKey, ChargeSum>;

struct PreparedUnit {
    std::int64_t accounts = 0, billed = 0, held = 0, statements = 0;
    std::int64_t quiet = 0;  // of the accounts: not looked at, for nothing came in about them
    SeriesNumbers counts;
    ChargeSums sums;
};
// False when the unit was prepared by somebody else meanwhile: then nothing may be written.
bool mark_prepared(store::Transaction& tx, TenantId tenant, RunId run, int unit,
                   const PreparedUnit& prepared);
bool mark_sealed(store::Transaction& tx, TenantId tenant, RunId run, int unit,
                 std::int64_t documents, std::int64_t bytes);

// Gives every unit its first number per series, in the order of units, and moves the run to
// sealing.
void assign_numbers(store::Transaction& tx, TenantId tenant, RunId run, Batch batch);
SeriesNumbers first_numbers(store::Transaction& tx, TenantId tenant, RunId run, int unit);
// Of all runs of the month that were billed, and of `run` itself, as far as it had come by then.
ChargeSums sums_of(store::Transaction& tx, TenantId tenant, LocalDate until, RunId run);

// Prepared, or on from there: a frozen run waits, an approved one is numbered.
void mark_waiting(store::Transaction& tx, TenantId tenant, RunId run);
void mark_discarded(store::Transaction& tx, TenantId tenant, RunId run);
struct Verdict {
    std::string act;     // "approved", "discarded"
    std::string person;  // empty: the policy
    Instant at;
    std::string reason;
};
std::optional<Verdict> find_verdict(store::Transaction& tx, TenantId tenant, RunId run);
void write_verdict(store::Transaction& tx, TenantId tenant, RunId run, const Verdict& verdict);

// A recorded act of a person.
struct Touch {
    Instant at;
    std::string person, act, subject;
    LocalDate month;  // of the bills it was about
    RunId run;
    std::int64_t accounts = 0;
    std::string reason;
};
void write_touch(store::Transaction& tx, TenantId tenant, const Touch& touch);
std::int64_t count_touches(store::Transaction& tx, TenantId tenant, LocalDate month);

// The unit as quarantine.h needs it.
struct Attempts {
    int begun = 0;
    BillingAccountId trying;
    std::string trying_by;  // worker
};
Attempts attempts_of(store::Transaction& tx, TenantId tenant, RunId run, int unit);
// Whoever names an account has the unit for another while: it is worked through one by one.
void mark_trying(store::Transaction& tx, TenantId tenant, RunId run, int unit,
                 BillingAccountId account, std::string_view worker, Instant leased_until);
void put_in_quarantine(store::Transaction& tx, TenantId tenant, RunId run,
                       BillingAccountId account);
std::set<BillingAccountId> quarantined(store::Transaction& tx, TenantId tenant, RunId run);
void mark_done(store::Transaction& tx, TenantId tenant, RunId run);

}  // namespace bw::run

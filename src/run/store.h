// All SQL of run: where runs and their units stand.
#pragma once

#include "run/bill_run.h"

#include <map>
#include <string>
#include <vector>

namespace bw::run {

// Which folder the store belongs to; nothing in a store that is older than this question.
std::optional<std::string> identity_of(store::Transaction& tx, TenantId tenant);
void set_identity(store::Transaction& tx, TenantId tenant, std::string_view identity);

enum class UnitState : std::uint8_t { Waiting, Prepared, Sealed };

struct Unit {
    int bucket = 0;
    UnitState state = UnitState::Waiting;
    std::string worker;    // who leased it last
    Instant leased_until;  // nobody: at no time

    // Nobody works on it: its lease is over, or its worker is gone.
    [[nodiscard]] bool is_free(Instant now) const;
};
using SeriesNumbers = std::map<std::string, std::int64_t>;  // series -> count, or first number

// A unit to begin with: waiting, or sealed already where none of its accounts has any news.
struct NewUnit {
    int bucket = 0;
    UnitState state = UnitState::Waiting;
    std::int64_t accounts = 0;  // of a sealed one
};
void insert_run(store::Transaction& tx, const RunInfo& run, const std::vector<NewUnit>& units);
std::vector<Unit> units_of(store::Transaction& tx, TenantId tenant, RunId run);
UnitState state_of(store::Transaction& tx, TenantId tenant, RunId run, int bucket);
// The first unit in this state that is leased to nobody, or no longer.
std::optional<int> find_unleased(store::Transaction& tx, TenantId tenant, RunId run,
                                 UnitState state, Instant now);
// Nobody else works on the unit until then; work that takes longer may be done twice, and one of
// the two finds it done.
void lease_unit(store::Transaction& tx, TenantId tenant, RunId run, int bucket,
                std::string_view worker, Instant until);
// What `worker` leased is free again.
void free_units(store::Transaction& tx, TenantId tenant, RunId run, std::string_view worker);
RunId next_run_id(store::Transaction& tx, TenantId tenant);
std::optional<LocalDate> last_issue_date(store::Transaction& tx, TenantId tenant);
// What the terms of a run say of the one before it; of no run (0) of the latest.
void add_previous(store::Transaction& tx, bill::Terms& terms);
std::optional<RunId> open_run(store::Transaction& tx, TenantId tenant);

struct PreparedUnit {
    std::int64_t accounts = 0, held = 0, statements = 0;
    SeriesNumbers counts;
};
// False when the unit was prepared by somebody else meanwhile: then nothing may be written.
bool mark_prepared(store::Transaction& tx, TenantId tenant, RunId run, int bucket,
                   const PreparedUnit& unit);
bool mark_sealed(store::Transaction& tx, TenantId tenant, RunId run, int bucket,
                 std::int64_t documents, std::int64_t bytes);

// Gives every unit its first number per series, in the order of units, and moves the run to
// sealing.
void assign_numbers(store::Transaction& tx, TenantId tenant, RunId run, Batch batch);
SeriesNumbers first_numbers(store::Transaction& tx, TenantId tenant, RunId run, int bucket);
void mark_done(store::Transaction& tx, TenantId tenant, RunId run);

}  // namespace bw::run

// Bill runs: prepare, number, seal (law 8), unit by unit, resumable after any crash (law 10).
//
//   start    brings in readings that waited and can be used by now, then fixes the cut, the period
//            and the issue date; one unit per bucket that has accounts
//   prepare  each unit: rate, compare, assemble, lay out with a placeholder number; exceptions are
//   kept
//   approve  by the policy, or by a second person (approval/approval.h); meanwhile it is frozen
//   number   one short transaction gives the survivors consecutive numbers in the run's order
//   seal     each unit: the same computation again with its numbers; documents to the archive,
//   lines, postings
//   close    the month's readings are merged into one file, for the runs to come
//
// Every step is a transaction of its own, so killing the process at any point loses at most the
// units in work. Several processes may carry on one run, on PostgreSQL from several machines that
// share the workspace's folder: each leases the units it works on.
#pragma once

#include "flow/bill/biller.h"
#include "run/workspace.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bw::run {

// What a run leaves of a statement besides its lines, its number and its postings: documents in the
// archive, or nothing, where another system makes them.
enum class Making : std::uint8_t { Documents, Nothing };

// Accounts of a unit, on average and at least: each costs commits and a segment of its own, which
// a handful is not worth.
inline constexpr int kUnitAccounts = 8;

struct RunRequest {
    LocalDate until;  // bills what was supplied before this day
    LocalDate issued_on;
    std::set<bill::Cause> released;
    int workers = 2;
    Making making = Making::Documents;
    std::string person = {};  // who starts it; another one must approve it
    enum class Approval : std::uint8_t { ByPolicy, ByPerson };
    Approval approval = Approval::ByPolicy;
    std::vector<std::string> accounts = {};  // a partial run: only these; empty: all
    int unit_accounts = kUnitAccounts;
};

// Prepared: frozen, without a number, until somebody approves it. Discarded: never billed anything.
enum class Phase : std::uint8_t { Preparing, Sealing, Done, Prepared, Discarded };
std::string_view phase_name(Phase phase);
[[nodiscard]] constexpr bool is_over(Phase phase) {
    return phase == Phase::Done || phase == Phase::Discarded;
}

struct RunInfo {
    RunId id;
    Phase phase = Phase::Preparing;
    bill::Terms terms;
    Batch batch;  // of the numbers and all that seal writes; 0 until numbered
    Instant created_at;
    std::string started_by;
    bool needs_person = false;  // to approve it, whatever the policy
    bool is_partial = false;    // bills some accounts only
    int units = 0, prepared = 0, sealed = 0;
    int unit_buckets = 1;  // so many neighbouring ones make a unit
    Making making = Making::Documents;
    std::string template_hash;  // of what documents are made by; empty: the program's own
    std::int64_t accounts = 0, held = 0, statements = 0, documents = 0, document_bytes = 0;
    // Of the accounts: with a statement to come or issued; nothing came in about them, nobody
    // looked.
    std::int64_t billed = 0, quiet = 0;
};

// Called from worker threads, one at a time: stage name, units done, units in all.
using Progress = std::function<void(std::string_view stage, std::int64_t done, std::int64_t all)>;

struct StageSeconds {
    std::string stage;
    std::int64_t wall_us = 0;
    std::int64_t cpu_us = 0;  // summed over threads
};
struct RunReport {
    RunInfo info;
    std::vector<StageSeconds> stages;
};

// The terms as of now, without a run. The error: as of start() where the request is to blame.
Result<bill::Terms> terms_of(store::Transaction& tx, const Workspace& workspace,
                             const RunRequest& request);
// Code::Conflict when another run is not done yet (resume or look at it first), when the archive
// holds documents of a run that the store has not begun, or when statements were issued on a later
// day, or while imports never pause. Code::Invalid when the period is not over by the date of
// issue, or is no whole month.
Result<RunId> start(Workspace& workspace, const RunRequest& request);
// Carries the run on from wherever it stands to its end, or to where it waits for approval; also
// the units of other processes that have died meanwhile. A store that goes away is waited for
// (Workspace::patience_ms); then it is a StoreError, and carrying on again later ends with the same
// result. Code::Conflict where the store is a file and another program carries the run on at this
// moment; Code::Refused where Workspace::stop asks for it, when the units in work are done.
Result<RunReport> carry_on(Workspace& workspace, RunId run, int workers, const Progress& progress);

Result<RunInfo> find_run(store::Transaction& tx, TenantId tenant, RunId run);
std::vector<RunInfo> list_runs(store::Transaction& tx, TenantId tenant);

}  // namespace bw::run

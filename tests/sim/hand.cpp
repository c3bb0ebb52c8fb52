#include "hand.h"

#include "platform/store/batch.h"
#include "player.h"
#include "run/approval/approval.h"
#include "run/exceptions/bulk.h"
#include "run/reverse/reverse.h"

#include <algorithm>

namespace bw::sim {
namespace {

const run::Hand kHand{"grace", "the story says so"};

Batch newest_batch(run::Workspace& workspace) {
    const auto tx = workspace.database->begin(store::Access::Read);
    return store::current_cut(*tx, workspace.tenant);
}

Result<run::Selected> select(run::Workspace& workspace, const run::Selection& selection) {
    const auto tx = workspace.database->begin(store::Access::Read);
    return run::select(*tx, workspace.tenant, selection);
}

Step whom_to_release(run::Workspace& workspace, Step step) {
    const auto held = select(workspace, {});
    if (!held) return step;  // there is no run yet
    std::vector<bill::ExceptionRow> rows = held->exceptions;
    std::erase_if(rows, [](const bill::ExceptionRow& row) {
        return !bill::is_releasable(row.exception.cause);
    });
    if (rows.empty()) return step;
    const auto& row = rows[step.draw % rows.size()];
    step.account = row.account_number;
    step.word = bill::cause_name(row.exception.cause);
    return step;
}

Result<void> release(run::Workspace& workspace, const Step& step) {
    if (step.account.empty()) return {};  // nobody is held
    run::Selection selection;
    selection.cause = bill::parse_cause(step.word);
    selection.accounts = {step.account};
    return unless_refused(
        run::release(workspace, TRY(select(workspace, selection)), bill::Act::Release, kHand));
}

Result<void> approve(run::Workspace& workspace, const Step& step, int workers) {
    const auto run = find_run_of(workspace, step);
    if (!run) return fail(Code::Invalid, "there is no run to approve");
    TRY_VOID(unless_refused(run::approve(workspace, {run->id, kHand.person, kHand.reason})));
    TRY_VOID(run::carry_on(workspace, run->id, workers, {}));
    return {};
}

Result<void> discard(run::Workspace& workspace, const Step& step) {
    const auto run = find_run_of(workspace, step);
    if (!run) return fail(Code::Invalid, "there is no run to discard");
    return unless_refused(run::discard(workspace, {run->id, kHand.person, kHand.reason}));
}

}  // namespace

std::optional<run::RunInfo> find_run_of(run::Workspace& workspace, const Step& step) {
    const auto tx = workspace.database->begin(store::Access::Read);
    for (const auto& run : run::list_runs(*tx, workspace.tenant))
        if (run.terms.until == step.until && run.terms.issued_on == step.day) return run;
    return std::nullopt;
}

Step decide_by_hand(run::Workspace& workspace, Step step) {
    step.batch = Batch{newest_batch(workspace).value + 1};
    return step.act == Act::Release ? whom_to_release(workspace, std::move(step)) : step;
}

bool is_by_hand(const Step& step) { return step.act >= Act::Release; }

Result<void> play_by_hand(run::Workspace& workspace, const Step& step, int workers) {
    if (step.act == Act::Approve) return approve(workspace, step, workers);
    if (step.act == Act::Discard) return discard(workspace, step);
    const LocalDate month = step.until.plus_months(-1);
    if (step.act == Act::Order) {
        run::ReverseRequest request;
        request.month = month;
        request.accounts = {step.account};
        request.hand = kHand;
        return unless_refused(run::reverse(workspace, request));
    }
    if (newest_batch(workspace) >= step.batch) return {};  // it was decided before the interruption
    if (step.act == Act::Release) return release(workspace, step);
    const auto act = step.act == Act::Exclude ? bill::Act::Exclude : bill::Act::Include;
    return unless_refused(run::exclude(workspace, {step.account}, month, act, kHand));
}

}  // namespace bw::sim

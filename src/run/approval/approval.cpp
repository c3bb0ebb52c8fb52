#include "run/approval/approval.h"

#include "books/catalog/approval.h"
#include "platform/blob/lock.h"
#include "platform/text/same_name.h"
#include "run/approval/comparison.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::run {
namespace {

constexpr const char* kApproved = "approved";
constexpr const char* kDiscarded = "discarded";

using catalog::Approval;

// Why the bounds of a policy are met; nothing when they are not.
std::optional<std::string> met(const catalog::ApprovalBounds& bounds, const Comparison& c) {
    if (c.totals.empty()) return std::nullopt;
    for (const auto& total : c.totals) {
        const int128 off = int128{total.now.gross} - total.before.gross;
        const int128 bound = int128{total.before.gross} * bounds.total_percent.nano();
        if (total.before.items == 0 || (off < 0 ? -off : off) * 100 * Decimal::kScale > bound)
            return std::nullopt;
    }
    const int128 held = int128{c.held} * 100 * Decimal::kScale;
    if (held > int128{c.looked_at} * bounds.held_percent.nano()) return std::nullopt;
    return fmt::format("totals within {} % of {}, {} of {} accounts held",
                       bounds.total_percent.to_string(), c.month_before.to_string().substr(0, 7),
                       c.held, c.looked_at);
}

Verdict by_policy(const std::string& why, Instant now) { return {kApproved, "", now, why}; }

void record_touch(store::Transaction& tx, const Workspace& workspace, const RunInfo& run,
                  const Verdict& verdict, std::string act) {
    write_touch(tx, workspace.tenant,
                {verdict.at, verdict.person, std::move(act), fmt::format("run {}", run.id.value),
                 run.terms.until.plus_months(-1), run.id, run.accounts, verdict.reason});
}

Result<void> require_person(const Verdicting& by) {
    if (!text::is_blank(by.person)) return {};
    return fail(Code::Invalid, "name who decides it: --as NAME",
                fmt::format("run {}", by.run.value));
}

}  // namespace

Result<GoesOn> ask_policy(Workspace& workspace, RunId id) {
    const auto tx = workspace.database->begin(store::Access::Write);
    const RunInfo run = TRY(find_run(*tx, workspace.tenant, id));
    if (run.phase != Phase::Preparing && run.phase != Phase::Prepared) return GoesOn::Yes;
    if (find_verdict(*tx, workspace.tenant, id)) return GoesOn::Yes;
    if (run.phase == Phase::Prepared) return GoesOn::Waits;
    const auto policy = TRY(catalog::load_approval(*tx, workspace.tenant, AsOf{run.terms.cut}));
    const Instant now = workspace.clock->now();
    std::optional<Verdict> verdict;
    if (!run.needs_person && policy.by == Approval::By::Nobody)
        verdict = by_policy(fmt::format("{}: no approval is asked for", policy.name), now);
    else if (!run.needs_person && policy.bounds)
        if (const auto why =
                met(*policy.bounds, TRY(compare(*tx, workspace.tenant, run, Changes::None))))
            verdict = by_policy(fmt::format("{}: {}", policy.name, *why), now);
    if (verdict) write_verdict(*tx, workspace.tenant, id, *verdict);
    else mark_waiting(*tx, workspace.tenant, id);
    tx->commit();
    return verdict ? GoesOn::Yes : GoesOn::Waits;
}

Result<void> approve(Workspace& workspace, const Verdicting& by) {
    TRY_VOID(require_person(by));
    const std::string subject = fmt::format("run {}", by.run.value);
    const auto tx = workspace.database->begin(store::Access::Write);
    const RunInfo run = TRY(find_run(*tx, workspace.tenant, by.run));
    if (run.phase != Phase::Prepared)
        return fail(Code::Conflict,
                    fmt::format("it is {}, and only a prepared run waits for approval",
                                phase_name(run.phase)),
                    subject);
    if (find_verdict(*tx, workspace.tenant, by.run))
        return fail(
            Code::Conflict,
            fmt::format("it is approved; continue it with: billwright run resume {}", by.run.value),
            subject);
    if (text::is_same_name(by.person, run.started_by))
        return fail(Code::Conflict,
                    fmt::format("{} started it, and a second person must approve it: --as NAME",
                                run.started_by),
                    subject);
    const Verdict verdict{kApproved, by.person, workspace.clock->now(), by.reason};
    write_verdict(*tx, workspace.tenant, by.run, verdict);
    record_touch(*tx, workspace, run, verdict, "approve");
    tx->commit();
    return {};
}

Result<void> discard(Workspace& workspace, const Verdicting& by) {
    TRY_VOID(require_person(by));
    const std::string subject = fmt::format("run {}", by.run.value);
    std::optional<blob::Lock> lock;
    if (!workspace.is_shared()) {
        lock = blob::Lock::take(workspace.root / "run.lock");
        if (!lock)
            return fail(Code::Conflict, "a program is at a run at this moment; wait for it",
                        subject);
    }
    const auto tx = workspace.database->begin(store::Access::Write);
    const RunInfo run = TRY(find_run(*tx, workspace.tenant, by.run));
    if (run.phase != Phase::Preparing && run.phase != Phase::Prepared)
        return fail(Code::Conflict,
                    fmt::format("it is {}: only what has no numbers yet can be thrown away; bills "
                                "that are wrong are cancelled with: billwright reverse",
                                phase_name(run.phase)),
                    subject);
    if (const auto earlier = find_verdict(*tx, workspace.tenant, by.run))
        return fail(Code::Conflict,
                    fmt::format("it is {} already; continue it with: billwright run resume {}",
                                earlier->act, by.run.value),
                    subject);
    const Instant now = workspace.clock->now();
    for (const Unit& unit : units_of(*tx, workspace.tenant, by.run))
        if (!unit.is_free(now))
            return fail(Code::Conflict, "somebody is at work on it; wait for them", subject);
    const Verdict verdict{kDiscarded, by.person, now, by.reason};
    write_verdict(*tx, workspace.tenant, by.run, verdict);
    mark_discarded(*tx, workspace.tenant, by.run);
    record_touch(*tx, workspace, run, verdict, "discard");
    tx->commit();
    return {};
}

}  // namespace bw::run

#include "run/bill_run.h"

#include "books/catalog/billing_checks.h"
#include "books/catalog/store.h"
#include "flow/collect/settle.h"
#include "flow/meter/import.h"
#include "platform/blob/lock.h"
#include "platform/store/batch.h"
#include "run/advance_tax.h"
#include "run/approval/approval.h"
#include "run/concerned.h"
#include "run/crew.h"
#include "run/patience.h"
#include "run/stopwatch.h"
#include "run/store.h"
#include "run/templates.h"
#include "run/unit.h"
#include "run/waiting.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace bw::run {
namespace {

Batch record_run_batch(store::Transaction& tx, const RunInfo& run, Instant now) {
    const auto name = fmt::format("bill run {}", run.id.value);
    store::BatchInfo info{
        "bill-run", name, crypto::sha256(name), now, {run.statements, run.statements, 0, 0}};
    const auto batch = store::record_batch(tx, run.terms.tenant, info);
    // The name is unique and the phase says that it was not recorded yet: a duplicate cannot come
    // from data.
    if (!batch)
        throw store::StoreError("the batch of " + name + " is there already: " + batch.error().text,
                                false);
    return *batch;
}

void add_stage(RunReport& report, std::string_view stage, std::int64_t wall, std::int64_t cpu) {
    report.stages.push_back({std::string(stage), wall, cpu});
}

// The one that carries a run on has it, to the end of its process at the latest. Where the store is
// on a server, each unit is leased instead.
std::optional<blob::Lock> take_run_lock(const Workspace& workspace) {
    return blob::Lock::take(workspace.root / "run.lock");
}

}  // namespace

namespace {

// The readings of the month that was billed are merged from their arrivals into one file, so that
// next month's charts and corrections read one block and not thirty. Nothing depends on it.
Result<void> close_month(Workspace& workspace, const bill::Terms& terms) {
    struct NoPoints final : meter::ServicePoints {
        std::optional<ServicePointId> find(std::string_view) override { return std::nullopt; }
    } points;  // closing asks for none
    meter::ImportContext context{
        *workspace.database, workspace.usage(), workspace.scratch(), points,
        *workspace.clock,    workspace.tenant,  workspace.faults};
    const auto closed = meter::close_period(context, terms.until.plus_days(-1), terms.cut);
    if (closed) return {};
    // Nothing was measured; it is one file already; somebody closes it or closed it up to later; it
    // is damaged, which has held those whose readings they are and is for verify to tell.
    const Code code = closed.error().code;
    if (code == Code::NotFound || code == Code::Duplicate || code == Code::Conflict ||
        code == Code::Corrupt)
        return {};
    return std::unexpected(closed.error());
}

// Terms that would give wrong documents: a period that is not over, numbers that run against the
// dates.
Result<void> check_terms(store::Transaction& tx, TenantId tenant, const RunRequest& request) {
    if (request.until != request.until.first_of_month())
        return fail(Code::Invalid,
                    fmt::format("bills are made for whole months; {} is not the last day of one",
                                request.until.plus_days(-1).to_string()));
    if (request.issued_on < request.until)
        return fail(Code::Invalid,
                    fmt::format("bills of {} cannot be issued on {}: the period is not over by "
                                "then; the earliest --issued-on is {}",
                                request.until.plus_days(-1).to_string(),
                                request.issued_on.to_string(), request.until.to_string()));
    const auto last = last_issue_date(tx, tenant);
    if (last && request.issued_on < *last)
        return fail(Code::Conflict,
                    fmt::format("bills were issued on {} already, and numbers run in the order of "
                                "dates; issue these on that day or later",
                                last->to_string()));
    return {};
}

// The accounts of a partial run by their numbers.
Result<std::vector<customers::Identifier>> find_scope(store::Transaction& tx, TenantId tenant,
                                                      const std::vector<std::string>& numbers) {
    std::vector<customers::Identifier> scope;
    for (const auto& number : numbers) {
        const auto found = customers::find_identifier(tx, tenant, customers::kAccount, number);
        if (!found)
            return fail(Code::NotFound, std::string(customers::kNoSuchAccount),
                        "account " + number);
        scope.push_back(*found);
    }
    return scope;
}

// The units that the run begins with; a partial run has those of its accounts alone.
Result<std::vector<NewUnit>> first_units(store::Transaction& tx, const Workspace& workspace,
                                         const RunInfo& run,
                                         std::span<const customers::Identifier> scope) {
    Concerned concerned;
    if (run.is_partial) {
        concerned.emplace();
        for (const auto& account : scope)
            (*concerned)[account.bucket].push_back(BillingAccountId{account.id});
    } else {
        const auto reader =
            TRY(meter::Reader::open(tx, workspace.usage(), workspace.tenant, AsOf{run.terms.cut}));
        concerned = TRY(find_concerned(tx, reader, run.terms));
    }
    auto units = units_for(tx, run, concerned);
    if (units.empty())
        return fail(Code::NotFound,
                    "there are no billing accounts yet; import an accounts file first");
    if (run.is_partial)
        std::erase_if(units, [](const NewUnit& u) { return u.state == UnitState::Sealed; });
    return units;
}

// Nothing: readings wait that can come in first; without them their accounts would be held.
Result<std::optional<RunId>> start_once(Workspace& workspace, const RunRequest& request) {
    const auto tx = workspace.database->begin(store::Access::Write);
    if (const auto open = open_run(*tx, workspace.tenant)) {
        const bool is_prepared =
            TRY(find_run(*tx, workspace.tenant, *open)).phase == Phase::Prepared;
        if (is_prepared && !find_verdict(*tx, workspace.tenant, *open))
            return fail(Code::Conflict,
                        fmt::format("run {0} is prepared and waits for approval: billwright run "
                                    "approve {0}, or: run discard {0}",
                                    open->value));
        if (!workspace.is_shared() && !take_run_lock(workspace))
            return fail(Code::Conflict,
                        fmt::format("another program is at run {}; wait for it", open->value));
        return fail(
            Code::Conflict,
            fmt::format("run {} is not finished; continue it with: billwright run resume {}",
                        open->value, open->value));
    }
    const auto terms = TRY(terms_of(*tx, workspace, request));
    RunInfo run;
    run.id = next_run_id(*tx, workspace.tenant);
    if (workspace.archive->holds(workspace.tenant, run.id))
        return fail(Code::Conflict,
                    fmt::format("the archive holds documents of run {}, which the store does not "
                                "know: the store is older than its archive. Nothing was billed; "
                                "restore the newer store",
                                run.id.value),
                    workspace.root.string());
    run.created_at = workspace.clock->now();
    run.terms = terms;
    run.terms.run = run.id;
    run.making = request.making;
    run.started_by = request.person;
    run.needs_person = request.approval == RunRequest::Approval::ByPerson;
    run.is_partial = !request.accounts.empty();
    const auto scope = TRY(find_scope(*tx, workspace.tenant, request.accounts));
    run.unit_buckets = unit_buckets(
        customers::count_accounts(*tx, workspace.tenant, AsOf{terms.cut}), request.unit_accounts);
    const auto units = TRY(first_units(*tx, workspace, run, scope));
    if (!overdue_readings(*tx, workspace.tenant).empty()) return std::nullopt;
    if (run.making == Making::Documents)
        run.template_hash =
            choose_template(*tx, workspace.tenant, terms.issued_on, AsOf{terms.cut});
    insert_run(*tx, run, units);
    insert_scope(*tx, run, scope);
    if (!request.released.empty())
        write_touch(*tx, workspace.tenant,
                    {run.created_at, run.started_by, "release", fmt::format("run {}", run.id.value),
                     run.terms.until.plus_months(-1), run.id, 0, ""});
    tx->commit();
    return run.id;
}

}  // namespace

Result<bill::Terms> terms_of(store::Transaction& tx, const Workspace& workspace,
                             const RunRequest& request) {
    TRY_VOID(check_terms(tx, workspace.tenant, request));
    const Batch cut = store::current_cut(tx, workspace.tenant);
    const auto checks = TRY(catalog::load_billing_checks(tx, workspace.tenant, AsOf{cut}));
    bill::Terms terms{{},
                      workspace.tenant,
                      cut,
                      request.until,
                      request.issued_on,
                      bill::horizon_of(checks, request.until),
                      request.released};
    add_previous(tx, terms);
    terms.tells_story = request.making == Making::Documents;
    return terms;
}

Result<RunId> start(Workspace& workspace, const RunRequest& request) {
    constexpr int kAttempts = 5;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        if (const auto run = TRY(start_once(workspace, request))) return *run;
        TRY_VOID(adopt_waiting(workspace));
    }
    return fail(Code::Conflict,
                "accounts and readings keep coming in; bill when their imports are done");
}

namespace {

// A run that is carried on by this process: what was read once, and the stages one after another.
class Carrying {
public:
    Carrying(Workspace& workspace, RunId id, int workers, const Progress& progress)
        : workspace_(workspace), id_(id), workers_(std::max(1, workers)), progress_(progress) {}

    Result<RunReport> run() {
        TRY_VOID(patiently(workspace_, [&] { return begin(); }));
        if (is_over(report_.info.phase) || !TRY(may_go_on())) return report_;
        const AsOf as_of{report_.info.terms.cut};
        Facts facts = TRY(patiently(workspace_, [&] { return load(as_of); }));
        bill::Tariffs& tariffs = facts.tariffs;
        const auto composer = TRY(patiently(workspace_, [&] { return composer_of_run(); }));
        Shared shared{workspace_,
                      tariffs,
                      facts.reader,
                      composer,
                      secret_,
                      report_.info,
                      std::move(facts.concerned),
                      std::move(facts.buckets)};
        if (report_.info.phase == Phase::Preparing) {
            TRY_VOID(work(shared, "prepare", UnitState::Waiting));
            if (!TRY(ask_approval())) return report_;
        }
        TRY_VOID(number());
        shared.run = report_.info;
        TRY_VOID(work(shared, "seal", UnitState::Prepared));
        TRY_VOID(patiently(workspace_, [&] {
            return collect::settle_accounts(
                {*workspace_.database, workspace_.tenant, *workspace_.clock}, terms().issued_on);
        }));
        TRY_VOID(patiently(workspace_, [&] {
            return tax_advances(workspace_, report_.info, tariffs.catalog(), tariffs.issuers());
        }));
        TRY_VOID(close());
        TRY_VOID(patiently(workspace_, [&] { return end(); }));
        return report_;
    }

private:
    struct Facts {
        bill::Tariffs tariffs;
        meter::Reader reader;
        Concerned concerned;
        std::vector<int> buckets;
    };

    Result<void> begin() {
        const auto tx = workspace_.database->begin(store::Access::Write);
        report_.info = TRY(find_run(*tx, workspace_.tenant, id_));
        if (is_over(report_.info.phase)) return {};
        secret_ = archive::load_secret(*tx, workspace_.tenant, *workspace_.secrets);
        // What this process leased was leased by an attempt that has failed.
        free_units(*tx, workspace_.tenant, id_, workspace_.worker);
        sweep(*tx);
        tx->commit();
        return {};
    }

    // Files of the run that no unit names. Not while others work: they write first and name then.
    void sweep(store::Transaction& tx) {
        const Instant now = workspace_.clock->now();
        for (const Unit& unit : units_of(tx, workspace_.tenant, id_))
            if (!unit.is_free(now)) return;
        workspace_.archive->sweep(tx, workspace_.tenant, id_);
    }

    Result<Facts> load(AsOf as_of) {
        const auto tx = workspace_.database->begin(store::Access::Read);
        auto reader = TRY(meter::Reader::open(*tx, workspace_.usage(), workspace_.tenant, as_of));
        auto concerned = report_.info.is_partial ? scope_of(*tx, workspace_.tenant, id_)
                                                 : TRY(find_concerned(*tx, reader, terms()));
        return Facts{TRY(bill::load_tariffs(*tx, workspace_.tenant, as_of)), std::move(reader),
                     std::move(concerned), customers::buckets(*tx, workspace_.tenant, as_of)};
    }

    Result<documents::Composer> composer_of_run() {
        const auto tx = workspace_.database->begin(store::Access::Read);
        const auto& info = report_.info;
        return composer_of(*tx, workspace_.tenant,
                           {.hash = info.template_hash,
                            .issued_on = info.terms.issued_on,
                            .as_of = AsOf{info.terms.cut}});
    }

    Result<void> work(Shared& shared, std::string_view stage, UnitState from) {
        const auto start_us = wall_us();
        const Spent s = TRY(Crew(shared, workers_, stage, progress_).run(from));
        add_stage(report_, stage, wall_us() - start_us,
                  s.load + s.rate + s.compose + s.archive + s.commit);
        return {};
    }

    // A prepared run goes on when somebody has approved it.
    Result<bool> may_go_on() {
        return report_.info.phase == Phase::Prepared ? ask_approval() : Result<bool>(true);
    }

    Result<bool> ask_approval() {
        const auto answer = TRY(patiently(workspace_, [&] { return ask_policy(workspace_, id_); }));
        report_.info = TRY(patiently(workspace_, [&] {
            const auto tx = workspace_.database->begin(store::Access::Read);
            return find_run(*tx, workspace_.tenant, id_);
        }));
        return answer == GoesOn::Yes && report_.info.phase != Phase::Discarded;
    }

    // By whoever comes first; the others find it done.
    Result<void> number() {
        if (report_.info.phase == Phase::Sealing || is_over(report_.info.phase)) return {};
        const auto start_us = wall_us();
        TRY_VOID(patiently(workspace_, [&] { return number_once(); }));
        if (progress_) progress_("number", report_.info.statements, report_.info.statements);
        add_stage(report_, "number", wall_us() - start_us, 0);
        return {};
    }

    Result<void> number_once() {
        const auto tx = workspace_.database->begin(store::Access::Write);
        report_.info = TRY(find_run(*tx, workspace_.tenant, id_));
        if (report_.info.phase == Phase::Sealing || is_over(report_.info.phase)) return {};
        assign_numbers(*tx, workspace_.tenant, id_,
                       record_run_batch(*tx, report_.info, workspace_.clock->now()));
        report_.info = TRY(find_run(*tx, workspace_.tenant, id_));
        tx->commit();
        return {};
    }

    Result<void> close() {
        const auto start_us = wall_us();
        std::int64_t cpu_us = 0;
        {
            const Stopwatch watch(cpu_us);
            if (progress_) progress_("close", 0, 1);
            TRY_VOID(patiently(workspace_, [&] { return close_month(workspace_, terms()); }));
            if (progress_) progress_("close", 1, 1);
        }
        add_stage(report_, "close", wall_us() - start_us, cpu_us);
        return {};
    }

    Result<void> end() {
        const auto tx = workspace_.database->begin(store::Access::Write);
        mark_done(*tx, workspace_.tenant, id_);
        report_.info = TRY(find_run(*tx, workspace_.tenant, id_));
        sweep(*tx);
        tx->commit();
        return {};
    }

    [[nodiscard]] const bill::Terms& terms() const { return report_.info.terms; }

    Workspace& workspace_;
    RunId id_;
    int workers_;
    const Progress& progress_;
    RunReport report_;
    archive::ArchiveSecret secret_;
};

}  // namespace

Result<RunReport> carry_on(Workspace& workspace, RunId id, int workers, const Progress& progress) {
    const auto info = TRY(patiently(workspace, [&] {
        return find_run(*workspace.database->begin(store::Access::Read), workspace.tenant, id);
    }));
    if (is_over(info.phase)) return RunReport{info, {}};
    std::optional<blob::Lock> lock;
    if (!workspace.is_shared()) lock = take_run_lock(workspace);
    if (!workspace.is_shared() && !lock)
        return fail(Code::Conflict,
                    "another program carries it on at this moment; `billwright run list` shows "
                    "where it stands",
                    fmt::format("run {}", id.value));
    return Carrying(workspace, id, workers, progress).run();
}

}  // namespace bw::run

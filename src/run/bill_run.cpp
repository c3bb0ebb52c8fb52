#include "run/bill_run.h"

#include "books/catalog/store.h"
#include "flow/collect/settle.h"
#include "flow/meter/import.h"
#include "platform/blob/lock.h"
#include "platform/store/batch.h"
#include "run/stopwatch.h"
#include "run/store.h"
#include "run/unit.h"

#include <fmt/format.h>

#include <atomic>
#include <exception>
#include <thread>

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

// Runs `step` over the units with `workers` threads. The first failure stops the rest; what was
// committed stays.
class Crew {
public:
    Crew(Shared& shared, int workers, std::string_view stage, const Progress& progress)
        : shared_(shared), workers_(std::max(1, workers)), stage_(stage), progress_(progress) {}

    Result<Spent> run(const std::vector<int>& units, Result<void> (Worker::*step)(int)) {
        units_ = &units;
        step_ = step;
        report(0);
        std::vector<std::jthread> threads;
        for (int i = 1; i < workers_; ++i) threads.emplace_back([this] { work(); });
        work();
        for (auto& thread : threads) thread.join();
        if (thrown_) std::rethrow_exception(thrown_);
        if (error_) return std::unexpected(*error_);
        return spent_;
    }

private:
    void work() {
        try {
            Worker worker(shared_);
            for (std::size_t i = next_++; i < units_->size() && !stop_; i = next_++) {
                if (auto done = (worker.*step_)((*units_)[i]); !done) {
                    const std::scoped_lock lock(mutex_);
                    if (!error_) error_ = done.error();
                    stop_ = true;
                    return;
                }
                report(++done_);
            }
            const std::scoped_lock lock(mutex_);
            const Spent& s = worker.spent();
            spent_.load += s.load;
            spent_.rate += s.rate;
            spent_.compose += s.compose;
            spent_.archive += s.archive;
            spent_.commit += s.commit;
        } catch (const std::exception&) {
            // Carried to the thread that asked for the work, which is where it is handled.
            const std::scoped_lock lock(mutex_);
            if (!thrown_) thrown_ = std::current_exception();
            stop_ = true;
        }
    }
    void report(std::int64_t done) {
        if (!progress_) return;
        const std::scoped_lock lock(mutex_);
        progress_(stage_, done, static_cast<std::int64_t>(units_->size()));
    }

    Shared& shared_;
    int workers_;
    std::string_view stage_;
    const Progress& progress_;
    const std::vector<int>* units_ = nullptr;
    Result<void> (Worker::*step_)(int) = nullptr;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<std::int64_t> done_ = 0;
    std::atomic<bool> stop_ = false;
    std::mutex mutex_;
    std::optional<Error> error_;
    std::exception_ptr thrown_;
    Spent spent_;
};

std::vector<int> units_in(store::Transaction& tx, TenantId tenant, RunId run, UnitState state) {
    std::vector<int> result;
    for (const auto& unit : units_of(tx, tenant, run))
        if (unit.state == state) result.push_back(unit.bucket);
    return result;
}

void add_stage(RunReport& report, std::string_view stage, std::int64_t wall, std::int64_t cpu) {
    report.stages.push_back({std::string(stage), wall, cpu});
}

// The one that carries a run on has it, to the end of its process at the latest.
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
    // Nothing was measured; it is one file already; somebody closes it or closed it up to later.
    const Code code = closed.error().code;
    if (code == Code::NotFound || code == Code::Duplicate || code == Code::Conflict) return {};
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
                    fmt::format("bills of {} cannot be issued on {}: the period ends later; is the "
                                "year right?",
                                request.until.plus_days(-1).to_string(),
                                request.issued_on.to_string()));
    const auto last = last_issue_date(tx, tenant);
    if (last && request.issued_on < *last)
        return fail(Code::Conflict,
                    fmt::format("bills were issued on {} already, and numbers run in the order of "
                                "dates; issue these on that day or later",
                                last->to_string()));
    return {};
}

}  // namespace

Result<RunId> start(Workspace& workspace, const RunRequest& request) {
    const auto tx = workspace.database->begin(store::Access::Write);
    if (const auto open = open_run(*tx, workspace.tenant)) {
        if (!take_run_lock(workspace))
            return fail(Code::Conflict,
                        fmt::format("another program is at run {}; wait for it", open->value));
        return fail(
            Code::Conflict,
            fmt::format("run {} is not finished; continue it with: billwright run resume {}",
                        open->value, open->value));
    }
    TRY_VOID(check_terms(*tx, workspace.tenant, request));
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
    run.terms = {run.id,
                 workspace.tenant,
                 store::current_cut(*tx, workspace.tenant),
                 request.until,
                 request.issued_on,
                 request.until.plus_months(-request.back_billing_months).first_of_month(),
                 request.released};
    const auto buckets = customers::buckets(*tx, workspace.tenant, AsOf{run.terms.cut});
    if (buckets.empty())
        return fail(Code::NotFound,
                    "there are no billing accounts yet; import an accounts file first");
    insert_run(*tx, run, buckets);
    tx->commit();
    return run.id;
}

Result<RunReport> carry_on(Workspace& workspace, RunId id, int workers, const Progress& progress) {
    RunReport report;
    report.info =
        TRY(find_run(*workspace.database->begin(store::Access::Read), workspace.tenant, id));
    if (report.info.phase == Phase::Done) return report;
    const auto lock = take_run_lock(workspace);
    if (!lock)
        return fail(Code::Conflict,
                    "another program carries it on at this moment; `billwright run list` shows "
                    "where it stands",
                    fmt::format("run {}", id.value));
    archive::ArchiveSecret secret;
    {
        const auto tx = workspace.database->begin(store::Access::Write);
        report.info = TRY(find_run(*tx, workspace.tenant, id));
        if (report.info.phase == Phase::Done) return report;
        secret = archive::load_secret(*tx, workspace.tenant, *workspace.secrets);
        workspace.archive->sweep(*tx, workspace.tenant, id);
        tx->commit();
    }
    const AsOf as_of{report.info.terms.cut};
    const auto tx = workspace.database->begin(store::Access::Read);
    bill::Tariffs tariffs(TRY(catalog::load(*tx, workspace.tenant, as_of)),
                          TRY(customers::load_issuers(*tx, workspace.tenant, as_of)));
    const auto reader = TRY(meter::Reader::open(*tx, workspace.usage(), workspace.tenant, as_of));
    const auto engine = TRY(compose::Engine::create());
    Shared shared{workspace, tariffs, reader, engine, secret, report.info};

    const auto cpu = [](const Spent& s) {
        return s.load + s.rate + s.compose + s.archive + s.commit;
    };
    if (report.info.phase == Phase::Preparing) {
        const auto start_us = wall_us();
        const auto waiting = units_in(*tx, workspace.tenant, id, UnitState::Waiting);
        const auto spent =
            TRY(Crew(shared, workers, "prepare", progress).run(waiting, &Worker::prepare));
        add_stage(report, "prepare", wall_us() - start_us, cpu(spent));
        const auto number_us = wall_us();
        const auto write = workspace.database->begin(store::Access::Write);
        report.info = TRY(find_run(*write, workspace.tenant, id));
        assign_numbers(*write, workspace.tenant, id,
                       record_run_batch(*write, report.info, workspace.clock->now()));
        write->commit();
        if (progress) progress("number", report.info.statements, report.info.statements);
        add_stage(report, "number", wall_us() - number_us, 0);
    }
    const auto seal_us = wall_us();
    const auto now = workspace.database->begin(store::Access::Read);
    shared.run = TRY(find_run(*now, workspace.tenant, id));
    const auto prepared = units_in(*now, workspace.tenant, id, UnitState::Prepared);
    const auto spent = TRY(Crew(shared, workers, "seal", progress).run(prepared, &Worker::seal));
    add_stage(report, "seal", wall_us() - seal_us, cpu(spent));
    TRY_VOID(collect::settle_accounts({*workspace.database, workspace.tenant, *workspace.clock},
                                      shared.run.terms.issued_on));
    const auto close_us = wall_us();
    std::int64_t close_cpu = 0;
    {
        const Stopwatch watch(close_cpu);
        if (progress) progress("close", 0, 1);
        TRY_VOID(close_month(workspace, report.info.terms));
        if (progress) progress("close", 1, 1);
    }
    add_stage(report, "close", wall_us() - close_us, close_cpu);
    const auto done = workspace.database->begin(store::Access::Write);
    mark_done(*done, workspace.tenant, id);
    report.info = TRY(find_run(*done, workspace.tenant, id));
    done->commit();
    return report;
}

}  // namespace bw::run

#include "run/crew.h"

#include "run/patience.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace bw::run {

Result<Spent> Crew::run(UnitState from) {
    from_ = from;
    all_ = patiently(shared_.workspace, [&] {
        const auto tx = shared_.workspace.database->begin(store::Access::Read);
        return std::ranges::count(units_of(*tx, shared_.run.terms.tenant, shared_.run.id), from,
                                  &Unit::state);
    });
    report(0);
    do {
        round();
        if (!error_ && shared_.workspace.is_stopping()) error_ = stopped();
        if (thrown_ || error_) free_if_possible();
        if (thrown_) std::rethrow_exception(thrown_);
        if (error_) return std::unexpected(*error_);
    } while (wait_for_more());
    report(all_);
    return spent_;
}

Error Crew::stopped() const {
    return {Code::Refused,
            fmt::format("stopped, as asked. Every bill that was sealed is safe; continue with: "
                        "billwright run resume {}",
                        shared_.run.id.value),
            {}};
}

void Crew::round() {
    std::vector<std::jthread> threads;
    for (int i = 1; i < workers_; ++i) threads.emplace_back([this] { work(); });
    work();
    for (auto& thread : threads) thread.join();
}

void Crew::work() {
    try {
        std::optional<Worker> worker;
        auto unit = patiently(shared_.workspace, [&] {
            const auto tx = shared_.workspace.database->begin(store::Access::Write);
            const auto first = lease_next(*tx, shared_, from_);
            tx->commit();
            return first;
        });
        while (unit && !stop_ && !shared_.workspace.is_stopping()) {
            auto next = patiently(shared_.workspace, [&] { return step(worker, *unit); });
            if (!next) {
                const std::scoped_lock lock(mutex_);
                if (!error_) error_ = next.error();
                stop_ = true;
                return;
            }
            report(++done_);
            unit = *next;
        }
        if (worker) keep_spent(*worker);
    } catch (const std::exception&) {
        // Carried to the thread that asked for the work, which is where it is handled.
        const std::scoped_lock lock(mutex_);
        if (!thrown_) thrown_ = std::current_exception();
        stop_ = true;
    }
}

Result<std::optional<int>> Crew::step(std::optional<Worker>& worker, int unit) {
    if (!worker) worker.emplace(shared_);
    try {
        return from_ == UnitState::Waiting ? worker->prepare(unit) : worker->seal(unit);
    } catch (const store::StoreError&) {
        keep_spent(*worker);
        worker.reset();  // half a unit may be in it
        throw;
    }
}

void Crew::keep_spent(const Worker& worker) {
    const std::scoped_lock lock(mutex_);
    const Spent& s = worker.spent();
    spent_.load += s.load;
    spent_.rate += s.rate;
    spent_.compose += s.compose;
    spent_.archive += s.archive;
    spent_.commit += s.commit;
}

bool Crew::wait_for_more() {
    const auto& terms = shared_.run.terms;
    const Workspace& workspace = shared_.workspace;
    for (;;) {
        const auto units = patiently(workspace, [&] {
            const auto tx = workspace.database->begin(store::Access::Read);
            return units_of(*tx, terms.tenant, terms.run);
        });
        const Instant now = workspace.clock->now();
        bool is_any = false;
        for (const Unit& unit : units) {
            if (unit.state != from_) continue;
            is_any = true;
            // After a commit whose answer was lost on the way.
            if (unit.worker == workspace.worker) patiently(workspace, [&] { free_ours(); });
            if (unit.worker == workspace.worker || unit.is_free(now)) return true;
        }
        if (!is_any) return false;
        if (workspace.is_stopping()) return true;  // for the next round, which says so
        std::this_thread::sleep_for(std::chrono::milliseconds(kPauseMs));
    }
}

void Crew::free_ours() {
    const auto tx = shared_.workspace.database->begin(store::Access::Write);
    free_units(*tx, shared_.run.terms.tenant, shared_.run.terms.run, shared_.workspace.worker);
    tx->commit();
}

void Crew::free_if_possible() {
    try {
        free_ours();
    } catch (const store::StoreError&) {
        // The store does not take that either; the failure that stopped us is the one to tell.
        // Whoever comes next sees that this process is gone.
    }
}

void Crew::report(std::int64_t done) {
    if (!progress_) return;
    const std::scoped_lock lock(mutex_);
    progress_(stage_, std::min(done, all_), all_);
}

}  // namespace bw::run

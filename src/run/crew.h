// The threads of this process that work on the units of a run, beside those of other processes: who
// leases a unit works on it, and takes the next one in the transaction that ends the last.
#pragma once

#include "run/unit.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <string_view>

namespace bw::run {

class Crew {
public:
    Crew(Shared& shared, int workers, std::string_view stage, const Progress& progress)
        : shared_(shared), workers_(workers), stage_(stage), progress_(progress) {}

    // Works until no unit is in state `from`, whoever did it: a unit of a process that is gone, or
    // whose lease is over, is taken over. The first failure stops the rest, and so does who asks
    // for it (Workspace::stop); what was committed stays.
    Result<Spent> run(UnitState from);

private:
    void round();
    void work();
    Result<std::optional<int>> step(std::optional<Worker>& worker, int unit);
    void keep_spent(const Worker& worker);
    // Are units left? Waits while all of them are in others' hands.
    bool wait_for_more();
    // Gives back what is leased to this process while none of its threads is at work.
    void free_ours();
    // As it stops because of an error: an attempt that ends in order is no death of the unit.
    void free_if_possible();
    [[nodiscard]] Error stopped() const;
    void report(std::int64_t done);

    Shared& shared_;
    int workers_;
    std::string_view stage_;
    const Progress& progress_;
    UnitState from_ = UnitState::Waiting;
    std::int64_t all_ = 0;
    std::atomic<std::int64_t> done_ = 0;
    std::atomic<bool> stop_ = false;
    std::mutex mutex_;
    std::optional<Error> error_;
    std::exception_ptr thrown_;
    Spent spent_;
};

}  // namespace bw::run

// What the operator of the demo does about the exceptions of a run: releases, estimates, excludes,
// or waits for the file that puts the cause right; and the count of all that, by cause.
#pragma once

#include "apps/demo/demo.h"
#include "run/bill_run.h"
#include "run/exceptions/bulk.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace bw::app {

// Of one cause, over all runs: an account counts once a month.
struct CauseTally {
    std::int64_t count = 0, released = 0, estimated = 0, put_right = 0, excluded = 0, told = 0;
    std::int64_t open = 0;  // of the last month, left for whoever looks at it
    Money at_stake;         // without signs
};

class DemoOperator {
public:
    // Both must outlive it.
    DemoOperator(run::Workspace& workspace, const demo::Plan& plan)
        : workspace_(workspace), plan_(plan) {}

    // Counts what a run told and held.
    Result<void> look_at(RunId run);
    // Counts, and does something about those that are held. `today`: a day after the month.
    // Whose bills can be tried again, when the files have come in, is returned.
    Result<std::vector<std::string>> answer(RunId run, LocalDate today);

    [[nodiscard]] const std::map<bill::Cause, CauseTally>& tallies() const { return tallies_; }

private:
    using Chosen = std::map<std::pair<bill::Cause, demo::Answer>, std::vector<std::string>>;
    [[nodiscard]] demo::Answer answer_for(const bill::ExceptionRow& row) const;
    Result<Chosen> count(RunId run, bool is_answered);
    Result<run::Selected> select(RunId run, bill::Cause cause,
                                 const std::vector<std::string>& accounts);
    Result<void> carry_out(RunId run, const Chosen& chosen, LocalDate today);

    run::Workspace& workspace_;
    const demo::Plan& plan_;
    std::map<bill::Cause, CauseTally> tallies_;
    std::set<std::string> known_;  // month, cause and account
};

}  // namespace bw::app

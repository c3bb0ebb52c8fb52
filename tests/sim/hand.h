// Hand work on runs, done again without harm after it was interrupted: who is held is released, an
// account is left out of a month's runs, a month is ordered anew, a run that waits becomes bills or
// is thrown away.
#pragma once

#include "run/bill_run.h"
#include "story.h"

#include <optional>

namespace bw::sim {

// Says what hangs on the books now: whom a release is about, and of which cause.
Step decide_by_hand(run::Workspace& workspace, Step step);
bool is_by_hand(const Step& step);
// What the rules refuse is no error.
Result<void> play_by_hand(run::Workspace& workspace, const Step& step, int workers);

// The run of that month and day of issue; nothing before it was begun.
std::optional<run::RunInfo> find_run_of(run::Workspace& workspace, const Step& step);

}  // namespace bw::sim

// Who lets a prepared run become bills (docs/bill-runs.md). Prepared, a run is frozen: it has
// computed and proved every bill as of its cut, and no number is taken. A policy approves it (an
// `approval:` text), or another person than the one who started it; or it is thrown away. What was
// decided, by whom and why is kept.
#pragma once

#include "run/store.h"
#include "run/workspace.h"

#include <string>

namespace bw::run {

enum class GoesOn : std::uint8_t { Yes, Waits };
// When all units are prepared: records what the policy says. Waits: the run is frozen from here on.
Result<GoesOn> ask_policy(Workspace& workspace, RunId run);

struct Verdicting {
    RunId run;
    std::string person;
    std::string reason;  // may be empty to approve
};
// The caller then carries the run on. Conflict: it does not wait, or this person started it.
Result<void> approve(Workspace& workspace, const Verdicting& by);
// A run that is not numbered: it bills nobody, and the next one is free to begin. Conflict: it has
// numbers, or somebody is at work on it.
Result<void> discard(Workspace& workspace, const Verdicting& by);

}  // namespace bw::run

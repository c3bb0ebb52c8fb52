// What of the plan of the demo really happened: each event as the workspace tells it, beside what
// was planned.
#pragma once

#include "apps/demo/demo.h"
#include "platform/store/store.h"

#include <string>
#include <vector>

namespace bw::app {

// Of one event. Both lists name accounts (or what else it happens to), once for each time too few
// or too many.
struct DemoEvidence {
    demo::Event event = demo::Event::Opened;
    std::vector<demo::Happening> times;  // as found, by day
    std::vector<std::string> missing;    // planned, and not found
    std::vector<std::string> unplanned;  // found, and not planned
    [[nodiscard]] bool is_as_planned() const { return missing.empty() && unplanned.empty(); }
};

std::vector<DemoEvidence> find_evidence(store::Transaction& tx, const demo::Options& options,
                                        const demo::Plan& plan);

}  // namespace bw::app

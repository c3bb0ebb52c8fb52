// How a run is shown beside the month before it.
#pragma once

#include "apps/billwright/app.h"
#include "run/approval/comparison.h"

namespace bw::app {

void print_comparison(const Context& context, const run::RunInfo& run,
                      const run::Comparison& comparison);

}  // namespace bw::app

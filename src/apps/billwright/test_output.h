// How a test run is shown.
#pragma once

#include "apps/billwright/app.h"
#include "run/rehearsal/test_run.h"

namespace bw::app {

// With at most `limit` exceptions.
void print_test(const Context& context, const run::TestReport& report, int limit);

}  // namespace bw::app

// A parallel run, told to people and programs.
#pragma once

#include "apps/billwright/app.h"
#include "run/takeover/parallel.h"

#include <string>

namespace bw::app {

// The differing accounts with the largest differences, at most `limit`.
void print_parallel(const Context& context, const takeover::ParallelReport& report,
                    const std::string& tolerance, int limit);
// Every account, one a line.
std::string parallel_csv(const takeover::ParallelReport& report);

}  // namespace bw::app

// Credit in money: what a place is owed for energy that it fed in pays later bills of some charges
// instead of being paid out. Carried state of the credit: "balance", in the currency. And the
// minimum of a year, which is asked for once, as it is settled: carried states of "minimum" are
// "billed" and "days" since then. Internal.
#pragma once

#include "flow/rate/energy/energy.h"

#include <span>
#include <vector>

namespace bw::rate {

// The part of a piece: what a credit pays of this month's lines.
inline constexpr const char* kUsed = "used";

// Appends what a month keeps, uses and pays out of each credit: pieces of the parts "kept" (so much
// of this month's lines is not paid out now), "used" and "paid".
Result<void> add_credits(const CompiledSchedule& schedule, const Period& supplied,
                         std::span<const State> state_in, RatedUsage& rated);

// Appends the top-up where the month settles the year: what the lines since the last settlement
// come to less than their days' share of the minimum.
Result<void> add_year_minimum(const CompiledSchedule& schedule, const Period& supplied,
                              std::span<const State> state_in, RatedUsage& rated);

}  // namespace bw::rate

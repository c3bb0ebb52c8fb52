// Turns the windows of a charge into stretches of time, and stretches into runs of a grid.
// Internal.
#pragma once

#include "flow/rate/energy/energy.h"

#include <span>

namespace bw::rate {

// A day has as many intervals at most to be laid upon others: quarter hours, and the hour that
// autumn adds.
inline constexpr std::size_t kStackedMax = 100;

// The clock on which a version's windows are read. 'standard' is the smaller of the zone's offsets
// on 1 January and 1 July of the period's first year: the time without daylight saving in both
// hemispheres.
Result<Zone> window_clock(const catalog::WindowClock& clock, const Zone& zone,
                          const Period& period);

// Fills charge.stretches from charge.sections. A minute in no window or in two is an Error.
Result<void> cut_stretches(const CompiledSchedule& schedule,
                           const std::vector<const catalog::Calendar*>& calendars,
                           CompiledCharge& charge);

// Index ranges on a grid of `step` seconds from the period's start. An interval across an edge of a
// window, a season or (for tiers per day) a day is an Error that names the place: its quantity
// cannot be told apart.
Result<std::vector<Run>> runs_on_grid(const CompiledSchedule& schedule,
                                      const CompiledCharge& charge, std::int64_t step);

// The days of runs on such a grid, put together by what runs they have. None where it does not pay:
// few runs, or long ones.
std::vector<DayStack> stack_days(const CompiledSchedule& schedule, const CompiledCharge& charge,
                                 std::span<const Run> runs, std::int64_t step);

}  // namespace bw::rate

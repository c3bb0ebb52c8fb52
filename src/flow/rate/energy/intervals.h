// The hot path: sums the values of interval columns per bucket, in integers. Internal.
#pragma once

#include "flow/rate/energy/energy.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::rate {

struct BucketSum {
    int128 nano = 0;       // of the charge's unit
    int128 of_column = 0;  // of the one that is being added, at its scale
    std::int64_t intervals = 0;
    std::int64_t estimated = 0;
    std::int64_t missing = 0;  // intervals that nobody measured
};

struct IntervalSums {
    std::vector<BucketSum> buckets;
    std::vector<int128> days;  // per_day: [day of the period][bucket of that day's section] in nano
    std::vector<std::int64_t> day_at;  // per_day: index into `days` of each bucket's first day
    std::int64_t uncovered = 0;        // intervals of the supplied span that no column has
};

// Those of a channel.
std::vector<const meter::IntervalColumn*> columns_of(const meter::Usage& usage,
                                                     std::string_view channel);
// Where a column lies on the schedule's grid.
struct Placement {
    std::int64_t offset = 0;  // column index = grid index + offset
    std::int64_t first = 0;   // grid indices that are supplied and inside the column
    std::int64_t last = 0;
    int128 factor = 1;  // value -> nano of the unit
};
// Error: a unit of another kind, or intervals that do not begin at midnight.
Result<Placement> place(const CompiledSchedule& schedule, std::string_view unit,
                        const meter::IntervalColumn& column, const Span& supplied);
// The charge's runs on the grid of a column: those that were prepared, else made in `own`.
Result<std::span<const Run>> runs_for(const CompiledSchedule& schedule,
                                      const CompiledCharge& charge,
                                      const meter::IntervalColumn& column, std::vector<Run>& own);
// Their days put together; none: they were not prepared, or need not be.
std::span<const DayStack> stacks_for(const CompiledSchedule& schedule, const CompiledCharge& charge,
                                     const meter::IntervalColumn& column);
// The part of a run that a column has and that is supplied: [begin, end) of the grid. Nothing where
// there is none.
struct Stay {
    std::int64_t begin = 0, end = 0;
    std::uint32_t bucket = 0;
    std::int32_t day = 0;  // as of the run
};
inline std::optional<Stay> stay_in(const Run& run, const Placement& at) {
    const std::int64_t begin = std::max<std::int64_t>(run.begin, at.first);
    const std::int64_t end = std::min<std::int64_t>(run.end, at.last);
    if (begin >= end) return std::nullopt;
    return Stay{begin, end, run.bucket, run.day};
}
// Intervals of the supplied span that no column covers, of the first one's length.
std::int64_t uncovered(std::span<const meter::IntervalColumn* const> columns, const Span& supplied);
// "channel 'import' from 2026-03-01T00:00:00Z"
std::string column_words(const meter::IntervalColumn& column);

// Sums all interval columns of the charge's channel over `supplied`. The result does not depend on
// their order.
Result<IntervalSums> sum_intervals(const CompiledSchedule& schedule, const CompiledCharge& charge,
                                   const catalog::Measure& of,
                                   std::span<const meter::IntervalColumn* const> columns,
                                   const Period& supplied);

}  // namespace bw::rate

// The hot path: sums the values of interval columns per bucket, in integers. Internal.
#pragma once

#include "flow/rate/energy/energy.h"

#include <span>

namespace bw::rate {

struct BucketSum {
    int128 nano = 0;  // of the charge's unit
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

// Sums all interval columns of the charge's channel over `supplied`. The result does not depend on
// their order.
Result<IntervalSums> sum_intervals(const CompiledSchedule& schedule, const CompiledCharge& charge,
                                   const catalog::Measure& of,
                                   std::span<const meter::IntervalColumn* const> columns,
                                   const Period& supplied);

}  // namespace bw::rate

// The highest power of each day in each window of a demand charge, out of intervals of energy.
// Power is the mean of a measuring window: of an interval, or of as many as the charge says,
// reckoned from midnight of the zone. A window with an interval that nobody measured tells nothing;
// where power counts in a grid's own peaks, one that does not lie in such a peak.
// Internal.
#pragma once

#include "flow/rate/energy/energy.h"

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace bw::rate {

struct DayPeak {
    Decimal power;  // in the charge's unit, to 9 decimals half-even; kVA to 6
    Instant at;     // where the measuring window begins
};

struct BucketPeaks {
    std::map<LocalDate, DayPeak> days;  // days without a whole measuring window are left out
    std::vector<DayPeak> all;           // each measuring window, where a percentile is asked for
    std::int64_t intervals = 0;         // measured, in the window
    std::int64_t estimated = 0;
    std::int64_t missing = 0;
};

struct Peaks {
    std::vector<BucketPeaks> buckets;
    std::int64_t uncovered = 0;  // intervals of the supplied span that no column has
};

// `of`: a channel and kW, kvar, kVA or Mbit/s. `reactive`: of kVA the other half. Error: intervals
// longer than the measuring window or that do not fill it, of kVA without their other half, or a
// grid's peak in which no measuring window lies.
Result<Peaks> find_peaks(const CompiledSchedule& schedule, const CompiledCharge& charge,
                         const catalog::Charge& of,
                         std::span<const meter::IntervalColumn* const> columns,
                         std::span<const meter::IntervalColumn* const> reactive,
                         const Period& supplied);

}  // namespace bw::rate

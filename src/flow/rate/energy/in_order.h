// Tiers that all windows of a season share, filled in the order in which the energy was used: what
// an interval has goes to the tier that is open then, and on to the next one where it is full.
// Internal.
#pragma once

#include "flow/rate/energy/energy.h"

#include <span>
#include <string_view>
#include <vector>

namespace bw::rate {

struct InOrderRequest {
    std::string_view unit;
    std::span<const meter::IntervalColumn* const> columns;
    Period supplied;
    const Section& first;  // of joined days: they fill the tiers together
    std::span<const Decimal> bounds;
};

// By bucket of the charge and tier; buckets of other days are empty. Sums are those of
// sum_intervals().
Result<std::vector<std::vector<Decimal>>> fill_in_order(const CompiledSchedule& schedule,
                                                        const CompiledCharge& charge,
                                                        const InOrderRequest& request);

}  // namespace bw::rate

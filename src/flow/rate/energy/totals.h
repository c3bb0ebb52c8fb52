// What is reckoned on rounded lines of a schedule: what is above the maximum, the minimum's top-up,
// discounts and surcharges (discounts.h). Internal.
#pragma once

#include "flow/rate/energy/energy.h"

namespace bw::rate {

// Appends Maximum pieces, one a charge and its days, where the lines of the versions that have one
// are above it: each by its part of them. Credits stay as they are.
Result<void> add_maximum(const CompiledSchedule& schedule, const Period& supplied,
                         std::vector<Piece>& pieces);
// Appends a Minimum piece where the charges of the versions that have one stay below it.
Result<void> add_minimum(const CompiledSchedule& schedule, const Period& supplied,
                         std::vector<Piece>& pieces);
// Those of all versions.
Result<void> add_discounts(const CompiledSchedule& schedule, const Period& supplied,
                           const std::map<std::string, Decimal>& facts, std::vector<Piece>& pieces);

}  // namespace bw::rate

// What is reckoned on rounded lines: the minimum's top-up and percentage discounts. Internal.
#pragma once

#include "flow/rate/energy/energy.h"

namespace bw::rate {

// Appends a Minimum piece where the charges of the versions that have one stay below it.
Result<void> add_minimum(const CompiledSchedule& schedule, const Period& supplied,
                         std::vector<Piece>& pieces);
// Appends a Discount piece per discount, version and tax category. Top-ups are not discounted.
Result<void> add_discounts(const CompiledSchedule& schedule, const Period& supplied,
                           const std::map<std::string, Decimal>& facts, std::vector<Piece>& pieces);

}  // namespace bw::rate

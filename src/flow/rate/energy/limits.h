// Limits of rating energy and water.
#pragma once

#include "base/decimal.h"

#include <cstdint>

namespace bw::rate {

inline constexpr int kPeriodDays = 3'700;  // ten years: the longest period that is compiled
inline constexpr int kReadWindowDays = 7;  // a read this near to a period's end counts as its end
inline constexpr std::uint32_t kBuckets = 60'000;  // sections x windows of one charge in one period
inline constexpr std::int64_t kValueLimit = (std::int64_t{1} << 50) - 1;  // of one value, at its
                                                                          // scale
inline constexpr std::int64_t kSharedMax = 10'000'000'000;  // units that windows share tiers of
// Of what has a price for each interval: sums of value x price stay within 128 bits.
inline constexpr std::int64_t kIntervalValueMax = (std::int64_t{1} << 40) - 1;
inline constexpr Decimal kIntervalPriceMax(1'000);  // per unit
inline constexpr int kPriceMinutes = 5;             // that a price holds for at least
inline constexpr Decimal kPowerMax(1'000'000'000);  // kW that a meter may measure

}  // namespace bw::rate

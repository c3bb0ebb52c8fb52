// Bounds of estimation: how far a method looks, and what is estimated at all.
#pragma once

#include <cstdint>

namespace bw::meter {

inline constexpr std::int32_t kNeighbourSeconds = 2 * 3600;  // a straight line is no longer
inline constexpr int kLikeDaysReach = 28;                    // days before and after
inline constexpr int kLikeDays = 4;                          // of which the mean is taken
inline constexpr int kYearDays = 364;                        // so that weekdays stay weekdays
// Longer intervals do not begin at the same local time on both sides of a clock change.
inline constexpr std::int32_t kEstimatedStepMax = 3600;

}  // namespace bw::meter

// What was measured at the same local time on other days. Internal to the room.
#pragma once

#include "base/decimal.h"
#include "flow/meter/estimates/limits.h"
#include "flow/meter/estimates/timeline.h"

#include <array>

namespace bw::meter {

// Measured values, the nearest day first.
struct Measured {
    std::array<std::int64_t, kLikeDays> values{};
    int count = 0;
    [[nodiscard]] int128 sum() const;
    [[nodiscard]] int128 twice_median() const;  // 0 without values
};

// The interval that begins at a local time, where that time exists on the day, to tell of one that
// begins at `of` (Timeline::measured).
std::optional<std::int64_t> measured_at(const Timeline& line, const Zone& zone, LocalTime time,
                                        std::int32_t step_seconds, Instant of);

// The kLikeDays nearest days of the same kind (Monday to Friday, or the weekend) that have a
// measured value at this time, within kLikeDaysReach; of two as near, the one before first.
Measured like_days(const Timeline& line, const Zone& zone, LocalTime time,
                   std::int32_t step_seconds);

}  // namespace bw::meter

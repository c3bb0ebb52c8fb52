#include "flow/meter/estimates/like_days.h"

#include "flow/meter/estimates/limits.h"

namespace bw::meter {
namespace {

bool is_weekend(LocalDate day) { return day.weekday() > 5; }

}  // namespace

std::optional<std::int64_t> measured_at(const Timeline& line, const Zone& zone, LocalTime time,
                                        std::int32_t step_seconds) {
    const Instant start = zone.to_instant(time);
    if (zone.to_local(start) != time) return std::nullopt;  // the clock jumps over it
    return line.measured(start, step_seconds);
}

Measured like_days(const Timeline& line, const Zone& zone, LocalTime time,
                   std::int32_t step_seconds) {
    Measured found;
    for (int distance = 1; distance <= kLikeDaysReach; ++distance)
        for (const int days : {-distance, distance}) {
            const LocalDate day = time.date.plus_days(days);
            if (is_weekend(day) != is_weekend(time.date)) continue;
            const auto value = measured_at(line, zone, {day, time.second_of_day}, step_seconds);
            if (!value) continue;
            found.sum += *value;
            if (++found.count == kLikeDays) return found;
        }
    return found;
}

}  // namespace bw::meter

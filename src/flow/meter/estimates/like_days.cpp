#include "flow/meter/estimates/like_days.h"

#include <algorithm>

namespace bw::meter {
namespace {

bool is_weekend(LocalDate day) { return day.weekday() > 5; }

}  // namespace

int128 Measured::sum() const {
    int128 result = 0;
    for (const auto value : values) result += value;
    return result;
}

int128 Measured::twice_median() const {
    if (count == 0) return 0;
    auto sorted = values;
    std::sort(sorted.begin(), sorted.begin() + count);
    const auto middle = static_cast<std::size_t>(count / 2);
    return int128{sorted[middle]} + sorted[count % 2 == 0 ? middle - 1 : middle];
}

std::optional<std::int64_t> measured_at(const Timeline& line, const Zone& zone, LocalTime time,
                                        std::int32_t step_seconds, Instant of) {
    const Instant start = zone.to_instant(time);
    if (zone.to_local(start) != time) return std::nullopt;  // the clock jumps over it
    return line.measured(start, step_seconds, of);
}

Measured like_days(const Timeline& line, const Zone& zone, LocalTime time,
                   std::int32_t step_seconds) {
    Measured found;
    const Instant of = zone.to_instant(time);
    for (int distance = 1; distance <= kLikeDaysReach; ++distance)
        for (const int days : {-distance, distance}) {
            const LocalDate day = time.date.plus_days(days);
            if (is_weekend(day) != is_weekend(time.date)) continue;
            const auto value = measured_at(line, zone, {day, time.second_of_day}, step_seconds, of);
            if (!value) continue;
            found.values[static_cast<std::size_t>(found.count++)] = *value;
            if (found.count == kLikeDays) return found;
        }
    return found;
}

}  // namespace bw::meter

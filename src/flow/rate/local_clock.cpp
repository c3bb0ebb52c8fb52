#include "flow/rate/local_clock.h"

#include <algorithm>

namespace bw::rate {
namespace {
constexpr std::int64_t kDayUs = 86'400 * Instant::kSecond;
}

void LocalClock::turn_to(Instant instant) {
    if (!offset_span_.contains(instant)) {
        offset_span_ = zone_.same_offset(instant);
        offset_us_ = zone_.offset_seconds(instant) * Instant::kSecond;
    }
    const std::int64_t local = instant.us + offset_us_;
    const std::int64_t day = local / kDayUs - (local % kDayUs < 0 ? 1 : 0);
    moment_.date = LocalDate(static_cast<std::int32_t>(day));
    moment_.weekday = moment_.date.weekday();
    moment_.is_holiday = std::ranges::binary_search(holidays_, moment_.date);
    moment_.midnight = Instant{day * kDayUs - offset_us_};
    moment_.offset_end = offset_span_.to;
    day_ = offset_span_.intersect({moment_.midnight, Instant{moment_.midnight.us + kDayUs}});
}

}  // namespace bw::rate

#include "flow/rate/local_clock.h"

#include <algorithm>

namespace bw::rate {
namespace {
constexpr std::int64_t kDayUs = 86'400 * Instant::kSecond;
}

LocalClock::Moment LocalClock::at(Instant instant) {
    if (!span_.contains(instant)) {
        span_ = zone_.same_offset(instant);
        offset_us_ = zone_.offset_seconds(instant) * Instant::kSecond;
    }
    const std::int64_t local = instant.us + offset_us_;
    const std::int64_t day = local / kDayUs - (local % kDayUs < 0 ? 1 : 0);
    Moment moment;
    moment.date = LocalDate(static_cast<std::int32_t>(day));
    moment.weekday = moment.date.weekday();
    moment.is_holiday = std::ranges::binary_search(holidays_, moment.date);
    moment.second_of_day = static_cast<std::int32_t>((local - day * kDayUs) / Instant::kSecond);
    moment.midnight = Instant{day * kDayUs - offset_us_};
    moment.offset_end = span_.to;
    return moment;
}

}  // namespace bw::rate

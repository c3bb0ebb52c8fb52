// The local clock of one zone for events in order of time: which kind of day it is and how late.
// Keeps the last span of equal offset, so that the zone's rules are asked twice a year, not per
// call.
#pragma once

#include "base/civil.h"

#include <cstdint>
#include <span>
#include <vector>

namespace bw::rate {

class LocalClock {
public:
    struct Moment {
        LocalDate date;
        int weekday = 1;
        bool is_holiday = false;
        std::int32_t second_of_day = 0;
        Instant midnight;    // the start of that day, if the offset of the moment held all day
        Instant offset_end;  // the clock changes here; after the moment
    };

    // holidays: ascending; both must outlive the clock.
    LocalClock(const Zone& zone, const std::vector<LocalDate>& holidays)
        : zone_(zone), holidays_(holidays) {}

    [[nodiscard]] Moment at(Instant instant);

private:
    const Zone& zone_;
    const std::vector<LocalDate>& holidays_;
    Span span_;  // empty at first
    std::int64_t offset_us_ = 0;
};

}  // namespace bw::rate

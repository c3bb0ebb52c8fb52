// The local clock of one zone for events in order of time: which kind of day it is and how late.
// Keeps the day it was asked for last, so that the zone's rules and holidays are asked once a day,
// not per call.
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

    // Holds until the next question.
    [[nodiscard]] const Moment& at(Instant instant) {
        if (!day_.contains(instant)) turn_to(instant);
        moment_.second_of_day =
            static_cast<std::int32_t>((instant.us - moment_.midnight.us) / Instant::kSecond);
        return moment_;
    }

private:
    void turn_to(Instant instant);

    const Zone& zone_;
    const std::vector<LocalDate>& holidays_;
    Span offset_span_;  // of equal offset; empty at first
    std::int64_t offset_us_ = 0;
    Span day_;  // the part of a local day that has this offset
    Moment moment_;
};

}  // namespace bw::rate

// Blocks hold one calendar month of UTC at most, counted from January 1970: a choice that no zone
// has a say in. A civil month is read from two of them.
#pragma once

#include "base/civil.h"

#include <cstdint>

namespace bw::meter {

inline std::int32_t month_of(Instant at) {
    const std::int64_t days = (at.us >= 0 ? at.us : at.us - 86'399'999'999) / 86'400'000'000;
    const LocalDate date(static_cast<std::int32_t>(days));
    return (date.year() - 1970) * 12 + date.month() - 1;
}

inline LocalDate first_day_of(std::int32_t month) {
    return LocalDate::of(1970 + month / 12, month % 12 + 1, 1);
}

inline Instant month_start(std::int32_t month) {
    return Instant::from_seconds(std::int64_t{first_day_of(month).days()} * 86'400);
}

inline Span month_span(std::int32_t month) { return {month_start(month), month_start(month + 1)}; }

}  // namespace bw::meter

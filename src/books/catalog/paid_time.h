// Time as prices and amounts count it: per month or year, and what a part of one costs. Plain
// values; flow/rate/energy/prorate.h reckons with them.
#pragma once

#include "base/decimal.h"

#include <cstdint>
#include <optional>

namespace bw::catalog {

enum class TimeUnit : std::uint8_t { Day, Month, Quarter, Year, Once };  // Once: fees of plans only

// "60.00 per quarter": of a part of it, the part by days.
struct AmountPer {
    Decimal value;
    TimeUnit per = TimeUnit::Month;
    friend bool operator==(const AmountPer&, const AmountPer&) = default;
};

// How a part of a month, quarter or year is paid.
enum class Prorate : std::uint8_t {
    ByDay,
    None,      // as a whole one, once it has begun; of fees of plans only
    BySecond,  // as by day, with days as long as the clock of the place makes them
    Thirty360  // as by day, where every month has 30 days and a year 360
};

// "28 days per month": a month's price is that of so many days or hours; what is beyond is free.
struct MonthCap {
    int most = 0;  // 0: there is none
    bool is_hours = false;
    friend bool operator==(const MonthCap&, const MonthCap&) = default;
};

// "10 per month up to 100": so much more with each month, quarter or year that has passed.
struct Growth {
    Decimal by;  // above 0
    TimeUnit per = TimeUnit::Month;
    std::optional<Decimal> up_to;
    friend bool operator==(const Growth&, const Growth&) = default;
};

}  // namespace bw::catalog

// The innermost loops of rating: what values of an interval column come to. Internal.
#pragma once

#include "base/decimal.h"
#include "flow/meter/series.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace bw::rate {

// So many values within kValueLimit fit a 64-bit sum.
inline constexpr std::size_t kTallyMax = 4096;

struct Tally {
    std::int64_t sum = 0;
    std::int64_t missing = 0;
    std::int64_t estimated = 0;  // neither Actual nor Final; a missing one is not estimated
    bool is_too_large = false;   // one is above kValueLimit; the rest says nothing then
    friend bool operator==(const Tally&, const Tally&) = default;
};
// Of at most kTallyMax values.
Tally tally(const std::int64_t* values, const meter::Quality* qualities, std::size_t count);

// So many values within kPlainLimit fit a 64-bit sum: more than a month of seconds.
inline constexpr std::size_t kPlainMax = std::size_t{1} << 22;
inline constexpr std::int64_t kPlainLimit = (std::int64_t{1} << 40) - 1;

// Are they at most kPlainMax, all Actual and within kPlainLimit, as in nearly every month? Then
// tallies are sums. Both are loops without a branch, which compilers make vectors of.
bool is_plain(const std::int64_t* values, const meter::Quality* qualities, std::size_t count);
inline std::int64_t plain_sum(const std::int64_t* values, std::size_t count) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += values[i];
    return sum;
}

bool are_actual(const meter::Quality* qualities, std::size_t count);
// Of days of `length` values each, all Actual: sums[i] is the sum of every day's i-th value. False:
// they are not within kPlainLimit, or too many.
bool plain_day_sums(const std::int64_t* values, std::span<const std::uint32_t> begins,
                    std::size_t length, std::int64_t* sums);

// The same of days that were not measured as they should be: beside each sum, how many of the days'
// values are missing and estimated (as of Tally). Adds to what they hold, which together are at
// most kPlainMax values.
struct DaySums {
    std::int64_t* sums = nullptr;
    std::int64_t* missing = nullptr;
    std::int64_t* estimated = nullptr;
};
bool mixed_day_sums(const std::int64_t* values, const meter::Quality* qualities,
                    std::span<const std::uint32_t> begins, std::size_t length, const DaySums& into);

// Plain values at a price each: all prices are known and at most kIntervalPriceMax.
struct PricedSum {
    std::int64_t quantity = 0;
    int128 amount = 0;  // sum of value x price
    // Prices of the values that are not 0; where all are, the lowest is above the highest.
    std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
    std::int64_t highest = std::numeric_limits<std::int64_t>::min();
    friend bool operator==(const PricedSum&, const PricedSum&) = default;
};
PricedSum plain_priced_sum(const std::int64_t* values, const std::int64_t* prices,
                           std::size_t count);
// Is none of them kMissing?
bool are_known(const std::int64_t* prices, std::size_t count);

}  // namespace bw::rate

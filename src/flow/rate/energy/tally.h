// The innermost loops of rating: what values of an interval column come to. Internal.
#pragma once

#include "flow/meter/series.h"

#include <cstddef>
#include <cstdint>

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

// Are all Actual and within kValueLimit, as in nearly every month? Then a tally is a sum. Both are
// loops without a branch, which compilers make vectors of; however many values there are.
bool is_plain(const std::int64_t* values, const meter::Quality* qualities, std::size_t count);
std::int64_t plain_sum(const std::int64_t* values, std::size_t count);

}  // namespace bw::rate

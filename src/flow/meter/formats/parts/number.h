// Exact fixed-point scanning of readings: digits and an optional point, no exponent, no floating
// point.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace bw::meter {

struct Fixed {
    std::int64_t mantissa = 0;
    int decimals = 0;  // value = mantissa / 10^decimals
};

// Reads a number at the start of `text`: optional '-', digits, optionally `point` and digits, at
// most 18 significant. Returns the bytes used, 0 when there is no number or it is too long.
std::size_t scan_fixed(std::string_view text, Fixed& out, char point = '.');

// The whole of `text` (spaces around it ignored) as a number.
std::optional<Fixed> parse_fixed(std::string_view text, char point = '.');

// A number as programs print it, with any number of decimals and an exponent ("9.99e-05"), rounded
// half away from zero to `decimals`.
struct Rounded {
    Fixed value;
    bool is_changed = false;  // digits were lost
};
std::optional<Rounded> parse_rounded(std::string_view text, int decimals, char point = '.');

// A non-negative whole number, at most 18 digits.
std::optional<std::int64_t> parse_whole(std::string_view text);

std::int64_t power_of_ten(int exponent);  // 0..18

// value x 10^(to - from), exact; nothing when it does not fit or digits would be lost.
std::optional<std::int64_t> rescaled(std::int64_t value, int from, int to);

// Magnitude rules of a kind of reading (limits.h).
struct Magnitude {
    int decimals_max = 9;
    int digits_max = 9;  // before the point
};

// Readings written with their own decimals, in a unit of 10^shift canonical units, become integers
// at one common scale. Entries with kBlank stay. Returns the scale; Error (Invalid) names the entry
// that breaks the magnitude rules, counted from 1.
inline constexpr std::int8_t kBlank = -1;  // as decimals: no value there
struct Scalable {
    std::span<std::int64_t> values;
    std::span<const std::int8_t> decimals;
    int shift = 0;
};
Result<int> to_common_scale(const Scalable& readings, Magnitude magnitude);

std::string_view trim(std::string_view text);  // spaces and tabs

}  // namespace bw::meter

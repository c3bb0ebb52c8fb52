// Numbers as PDF text, without printf: a page holds some thousand of them.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

namespace bw::pdf {

inline void append_integer(std::string& out, std::int64_t value) {
    char digits[20];
    int at = 20;
    auto rest =
        value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    do {
        digits[--at] = static_cast<char>('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0) out += '-';
    out.append(digits + at, static_cast<std::size_t>(20 - at));
}

// To a hundredth of a point (0.0035 mm), without trailing zeros. Beyond +-1e6, and for NaN: the
// limit and 0, since a reader could not place such a number anyway.
inline void append_number(std::string& out, double value) {
    constexpr double kLimit = 1e6;
    if (!(value > -kLimit)) value = value <= -kLimit ? -kLimit : 0;
    if (value > kLimit) value = kLimit;
    const std::int64_t hundredths = std::lrint(value * 100);
    auto rest = static_cast<std::uint32_t>(hundredths < 0 ? -hundredths : hundredths);
    char text[16];  // from its end: -1000000.00 is eleven
    int at = 16;
    if (const std::uint32_t places = rest % 100; places != 0) {
        if (places % 10 != 0) text[--at] = static_cast<char>('0' + places % 10);
        text[--at] = static_cast<char>('0' + places / 10);
        text[--at] = '.';
    }
    rest /= 100;
    do {
        text[--at] = static_cast<char>('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (hundredths < 0) text[--at] = '-';
    out.append(text + at, static_cast<std::size_t>(16 - at));
}

}  // namespace bw::pdf

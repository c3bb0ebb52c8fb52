#include "flow/meter/formats/parts/number.h"

#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace bw::meter {

namespace {

constexpr std::array<std::int64_t, 19> kPowers = [] {
    std::array<std::int64_t, 19> powers{};
    std::int64_t power = 1;
    for (std::size_t i = 0; i < powers.size(); ++i) {
        powers[i] = power;
        if (i + 1 < powers.size()) power *= 10;
    }
    return powers;
}();

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

}  // namespace

std::int64_t power_of_ten(int exponent) {
    CHECK(exponent >= 0 && exponent <= 18);
    return kPowers[static_cast<std::size_t>(exponent)];
}

std::size_t scan_fixed(std::string_view text, Fixed& out, char point) {
    const char* p = text.data();
    const char* const end = p + text.size();
    const bool is_negative = p < end && *p == '-';
    if (is_negative) ++p;
    std::int64_t mantissa = 0;
    const char* const first = p;
    while (p < end && is_digit(*p) && mantissa < kPowers[17])
        mantissa = mantissa * 10 + (*p++ - '0');
    const auto whole_digits = p - first;
    if (p < end && is_digit(*p)) return 0;  // over 18 digits
    std::ptrdiff_t decimals = 0;
    if (p < end && *p == point) {
        const char* const fraction = ++p;
        while (p < end && is_digit(*p) && mantissa < kPowers[17]) {
            mantissa = mantissa * 10 + (*p++ - '0');
        }
        decimals = p - fraction;
        if (decimals == 0 || decimals > 18) return 0;
        if (p < end && is_digit(*p)) return 0;
    }
    if (whole_digits + decimals == 0) return 0;
    out = {is_negative ? -mantissa : mantissa, static_cast<int>(decimals)};
    return static_cast<std::size_t>(p - text.data());
}

std::optional<Fixed> parse_fixed(std::string_view text, char point) {
    text = trim(text);
    Fixed out;
    if (text.empty() || scan_fixed(text, out, point) != text.size()) return std::nullopt;
    return out;
}

namespace {

struct Digits {
    std::string digits;  // before and after the point
    int before = 0;      // how many stand before it, the exponent counted in
};

// Unsigned digits, point, digits, exponent.
std::optional<Digits> read_digits(std::string_view text, char point) {
    constexpr std::size_t kTextMax = 64;
    if (text.size() > kTextMax) return std::nullopt;
    Digits out;
    bool is_after = false;
    while (!text.empty() && (is_digit(text[0]) || (text[0] == point && !is_after))) {
        if (text[0] == point) is_after = true;
        else out.digits.push_back(text[0]);
        out.before += is_after ? 0 : 1;
        text.remove_prefix(1);
    }
    if (out.digits.empty()) return std::nullopt;
    if (text.empty()) return out;
    if (text[0] != 'e' && text[0] != 'E') return std::nullopt;
    text.remove_prefix(1);
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    const auto exponent = parse_whole(text);
    if (!exponent || *exponent > 99) return std::nullopt;
    out.before += static_cast<int>(is_negative ? -*exponent : *exponent);
    return out;
}

}  // namespace

std::optional<Rounded> parse_rounded(std::string_view text, int decimals, char point) {
    text = trim(text);
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    const auto read = read_digits(text, point);
    if (!read) return std::nullopt;
    Rounded out;
    const int kept = read->before + decimals;  // digits that stay
    std::int64_t mantissa = 0;
    for (int i = 0; i < kept; ++i) {
        if (mantissa >= kPowers[17]) return std::nullopt;
        const auto at = static_cast<std::size_t>(i);
        mantissa = mantissa * 10 + (at < read->digits.size() ? read->digits[at] - '0' : 0);
    }
    for (std::size_t at = static_cast<std::size_t>(std::max(kept, 0)); at < read->digits.size();
         ++at) {
        out.is_changed = out.is_changed || read->digits[at] != '0';
    }
    const bool rounds_up = kept >= 0 && static_cast<std::size_t>(kept) < read->digits.size() &&
                           read->digits[static_cast<std::size_t>(kept)] >= '5';
    mantissa += rounds_up ? 1 : 0;
    out.value = {is_negative ? -mantissa : mantissa, decimals};
    return out;
}

std::optional<std::int64_t> parse_whole(std::string_view text) {
    const auto fixed = parse_fixed(text);
    if (!fixed || fixed->decimals != 0 || fixed->mantissa < 0 || text.find('-') != text.npos) {
        return std::nullopt;
    }
    return fixed->mantissa;
}

std::optional<std::int64_t> rescaled(std::int64_t value, int from, int to) {
    if (to >= from) {
        if (to - from > 18) return std::nullopt;
        std::int64_t out = 0;
        if (__builtin_mul_overflow(value, power_of_ten(to - from), &out)) return std::nullopt;
        return out;
    }
    if (from - to > 18) return std::nullopt;
    const std::int64_t divisor = power_of_ten(from - to);
    if (value % divisor != 0) return std::nullopt;
    return value / divisor;
}

namespace {

// Decimals without trailing zeros, when they are more than allowed: 0.1230000000 has 3.
int needed_decimals(std::int64_t value, int decimals, int decimals_max) {
    while (decimals > decimals_max && value % 10 == 0) {
        value /= 10;
        --decimals;
    }
    return decimals;
}

Result<int> common_scale(const Scalable& readings, int decimals_max) {
    int scale = 0;
    for (std::size_t i = 0; i < readings.values.size(); ++i) {
        if (readings.decimals[i] == kBlank) continue;
        const int decimals = needed_decimals(readings.values[i],
                                             readings.decimals[i] - readings.shift, decimals_max);
        if (decimals > decimals_max) {
            return fail(Code::Invalid, fmt::format("value {} has more than {} decimals", i + 1,
                                                   decimals_max + std::min(readings.shift, 0)));
        }
        scale = std::max(scale, decimals);
    }
    return scale;
}

}  // namespace

Result<int> to_common_scale(const Scalable& readings, Magnitude magnitude) {
    const int scale = TRY(common_scale(readings, magnitude.decimals_max));
    const std::int64_t limit = power_of_ten(magnitude.digits_max + scale);
    for (std::size_t i = 0; i < readings.values.size(); ++i) {
        if (readings.decimals[i] == kBlank) continue;
        std::int64_t& value = readings.values[i];
        if (const int from = readings.decimals[i] - readings.shift; from != scale) {
            const auto scaled = rescaled(value, from, scale);
            value = scaled.value_or(limit);
        }
        if (value >= limit || value <= -limit) {
            return fail(Code::Invalid,
                        fmt::format("value {} is over 10^{}: too large to be a reading", i + 1,
                                    magnitude.digits_max));
        }
    }
    return scale;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

}  // namespace bw::meter

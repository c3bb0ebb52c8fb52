#include "base/decimal.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace bw {
namespace {

constexpr int128 kMaxWhole = 1'000'000'000'000;  // 1e12: parsed magnitudes stay below it
constexpr int128 kMaxProduct = kMaxWhole * 1000 * Decimal::kScale * Decimal::kScale;  // 1e15

// What stands before the point and behind it, of a number that is not negative.
struct Parts {
    int128 whole;
    std::int64_t nano;
};
Parts parts_of(int128 size) {
    if (size <= std::numeric_limits<std::int64_t>::max()) {  // far less work
        const auto small = static_cast<std::int64_t>(size);
        return {small / Decimal::kScale, small % Decimal::kScale};
    }
    const int128 whole = size / Decimal::kScale;
    return {whole, static_cast<std::int64_t>(size - whole * Decimal::kScale)};
}

std::string digits_of(int128 value) {
    if (value <= std::numeric_limits<std::int64_t>::max())  // far less work
        return std::to_string(static_cast<std::int64_t>(value));
    std::string text;
    do {
        text.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
        value /= 10;
    } while (value > 0);
    std::reverse(text.begin(), text.end());
    return text;
}

}  // namespace

std::string_view rounding_name(Rounding rounding) {
    switch (rounding) {
        case Rounding::HalfUp: return "half-up";
        case Rounding::HalfEven: return "half-even";
        case Rounding::Up: return "up";
        case Rounding::Down: return "down";
    }
    return "half-up";
}

Result<Rounding> parse_rounding(std::string_view name) {
    for (auto r : {Rounding::HalfUp, Rounding::HalfEven, Rounding::Up, Rounding::Down})
        if (name == rounding_name(r)) return r;
    return fail(Code::Invalid,
                "unknown rounding '" + std::string(name) + "'; use half-up, half-even, up or down");
}

int128 power_of_ten(int exponent) {
    static constexpr auto kPowers = [] {
        std::array<int128, 39> powers{1};
        for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
        return powers;
    }();
    CHECK(exponent >= 0 && exponent < std::ssize(kPowers));
    return kPowers[static_cast<std::size_t>(exponent)];
}

int128 divide_rounded(int128 numerator, int128 denominator, Rounding rounding) {
    CHECK(denominator > 0);
    const int128 quotient = numerator / denominator;
    const int128 rest = numerator - quotient * denominator;  // no second division
    if (rest == 0) return quotient;
    const int128 away = quotient + (numerator < 0 ? -1 : 1);
    const int128 size = rest < 0 ? -rest : rest;
    const int128 other = denominator - size;  // compares without doubling, which could overflow
    switch (rounding) {
        case Rounding::Down: return quotient;
        case Rounding::Up: return away;
        case Rounding::HalfUp: return size >= other ? away : quotient;
        case Rounding::HalfEven:
            if (size != other) return size > other ? away : quotient;
            return quotient % 2 == 0 ? quotient : away;
    }
    return quotient;
}

Decimal Decimal::scaled(std::int64_t mantissa, int places) {
    CHECK(places >= 0 && places <= kPlaces);
    return from_nano(static_cast<int128>(mantissa) * power_of_ten(kPlaces - places));
}

Result<Decimal> Decimal::parse(std::string_view text) {
    const auto bad = [&](const char* why) {
        return fail(Code::Invalid,
                    "'" + std::string(text.substr(0, 40)) + "' is no decimal number: " + why);
    };
    std::string_view rest = text;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) rest.remove_prefix(1);
    int128 value = 0;
    int whole_digits = 0;
    int places = 0;
    bool point = false;
    for (const char c : rest) {
        if (c == '.') {
            if (point) return bad("two decimal points");
            point = true;
            continue;
        }
        if (c < '0' || c > '9') return bad("only digits and one point are allowed");
        if (point && places == kPlaces) {
            if (c != '0') return bad("more than 9 decimals");
            continue;
        }
        value = value * 10 + (c - '0');
        (point ? places : whole_digits) += 1;
        if (value >= kMaxWhole * kScale) return bad("too large");
    }
    if (whole_digits + places == 0 || (point && places == 0)) return bad("digits are missing");
    value *= power_of_ten(kPlaces - places);
    if (value >= kMaxWhole * kScale) return bad("too large");
    return from_nano(negative ? -value : value);
}

int Decimal::places() const {
    std::int64_t rest = parts_of(nano_ < 0 ? -nano_ : nano_).nano;
    int places = kPlaces;
    while (places > 0 && rest % 10 == 0) {
        rest /= 10;
        --places;
    }
    return places;
}

std::string Decimal::to_string(int min_places) const {
    const int128 size = nano_ < 0 ? -nano_ : nano_;
    const int shown = std::clamp(std::max(places(), min_places), 0, kPlaces);
    std::string text = nano_ < 0 ? "-" : "";
    auto [whole, rest] = parts_of(size);
    text += digits_of(whole);
    if (shown > 0) {
        std::array<char, kPlaces> fraction{};
        for (auto digit = fraction.rbegin(); digit != fraction.rend(); ++digit, rest /= 10)
            *digit = static_cast<char>('0' + rest % 10);
        text += '.';
        text.append(fraction.data(), static_cast<std::size_t>(shown));
    }
    return text;
}

Decimal Decimal::rounded(int places, Rounding rounding) const {
    CHECK(places >= 0 && places <= kPlaces);
    const int128 unit = power_of_ten(kPlaces - places);
    return from_nano(divide_rounded(nano_, unit, rounding) * unit);
}

Result<Decimal> Decimal::times(Ratio ratio, Rounding rounding) const {
    int128 product = 0;
    if (__builtin_mul_overflow(nano_, static_cast<int128>(ratio.num), &product))
        return fail(Code::Overflow, "a quantity is too large to be shared by days");
    return from_nano(divide_rounded(product, ratio.den, rounding));
}

Decimal operator+(Decimal a, Decimal b) {
    int128 sum = 0;
    CHECK(!__builtin_add_overflow(a.nano_, b.nano_, &sum));
    return Decimal::from_nano(sum);
}

Decimal Product::rounded(int places, Rounding rounding) const {
    CHECK(places >= 0 && places <= Decimal::kPlaces);
    const int128 unit = power_of_ten(18 - places);
    return Decimal::from_nano(divide_rounded(atto_, unit, rounding) *
                              power_of_ten(Decimal::kPlaces - places));
}

Result<Product> multiply(Decimal a, Decimal b) {
    int128 product = 0;
    if (__builtin_mul_overflow(a.nano(), b.nano(), &product) || product > kMaxProduct ||
        product < -kMaxProduct)
        return fail(Code::Overflow, "quantity " + a.to_string() + " x price " + b.to_string() +
                                        " is too large for an amount");
    return Product::from_atto(product);
}

Result<Product> add(Product a, Product b) {
    int128 sum = 0;
    if (__builtin_add_overflow(a.atto(), b.atto(), &sum))
        return fail(Code::Overflow, "a sum of amounts is too large");
    return Product::from_atto(sum);
}

std::vector<std::int64_t> split(std::int64_t total, std::span<const std::int64_t> weights) {
    int128 whole = 0;
    for (const auto w : weights) {
        CHECK(w >= 0);
        whole += w;
    }
    CHECK(whole > 0);
    const bool negative = total < 0;
    const int128 size = negative ? -static_cast<int128>(total) : total;
    std::vector<std::int64_t> parts(weights.size());
    std::vector<std::pair<int128, std::size_t>> remainders;
    int128 given = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const int128 exact = size * weights[i];
        parts[i] = static_cast<std::int64_t>(exact / whole);
        given += parts[i];
        remainders.emplace_back(-(exact % whole), i);
    }
    std::sort(remainders.begin(), remainders.end());
    for (std::size_t i = 0; given < size; ++i, ++given) parts[remainders[i].second] += 1;
    if (negative)
        for (auto& part : parts) part = -part;
    return parts;
}

}  // namespace bw

// Exact numbers: Decimal (9 decimals: quantities, prices, rated amounts), Product (18 decimals: an
// exact quantity x price) and Ratio (shares of days). No floating point. Rounding happens where it
// is named, by an explicit method. Parsing bounds magnitudes (1e12), so sums of parsed values fit.
#pragma once

#include "base/result.h"

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw {

__extension__ typedef __int128 int128;

enum class Rounding { HalfUp, HalfEven, Up, Down };

// "half-up", "half-even", "up", "down"; half-up and up mean away from zero, down means towards
// zero.
std::string_view rounding_name(Rounding rounding);
Result<Rounding> parse_rounding(std::string_view name);

int128 power_of_ten(int exponent);  // 0 to 38

// numerator / denominator, rounded to an integer. denominator > 0.
int128 divide_rounded(int128 numerator, int128 denominator, Rounding rounding);

// A share that is not a decimal: 17 of 31 days. den > 0.
struct Ratio {
    std::int64_t num = 1;
    std::int64_t den = 1;
    friend bool operator==(Ratio, Ratio) = default;
};

class Decimal {
public:
    static constexpr int kPlaces = 9;
    static constexpr std::int64_t kScale = 1'000'000'000;

    constexpr Decimal() = default;
    constexpr explicit Decimal(std::int64_t whole) : nano_(static_cast<int128>(whole) * kScale) {}
    static constexpr Decimal from_nano(int128 nano) {
        Decimal d;
        d.nano_ = nano;
        return d;
    }
    // mantissa x 10^-places, e.g. (1234, 3) is 1.234. 0 <= places <= 9.
    static Decimal scaled(std::int64_t mantissa, int places);
    // "-12.340": optional sign, digits, optional point and at most 9 decimals; below 1e12.
    static Result<Decimal> parse(std::string_view text);

    [[nodiscard]] constexpr int128 nano() const { return nano_; }
    [[nodiscard]] bool is_zero() const { return nano_ == 0; }
    [[nodiscard]] bool is_negative() const { return nano_ < 0; }
    // The number of decimals needed to print it exactly, 0 to 9.
    [[nodiscard]] int places() const;
    // Exact, with at least min_places decimals: 12.5 -> "12.5", with 2 -> "12.50".
    [[nodiscard]] std::string to_string(int min_places = 0) const;
    [[nodiscard]] Decimal rounded(int places, Rounding rounding) const;
    // this x ratio, rounded to 9 decimals.
    [[nodiscard]] Result<Decimal> times(Ratio ratio, Rounding rounding) const;

    friend auto operator<=>(Decimal, Decimal) = default;
    Decimal operator-() const { return from_nano(-nano_); }
    // Sums of bounded values: an overflow is impossible by data and checked.
    friend Decimal operator+(Decimal a, Decimal b);
    friend Decimal operator-(Decimal a, Decimal b) { return a + -b; }
    Decimal& operator+=(Decimal other) { return *this = *this + other; }

private:
    int128 nano_ = 0;
};

// An exact product at 1e-18; keeps quantity x price without a rounding in between.
class Product {
public:
    constexpr Product() = default;
    static constexpr Product from_atto(int128 atto) {
        Product p;
        p.atto_ = atto;
        return p;
    }
    [[nodiscard]] int128 atto() const { return atto_; }
    // To a Decimal of the given places (0..9); the named rounding stage.
    [[nodiscard]] Decimal rounded(int places, Rounding rounding) const;
    friend auto operator<=>(Product, Product) = default;

private:
    int128 atto_ = 0;
};

// Overflow beyond 1e15 units is an Error.
Result<Product> multiply(Decimal a, Decimal b);
Result<Product> add(Product a, Product b);

// Shares of total in proportion to weights (all >= 0, at least one > 0) that sum to total exactly:
// largest remainder, earlier weight first on a tie.
std::vector<std::int64_t> split(std::int64_t total, std::span<const std::int64_t> weights);

}  // namespace bw

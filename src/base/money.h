// Money: integer minor units with a currency (ISO 4217). There is no operator between currencies:
// add() refuses them. Amounts print as plain decimals; documents format them by language.
#pragma once

#include "base/decimal.h"
#include "base/result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace bw {

class Currency {
public:
    constexpr Currency() = default;
    // Three capital letters known to ISO 4217's table of minor units here.
    static Result<Currency> parse(std::string_view code);
    [[nodiscard]] std::string_view code() const { return {code_, 3}; }
    // Decimals of the minor unit: EUR 2, JPY 0, KWD 3.
    [[nodiscard]] int digits() const { return digits_; }
    friend bool operator==(const Currency&, const Currency&) = default;

private:
    char code_[3] = {'X', 'X', 'X'};
    signed char digits_ = 2;
};

struct Money {
    std::int64_t minor = 0;
    Currency currency;

    [[nodiscard]] std::string to_string() const;  // "-12.34", always with the currency's decimals
    [[nodiscard]] Decimal decimal() const { return Decimal::scaled(minor, currency.digits()); }
    Money operator-() const { return {-minor, currency}; }
    friend bool operator==(const Money&, const Money&) = default;
};

// Currencies must agree; overflow is an Error.
Result<Money> add(const Money& a, const Money& b);
// "12.34": no more decimals than the currency has.
Result<Money> parse_money(std::string_view text, Currency currency);
// The one rounding of an exact amount to money: amount x share. Overflow is an Error.
Result<Money> round_to_money(Product amount, Ratio share, Currency currency, Rounding rounding);
Result<Money> round_to_money(Decimal amount, Currency currency, Rounding rounding);
// percent (e.g. 19 for 19 %) of base, rounded to the minor unit.
Result<Money> percent_of(const Money& base, Decimal percent, Rounding rounding);

}  // namespace bw

#include "base/money.h"

#include <algorithm>
#include <array>
#include <limits>

namespace bw {
namespace {

// ISO 4217 codes with other than two decimals, and the two-decimal ones we bill in. A code not
// listed is refused: guessing the number of decimals would shift every amount by a factor.
constexpr std::string_view kTwoDecimals = "AED ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD "
                                          "BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
                                          "CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR "
                                          "FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD "
                                          "HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT "
                                          "LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK "
                                          "MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR "
                                          "NZD PAB PEN PGK PHP PKR PLN QAR RON RSD "
                                          "RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC "
                                          "SYP SZL THB TJS TMT TOP TRY TTD TWD TZS "
                                          "UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW";
constexpr std::string_view kNoDecimals =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
constexpr std::string_view kThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";

bool listed(std::string_view list, std::string_view code) {
    const auto at = list.find(code);
    return at != std::string_view::npos && at % 4 == 0;
}

Result<std::int64_t> fits(int128 value) {
    if (value > std::numeric_limits<std::int64_t>::max() ||
        value < std::numeric_limits<std::int64_t>::min())
        return fail(Code::Overflow, "an amount of money is too large");
    return static_cast<std::int64_t>(value);
}

}  // namespace

Result<Currency> Currency::parse(std::string_view code) {
    Currency currency;
    if (code.size() != 3 || !std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; }))
        return fail(Code::Invalid, "'" + std::string(code.substr(0, 20)) +
                                       "' is no currency: use an ISO 4217 code like EUR");
    if (listed(kNoDecimals, code)) currency.digits_ = 0;
    else if (listed(kThreeDecimals, code)) currency.digits_ = 3;
    else if (!listed(kTwoDecimals, code))
        return fail(Code::Unsupported, "currency " + std::string(code) + " is not in the table");
    std::copy(code.begin(), code.end(), currency.code_);
    return currency;
}

std::string Money::to_string() const { return decimal().to_string(currency.digits()); }

Result<Money> add(const Money& a, const Money& b) {
    if (!(a.currency == b.currency))
        return fail(Code::Conflict, "cannot add " + std::string(a.currency.code()) + " and " +
                                        std::string(b.currency.code()));
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.minor, b.minor, &sum))
        return fail(Code::Overflow, "a sum of money is too large");
    return Money{sum, a.currency};
}

Result<Money> parse_money(std::string_view text, Currency currency) {
    const Decimal value = TRY(Decimal::parse(text));
    if (value.places() > currency.digits())
        return fail(Code::Invalid, "'" + std::string(text) + "' has more decimals than " +
                                       std::string(currency.code()) + " has");
    return round_to_money(value, currency, Rounding::HalfUp);
}

Result<Money> round_to_money(Product amount, Ratio share, Currency currency, Rounding rounding) {
    int128 numerator = 0;
    int128 denominator = 0;
    if (__builtin_mul_overflow(amount.atto(), static_cast<int128>(share.num), &numerator) ||
        __builtin_mul_overflow(power_of_ten(18 - currency.digits()), static_cast<int128>(share.den),
                               &denominator))
        return fail(Code::Overflow, "an amount of money is too large");
    const auto minor = TRY(fits(divide_rounded(numerator, denominator, rounding)));
    return Money{minor, currency};
}

Result<Money> round_to_money(Decimal amount, Currency currency, Rounding rounding) {
    const int128 unit = power_of_ten(Decimal::kPlaces - currency.digits());
    const auto minor = TRY(fits(divide_rounded(amount.nano(), unit, rounding)));
    return Money{minor, currency};
}

Result<Money> percent_of(const Money& base, Decimal percent, Rounding rounding) {
    int128 product = 0;
    if (__builtin_mul_overflow(static_cast<int128>(base.minor), percent.nano(), &product))
        return fail(Code::Overflow, "a percentage of money is too large");
    const auto minor =
        TRY(fits(divide_rounded(product, static_cast<int128>(Decimal::kScale) * 100, rounding)));
    return Money{minor, base.currency};
}

}  // namespace bw

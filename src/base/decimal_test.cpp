#include "base/decimal.h"
#include "base/money.h"
#include "testing/property.h"

#include <gtest/gtest.h>

#include <numeric>

namespace bw {

TEST(Decimal, ParsesWhatPeopleWriteAndRefusesTheRest) {
    EXPECT_EQ(Decimal::parse("-12.340")->to_string(), "-12.34");
    EXPECT_EQ(Decimal::parse("0.000000001")->nano(), 1);
    EXPECT_EQ(Decimal::parse("7")->to_string(2), "7.00");
    for (const auto* bad :
         {"", ".", "1.", "1.2.3", "1e5", "abc", "1,5", "0.0000000001", "--1", "1000000000000"})
        EXPECT_FALSE(Decimal::parse(bad)) << bad;
}

TEST(Decimal, RoundsHalvesAsItsMethodSays) {
    const auto rounded = [](const char* text, Rounding r) {
        return Decimal::parse(text)->rounded(2, r).to_string(2);
    };
    EXPECT_EQ(rounded("0.125", Rounding::HalfUp), "0.13");
    EXPECT_EQ(rounded("0.125", Rounding::HalfEven), "0.12");
    EXPECT_EQ(rounded("-0.125", Rounding::HalfUp), "-0.13");
    EXPECT_EQ(rounded("0.121", Rounding::Up), "0.13");
    EXPECT_EQ(rounded("-0.129", Rounding::Down), "-0.12");
}

TEST(Decimal, AProductThatDoesNotFitIsAnError) {
    const Decimal large = *Decimal::parse("999999999999");
    EXPECT_EQ(multiply(large, large).error().code, Code::Overflow);
    EXPECT_TRUE(multiply(large, Decimal(1)));
}

TEST(Money, CurrenciesDoNotMixAndSumsDoNotWrap) {
    const Currency eur = *Currency::parse("EUR");
    const Currency yen = *Currency::parse("JPY");
    EXPECT_EQ(add(Money{1, eur}, Money{1, yen}).error().code, Code::Conflict);
    EXPECT_EQ(add(Money{INT64_MAX, eur}, Money{1, eur}).error().code, Code::Overflow);
    EXPECT_EQ((Money{-1234, eur}).to_string(), "-12.34");
    EXPECT_EQ((Money{1234, yen}).to_string(), "1234");
    EXPECT_FALSE(Currency::parse("ABC"));
    EXPECT_FALSE(parse_money("1.005", eur));
}

PROPERTY(Decimal, PrintingAndParsingGiveTheSameNumber) {
    const auto nano = *testing::any<std::int64_t>();
    const Decimal d = Decimal::from_nano(nano);
    RC_ASSERT(*Decimal::parse(d.to_string()) == d);
}

PROPERTY(Money, SharesOfASplitSumToTheWhole) {
    const auto total = *testing::any<std::int32_t>();
    const auto raw = *testing::any<std::vector<std::uint16_t>>();
    std::vector<std::int64_t> weights(raw.begin(), raw.end());
    weights.push_back(1);
    const auto parts = split(total, weights);
    RC_ASSERT(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == total);
}

PROPERTY(Money, PrintingAndParsingGiveTheSameAmount) {
    const Currency currency =
        *Currency::parse(*rc::gen::element<std::string>("EUR", "JPY", "KWD"));  // two decimals,
                                                                                // none, three
    const Money money{*testing::between<std::int64_t>(-900'000'000'000, 900'000'000'000), currency};
    RC_ASSERT(*parse_money(money.to_string(), currency) == money);
}

PROPERTY(Money, ASumIsExactOrAnError) {
    const Currency eur = *Currency::parse("EUR");
    const auto a = *testing::any<std::int64_t>(), b = *testing::any<std::int64_t>();
    const auto near_the_end = *testing::any<bool>();
    const std::int64_t large = near_the_end ? INT64_MAX - (a & 0xff) : a;
    const auto sum = add(Money{large, eur}, Money{b, eur});
    const int128 exact = static_cast<int128>(large) + b;
    if (exact > INT64_MAX || exact < INT64_MIN) RC_ASSERT(sum.error().code == Code::Overflow);
    else RC_ASSERT(sum->minor == exact);
}

PROPERTY(Decimal, AProductIsExactOrAnError) {
    const auto a = *testing::any<std::int64_t>(), b = *testing::any<std::int64_t>();
    const auto product = multiply(Decimal::from_nano(a), Decimal::from_nano(b));
    if (!product) {
        RC_ASSERT(product.error().code == Code::Overflow);
        return;
    }
    const auto turned = multiply(Decimal::from_nano(b), Decimal::from_nano(a));
    RC_ASSERT(turned.has_value());
    RC_ASSERT(turned->rounded(9, Rounding::HalfEven) == product->rounded(9, Rounding::HalfEven));
    const auto whole = *testing::any<std::int32_t>();
    RC_ASSERT(multiply(Decimal(whole), Decimal(3))->rounded(0, Rounding::HalfEven) ==
              Decimal(std::int64_t{whole} * 3));
}

}  // namespace bw

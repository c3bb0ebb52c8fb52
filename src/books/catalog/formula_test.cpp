#include "books/catalog/formula.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace bw::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Decimal number(std::string_view text) { return Decimal::parse(text).value(); }

std::string value_of(std::string_view text,
                     const std::map<std::string, std::string, std::less<>>& facts = {}) {
    const auto formula = Formula::parse(text);
    if (!formula) return formula.error().message();
    const auto value = formula->value([&](std::string_view name) -> std::optional<Decimal> {
        const auto found = facts.find(name);
        if (found == facts.end()) return std::nullopt;
        return number(found->second);
    });
    return value ? value->to_string() : value.error().message();
}

TEST(Formula, ReckonsLikeAPocketCalculatorWithBrackets) {
    EXPECT_EQ(value_of("1 + 2 * 3"), "7");
    EXPECT_EQ(value_of("(1 + 2) * 3"), "9");
    EXPECT_EQ(value_of("10 - 4 - 3"), "3");
    EXPECT_EQ(value_of("100 / 10 / 4"), "2.5");
    EXPECT_EQ(value_of("-2 * 3 + 10"), "4");
    EXPECT_EQ(value_of("2 - -3"), "5");
    EXPECT_EQ(value_of("min(4, 2.5, 3) + max(1, 2)"), "4.5");
    EXPECT_EQ(value_of("floor(-0.5) + ceil(-0.5) + floor(2.5) + ceil(2.5)"), "4");
    EXPECT_EQ(value_of("round(2.5) + round(1.2345, 2) + abs(-1)"), "5.23");
}

TEST(Formula, RootsHaveNineDecimalsTheNearest) {
    EXPECT_EQ(value_of("sqrt(0) + sqrt(1.5625)"), "1.25");
    EXPECT_EQ(value_of("sqrt(2)"), "1.414213562");  // .. 56237
    EXPECT_EQ(value_of("sqrt(3)"), "1.732050808");  // .. 807568
    EXPECT_EQ(value_of("sqrt(250000000000)"), "500000");
    EXPECT_EQ(value_of("sqrt(1 - 3)"), "a formula takes the square root of -2");
    EXPECT_EQ(value_of("sqrt(1, 2)"), "sqrt() takes one number");
    EXPECT_EQ(Formula::parse("2 * sqrt(a + 1)")->print(), "2 * sqrt(a + 1)");
}

TEST(Formula, QuotientsHaveNineDecimalsHalfEven) {
    EXPECT_EQ(value_of("1 / 3"), "0.333333333");
    EXPECT_EQ(value_of("-2 / 3"), "-0.666666667");
    EXPECT_EQ(value_of("2 / -3"), "-0.666666667");
    EXPECT_EQ(value_of("0.000000001 / 2"), "0");
    EXPECT_EQ(value_of("0.000000003 / 2"), "0.000000002");
    EXPECT_EQ(value_of("0.00001 * 0.00005"), "0");  // half of the ninth decimal, to the even
}

TEST(Formula, AsksForWhatItNames) {
    const std::map<std::string, std::string, std::less<>> facts{
        {"household.size", "4"}, {"days", "30"}, {"et", "6.5"}, {"area", "2000"}};
    EXPECT_EQ(value_of("55 * household.size * days / 748", facts), "8.823529412");
    EXPECT_EQ(value_of("0.8 * area * et * 0.62 / 748", facts), "8.620320856");
    EXPECT_THAT(value_of("days * persons", facts), HasSubstr("'persons' is not known"));
    const auto formula = Formula::parse("b * a + b / days");
    ASSERT_TRUE(formula);
    EXPECT_THAT(formula->names(), ElementsAre("a", "b", "days"));
    EXPECT_FALSE(formula->constant());
    EXPECT_EQ(Formula::parse("2 * 3")->constant(), Decimal(6));
    EXPECT_EQ(Formula().constant(), Decimal());
}

TEST(Formula, SaysWhatIsWrongAndWhere) {
    EXPECT_THAT(value_of("1 +"), HasSubstr("a number or a name is missing behind '1 +'"));
    EXPECT_THAT(value_of(""), HasSubstr("at its beginning"));
    EXPECT_THAT(value_of("1 2"), HasSubstr("an operator is missing behind '1 '"));
    EXPECT_THAT(value_of("(1 + 2"), HasSubstr("')' is missing"));
    EXPECT_THAT(value_of("root(2)"), HasSubstr("'root' is no function"));
    EXPECT_THAT(value_of("min(2)"), HasSubstr("two or more numbers"));
    EXPECT_THAT(value_of("floor(2, 3)"), HasSubstr("one number"));
    EXPECT_THAT(value_of("round(2, 1.5)"), HasSubstr("0 to 9 decimals"));
    EXPECT_THAT(value_of("1 / (2 - 2)"), HasSubstr("divides by zero"));
    EXPECT_THAT(value_of("1..2"), HasSubstr("1..2"));
}

TEST(Formula, IsBoundedInLengthDepthAndSize) {
    EXPECT_THAT(value_of(std::string(3'000, '1')), HasSubstr("characters"));
    EXPECT_THAT(value_of(std::string(100, '(') + "1" + std::string(100, ')')),
                HasSubstr("too many brackets"));
    EXPECT_THAT(value_of(std::string(100, '-') + "x"), HasSubstr("too many brackets"));
    std::string sum = "1";
    for (int i = 0; i < 400; ++i) sum += "+1";
    EXPECT_THAT(value_of(sum), HasSubstr("too long"));
    EXPECT_THAT(value_of("999999999999 * 999999999999"), HasSubstr("too large"));
    EXPECT_THAT(value_of("999999999999 / 0.000000001"), HasSubstr("more than"));
}

TEST(Formula, PrintsSoThatItReadsBackTheSame) {
    for (const auto* text : {"1 + 2 * 3", "(1 + 2) * 3", "a - (b - c)", "a - b - c", "a * (b / c)",
                             "-a * b", "-(a + b)", "a - -b", "-(-a)",
                             "min(a, b + 1, 3) * round(c / 7, 2)", "-5", "a - -5", "a / -5 / b"}) {
        const auto formula = Formula::parse(text);
        ASSERT_TRUE(formula) << text;
        const auto again = Formula::parse(formula->print());
        ASSERT_TRUE(again) << formula->print();
        EXPECT_EQ(*again, *formula) << text << " printed " << formula->print();
    }
    EXPECT_EQ(Formula::parse("(a)+((2))*b")->print(), "a + 2 * b");
    EXPECT_EQ(Formula(number("-2.50")).print(), "-2.5");
}

}  // namespace
}  // namespace bw::catalog

#include "run/takeover/compare.h"

#include <gtest/gtest.h>

namespace bw::takeover {
namespace {

const Currency kEur = *Currency::parse("EUR");
const Period kMay = month_of(LocalDate::of(2026, 5, 1));

Money eur(std::int64_t minor) { return {minor, kEur}; }
Decimal number(std::string_view text) { return *Decimal::parse(text); }

// 100 kWh for 30.00 and a fee of 10.00, taxed with 19 %.
Side bill() {
    return {kMay,     eur(4000), eur(760), eur(4760), {{{1, "import", "kWh"}, number("100")}},
            eur(1000)};
}
Compared compared(const std::optional<Side>& ours, const std::optional<Side>& theirs) {
    return compare(ours, theirs, eur(5)).value();
}

}  // namespace

TEST(Compare, WhatIsEqualOrRoundedIsGood) {
    EXPECT_EQ(compared(bill(), bill()).difference, Difference::Equal);
    Side theirs = bill();
    theirs.gross = eur(4762);
    theirs.tax = eur(762);
    EXPECT_EQ(compared(bill(), theirs).difference, Difference::Rounding);
    EXPECT_EQ(compared(bill(), theirs).amount, eur(-2));
    EXPECT_TRUE(is_good(Difference::Rounding));
    EXPECT_FALSE(is_good(Difference::Tax));
}

TEST(Compare, WhoeverLacksABillIsNamed) {
    EXPECT_EQ(compared({}, bill()).difference, Difference::MissingWithUs);
    EXPECT_EQ(compared({}, bill()).amount, eur(-4760));
    EXPECT_EQ(compared(bill(), {}).difference, Difference::MissingWithThem);
}

TEST(Compare, ADifferenceIsSharedByItsCauses) {
    // 110 kWh at 0.31: 10 kWh at their 0.30 are 3.00, the rest of 34.10 - 30.00 is price.
    Side ours = bill();
    ours.quantities.begin()->second = number("110.0001");
    ours.net = eur(4410);
    ours.tax = eur(838);
    ours.gross = eur(5248);
    auto c = compared(ours, bill());
    EXPECT_EQ(c.difference, Difference::Consumption);
    EXPECT_EQ(c.shares.consumption, eur(300));
    EXPECT_EQ(c.shares.price, eur(110));
    EXPECT_EQ(c.shares.fee, eur(0));
    EXPECT_EQ(c.shares.tax, eur(78));
    // The same use with more decimals is the same.
    ours.quantities.begin()->second = number("100.4");
    EXPECT_EQ(compared(ours, bill()).difference, Difference::Price);
    ours = bill();
    ours.fee = eur(1200);
    ours.net = eur(4200);
    ours.tax = eur(798);
    ours.gross = eur(4998);
    EXPECT_EQ(compared(ours, bill()).difference, Difference::Fee);
}

TEST(Compare, OtherDaysAndOtherTaxAreToldAsThat) {
    Side ours = bill();
    ours.tax = eur(280);
    ours.gross = eur(4280);
    EXPECT_EQ(compared(ours, bill()).difference, Difference::Tax);
    ours.days.from = LocalDate::of(2026, 5, 2);
    EXPECT_EQ(compared(ours, bill()).difference, Difference::Period);
}

TEST(Compare, WhatTheyDoNotTellIsPrice) {
    Side theirs = bill();
    theirs.quantities.clear();
    theirs.fee.reset();
    Side ours = bill();
    ours.net = eur(5000);
    ours.tax = eur(950);
    ours.gross = eur(5950);
    const auto c = compared(ours, theirs);
    EXPECT_EQ(c.difference, Difference::Price);
    EXPECT_EQ(c.shares.price, eur(1000));
}

}  // namespace bw::takeover

#include "flow/bill/periods.h"

#include <gtest/gtest.h>

namespace bw::bill {
namespace {

LocalDate day(int m, int d) { return LocalDate::of(2026, m, d); }

customers::Subscription subscription(std::vector<customers::Term> terms) {
    customers::Subscription s;
    s.id = SubscriptionId{1};
    s.terms = std::move(terms);
    return s;
}

std::vector<DuePeriod> arrears(const std::vector<DuePeriod>& due) {
    std::vector<DuePeriod> result;
    for (const auto& d : due)
        if (d.stream == Stream::Arrears) result.push_back(d);
    return result;
}

}  // namespace

TEST(Periods, AMoveInTheMiddleOfAMonthCutsItsFirstSlice) {
    const auto slices =
        slices_of(std::vector<customers::Term>{{day(3, 17), "HOME"}}, month_of(day(3, 1)));
    ASSERT_EQ(slices.size(), 1U);
    EXPECT_EQ(slices[0].supplied, (Period{day(3, 17), day(4, 1)}));
}

TEST(Periods, APlanChangeSplitsTheMonthAndThePiecesTouch) {
    const std::vector<customers::Term> terms{{day(1, 1), "OLD"}, {day(3, 17), "NEW"}};
    const auto slices = slices_of(terms, month_of(day(3, 1)));
    ASSERT_EQ(slices.size(), 2U);
    EXPECT_EQ(slices[0].supplied.to, slices[1].supplied.from);
    EXPECT_EQ(days_in(slices[0].supplied) + days_in(slices[1].supplied), 31);
}

TEST(Periods, AnEndedSubscriptionIsDueUntilItsLastDay) {
    const auto s = subscription({{day(1, 1), "HOME"}, {day(2, 11), ""}});
    const auto due = arrears(due_periods(s, day(5, 1), day(1, 1), {}));
    ASSERT_EQ(due.size(), 2U);
    EXPECT_EQ(due[1].slices[0].supplied.to, day(2, 11));
}

TEST(Periods, EveryMonthSinceTheStartIsDueAndAdvanceIsOneAhead) {
    const auto s = subscription({{day(1, 10), "HOME"}});
    const auto due = due_periods(s, day(4, 1), day(1, 1), {});
    EXPECT_EQ(arrears(due).size(), 3U);
    EXPECT_EQ(due.size(), 3U + 4U);
    EXPECT_EQ(due.back().nominal.from, day(4, 1));
}

TEST(Periods, ABilledMonthThatIsNoLongerSuppliedIsStillLookedAt) {
    const auto s = subscription({{day(1, 1), "HOME"}, {day(2, 1), ""}});
    const std::vector<MonthMark> billed{
        {SubscriptionId{1}, Stream::Arrears, day(2, 1), Batch{5}, 0}};
    const auto due = arrears(due_periods(s, day(3, 1), day(1, 1), billed));
    ASSERT_EQ(due.size(), 2U);
    EXPECT_TRUE(due[1].slices.empty());
}

TEST(Periods, BeyondTheHorizonNothingIsCorrected) {
    const auto s = subscription({{day(1, 1), "HOME"}});
    EXPECT_EQ(arrears(due_periods(s, day(6, 1), day(4, 1), {})).size(), 2U);
}

}  // namespace bw::bill

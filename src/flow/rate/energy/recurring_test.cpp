#include "books/catalog/parse.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/recurring.h"

#include <gtest/gtest.h>

namespace bw::rate {
namespace {

LocalDate day(int m, int d) { return LocalDate::of(2026, m, d); }
const Period kMarch{day(3, 1), day(4, 1)};

catalog::Plan plan_with(const std::string& fee) {
    const auto document =
        catalog::parse("plan: P\nsector: telecom\ncurrency: EUR\nprices: net\nfrom: "
                       "2026-01-01\ntax: standard\nrecurring:\n  line: " +
                           fee + "\n",
                       "p.yaml");
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    return document ? document->plans.at(0) : catalog::Plan{};
}

std::vector<Piece> pieces(const std::string& fee, const Period& nominal, const Period& supplied,
                          const FeeHistory& history = {}) {
    const auto plan = plan_with(fee);
    const auto result = recurring_pieces(plan, plan.recurring.at(0), nominal, supplied, history);
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message());
    return result ? *result : std::vector<Piece>{};
}
std::string amount(const Piece& piece) { return line_amount(piece)->to_string(2); }

TEST(RecurringFees, AWholeMonthIsOneMonth) {
    const auto list = pieces("{price: 39.90 per month}", kMarch, kMarch);
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(list[0].quantity, Decimal(1));
    EXPECT_EQ(list[0].unit, "month");
    EXPECT_EQ(amount(list[0]), "39.90");
    EXPECT_EQ(list[0].breakdown.clause, "P@2026-01-01 recurring.line, line 8");
}

TEST(RecurringFees, PartOfAMonthIsPaidByDays) {
    const auto list = pieces("{price: 39.90 per month}", kMarch, {day(3, 15), day(6, 1)});
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(list[0].quantity, Decimal(17));
    EXPECT_EQ(list[0].base, 31);
    EXPECT_EQ(amount(list[0]), "21.88");
    const auto whole =
        pieces("{price: 39.90 per month, prorate: none}", kMarch, {day(3, 15), day(6, 1)});
    EXPECT_EQ(amount(whole[0]), "39.90");
}

TEST(RecurringFees, AQuarterIsThreeMonthsAndACycleMonthIsOne) {
    EXPECT_EQ(
        pieces("{price: 10 per month}", {day(1, 1), day(4, 1)}, {day(1, 1), day(4, 1)}).size(), 3u);
    const Period cycle{day(1, 31), day(2, 28)};
    const auto list = pieces("{price: 10 per month}", cycle, cycle);
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(list[0].unit, "month");
}

TEST(RecurringFees, AYearlyFeeIsSharedByDays) {
    const auto list = pieces("{price: 36.50 per year}", kMarch, kMarch);
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(list[0].quantity, Decimal(31));
    EXPECT_EQ(list[0].base, 365);
    EXPECT_EQ(amount(list[0]), "3.10");
    EXPECT_EQ(amount(pieces("{price: 0.10 per day}", kMarch, kMarch)[0]), "3.10");
}

TEST(RecurringFees, AFeeIsDueOnceInThePeriodOfTheFirstDay) {
    EXPECT_EQ(pieces("{price: 29.00 once}", kMarch, {day(3, 15), day(4, 1)}, {day(3, 15)}).size(),
              1u);
    EXPECT_TRUE(pieces("{price: 29.00 once}", kMarch, kMarch, {day(2, 15)}).empty());
    const auto plan = plan_with("{price: 29.00 once}");
    const auto unknown = recurring_pieces(plan, plan.recurring[0], kMarch, kMarch);
    ASSERT_FALSE(unknown.has_value());
    EXPECT_NE(unknown.error().text.find("due once"), std::string::npos);
}

TEST(RecurringFees, MonthsOfAQuarterSumToIt) {
    Decimal sum;
    for (const LocalDate m : {day(1, 1), day(2, 1), day(3, 1)}) {
        const auto list =
            pieces("{price: 30.00 per quarter}", month_of(m), month_of(m), {{}, {}, day(1, 1)});
        ASSERT_EQ(list.size(), 1u);
        EXPECT_EQ(list[0].base, 90);
        sum += *line_amount(list[0]);
        if (m == day(2, 1)) {
            EXPECT_EQ(amount(list[0]), "9.34");
            EXPECT_EQ(list[0].breakdown.notes, std::vector<Note>{note::RoundedWith{Decimal(31)}});
        }
    }
    EXPECT_EQ(sum.to_string(2), "30.00");
}

TEST(RecurringFees, AnUnproratedBlockIsPaidOnce) {
    const std::string fee = "{price: 60.00 per year, prorate: none}";
    const auto first = pieces(fee, kMarch, kMarch);
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(first[0].unit, "year");
    EXPECT_TRUE(pieces(fee, kMarch, kMarch, {{}, {{day(1, 5), day(1, 9)}}}).empty());
    const Period last_year{LocalDate::of(2025, 2, 1), LocalDate::of(2026, 1, 1)};
    EXPECT_EQ(pieces(fee, kMarch, kMarch, {{}, {last_year}}).size(), 1u);
    // A whole month in two parts, by a restart or a new version.
    EXPECT_TRUE(pieces("{price: 10 per month, prorate: none}", kMarch, {day(3, 21), day(4, 1)},
                       {{}, {{day(3, 1), day(3, 11)}}})
                    .empty());
}

TEST(RecurringFees, OutsideTheSuppliedDaysNothingIsDue) {
    EXPECT_TRUE(pieces("{price: 39.90 per month}", kMarch, {day(4, 1), day(6, 1)}).empty());
}

}  // namespace
}  // namespace bw::rate

#include "books/catalog/parse.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/prorate.h"
#include "flow/rate/energy/recurring.h"
#include "testing/property.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::rate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

LocalDate day(int m, int d) { return LocalDate::of(2026, m, d); }
Period days(LocalDate from, LocalDate to) { return {from, to}; }
const Period kMarch{day(3, 1), day(4, 1)};
Zone berlin() { return *Zone::find("Europe/Berlin"); }

std::vector<Piece> fee(const std::string& text, const Period& month, const Period& supplied,
                       const FeeHistory& history = {}) {
    const auto document = catalog::parse(
        "plan: P\nsector: telecom\ncurrency: EUR\nprices: net\nfrom: 2018-01-01\ntax: t\n"
        "recurring:\n  fee: " +
            text + "\n",
        "p.yaml");
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    if (!document) return {};
    const auto& plan = document->plans[0];
    const auto pieces =
        recurring_pieces(plan, plan.recurring[0], month, supplied, history, berlin());
    EXPECT_TRUE(pieces.has_value()) << (pieces ? "" : pieces.error().message());
    return pieces ? *pieces : std::vector<Piece>{};
}

// "6 day / 30 = 20.00"
std::vector<std::string> said(const std::vector<Piece>& pieces) {
    std::vector<std::string> lines;
    for (const auto& piece : pieces)
        lines.push_back(fmt::format("{} {} / {} = {}", piece.quantity.to_string(), piece.unit,
                                    piece.base, line_amount(piece)->to_string(2)));
    return lines;
}

TEST(Prorate, MonthsOf30DaysCountTheirs) {
    EXPECT_EQ(days_of_360({LocalDate::of(2020, 2, 25), LocalDate::of(2020, 3, 1)}), 6);
    EXPECT_EQ(days_of_360({day(4, 1), day(4, 16)}), 15);
    EXPECT_EQ(days_of_360({day(1, 1), LocalDate::of(2027, 1, 1)}), 360);
    EXPECT_EQ(days_of_360({day(3, 30), day(3, 31)}), 0);
    const std::string text = "{price: 100.00 per month, prorate: 30/360}";
    EXPECT_THAT(said(fee(text, kMarch, days(day(3, 30), day(3, 31)))), IsEmpty());
    EXPECT_THAT(said(fee(text, kMarch, days(day(3, 31), day(4, 1)))),
                ElementsAre("1 day / 30 = 3.33"));
    EXPECT_THAT(said(fee(text, kMarch, kMarch)), ElementsAre("1 month / 1 = 100.00"));
    const auto part = fee(text, month_of(day(2, 1)), days(day(2, 25), day(3, 1)));
    EXPECT_THAT(said(part), ElementsAre("6 day / 30 = 20.00"));
    EXPECT_EQ(part[0].breakdown.notes,
              (std::vector<Note>{note::TimeCounted{note::TimeCounted::How::Thirty360, 0, {}}}));
}

PROPERTY(Prorate, PartsOf30DaysMakeTheWhole) {
    const LocalDate from = day(1, 1).plus_days(*testing::between(0, 400));
    const LocalDate cut = from.plus_days(*testing::between(0, 100));
    const LocalDate to = cut.plus_days(*testing::between(0, 100));
    RC_ASSERT(days_of_360({from, cut}) + days_of_360({cut, to}) == days_of_360({from, to}));
}

// On 29 March 2026 the clock goes forward: 743 hours.
TEST(Prorate, SecondsGoByTheClockOfThePlace) {
    const std::string text = "{price: 100.00 per month, prorate: by second}";
    EXPECT_THAT(said(fee(text, kMarch, days(day(3, 29), day(3, 30)))),
                ElementsAre("23 hour / 743 = 3.10"));
    EXPECT_THAT(said(fee(text, kMarch, days(day(3, 16), day(4, 1)))),
                ElementsAre("383 hour / 743 = 51.55"));
    EXPECT_THAT(said(fee(text, month_of(day(4, 1)), days(day(4, 1), day(4, 16)))),
                ElementsAre("360 hour / 720 = 50.00"));
}

TEST(Prorate, ACapPaysSoManyDaysOfAMonth) {
    const std::string text = "{price: 100.00 per month, cap: 28 days per month}";
    const auto whole = fee(text, kMarch, kMarch);
    EXPECT_THAT(said(whole), ElementsAre("28 day / 28 = 100.00", "3 day / 1 = 0.00"));
    EXPECT_EQ(whole[1].part, kBeyondCap);
    EXPECT_EQ(whole[0].breakdown.notes,
              (std::vector<Note>{note::TimeCounted{note::TimeCounted::How::UpToCap, 28, "day"}}));
    EXPECT_THAT(said(fee(text, kMarch, days(day(3, 18), day(4, 1)))),
                ElementsAre("14 day / 28 = 50.00"));
    // Ten days of it were paid for before, at another price.
    EXPECT_THAT(said(fee(text, kMarch, days(day(3, 11), day(4, 1)),
                         {{}, {{day(3, 1), day(3, 11)}}, day(3, 11)})),
                ElementsAre("18 day / 28 = 64.29", "3 day / 1 = 0.00"));
    EXPECT_THAT(said(fee("{price: 100.00 per month, cap: 672 hours per month}", kMarch, kMarch)),
                ElementsAre("672 hour / 672 = 100.00", "71 hour / 1 = 0.00"));
}

TEST(Prorate, InstalmentsSumToThePrice) {
    Decimal sum;
    for (int month = 0; month < 5; ++month) {
        const Period nominal = month_of(day(1, 1).plus_months(month));
        const auto part = fee("{price: 100.00 once, instalments: 3}", nominal,
                              days(day(1, 31), day(12, 1)), {day(1, 31)});
        ASSERT_EQ(part.size(), month < 3 ? 1U : 0U) << month;
        if (part.empty()) continue;
        sum += *line_amount(part[0]);
        EXPECT_EQ(part[0].days.from, day(1, 31).plus_months(month));
        EXPECT_EQ(*part[0].breakdown.find<note::Instalment>(), (note::Instalment{month + 1, 3}));
        EXPECT_EQ(line_amount(part[0])->to_string(2), month == 1 ? "33.34" : "33.33");
    }
    EXPECT_EQ(sum, Decimal(100));
}

TEST(Prorate, PartsOfAnAmountSumToIt) {
    const catalog::AmountPer quarter{Decimal(60), catalog::TimeUnit::Quarter};
    std::vector<std::string> parts;
    for (int m = 1; m <= 3; ++m) {
        const Period month = month_of(day(m, 1));
        parts.push_back(amount_for(quarter, month, month, {})->to_string(2));
    }
    EXPECT_THAT(parts, ElementsAre("20.67", "18.66", "20.67"));
    const catalog::AmountPer daily{Decimal::scaled(5, 2), catalog::TimeUnit::Day};
    EXPECT_EQ(amount_for(daily, kMarch, kMarch, {})->to_string(2), "1.55");
    EXPECT_TRUE(amount_for(quarter, {day(3, 1), day(3, 1)}, kMarch, {})->is_zero());
}

}  // namespace
}  // namespace bw::rate

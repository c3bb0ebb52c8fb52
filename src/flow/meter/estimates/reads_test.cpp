// Reads and uses that nobody told, from a counter's own use.
#include "flow/meter/estimates/counter_test.h"
#include "flow/meter/estimates/reads.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::meter {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Asked {
    std::vector<customers::Device> devices = {};
    DayWeight weight = {};
    std::vector<IntervalColumn> intervals = {};
};
// Of April.
Filled fill(const std::vector<RegisterColumn>& columns, const Asked& asked = {}) {
    const std::vector<Span> wanted{{day("2026-04-01"), day("2026-05-01")}};
    Filled filled;
    fill_reads({columns, asked.intervals, wanted, kBerlin, asked.devices, asked.weight}, filled);
    return filled;
}

TEST(FillReads, WhatIsReadIsNotEstimated) {
    EXPECT_THAT(fill({counter({{"2026-04-01", 100}, {"2026-05-01", 130}})}).reads, IsEmpty());
    EXPECT_THAT(fill({counter({{"2026-04-01", 100}, {"2026-05-08", 130}})}).reads, IsEmpty());
    IntervalColumn hours;
    hours.channel = "import";
    EXPECT_THAT(fill({counter({{"2026-03-01", 70}, {"2026-04-01", 100}})}, {{}, {}, {hours}}).reads,
                IsEmpty());
}

// 90 in the 90 days from January to March, whatever the last month had.
TEST(FillReads, TheOwnUsePerDayGoesOn) {
    const auto filled =
        fill({counter({{"2026-01-01", 10}, {"2026-03-01", 80}, {"2026-04-01", 100}})});
    ASSERT_THAT(filled.reads, SizeIs(1));
    const auto& read = filled.reads[0];
    EXPECT_EQ(read.method, Method::UsePerDay);
    EXPECT_EQ(read.value, 130);
    EXPECT_EQ(read.used, Decimal(30));
    EXPECT_EQ(read.span, (Span{day("2026-04-01"), day("2026-05-01")}));
    EXPECT_FALSE(read.is_use);
}

TEST(FillReads, ALaterReadTellsMore) {
    const auto filled =
        fill({counter({{"2026-03-01", 70}, {"2026-04-01", 100}, {"2026-05-21", 200}})});
    ASSERT_THAT(filled.reads, SizeIs(1));
    EXPECT_EQ(filled.reads[0].method, Method::Neighbours);
    EXPECT_EQ(filled.reads[0].value, 160);  // 100 x 30 / 50
}

TEST(FillReads, TheSameMonthAYearBeforeTellsMoreThanWinter) {
    const auto filled = fill({counter(
        {{"2025-04-01", 0}, {"2025-05-02", 31}, {"2026-03-01", 900}, {"2026-04-01", 1000}})});
    ASSERT_THAT(filled.reads, SizeIs(1));
    EXPECT_EQ(filled.reads[0].method, Method::YearAgo);
    EXPECT_EQ(filled.reads[0].value, 1030);  // 31 x 30 / 31
}

// A day of April weighs a third of one of March: 310 / (31 x 3) a unit, times 30.
TEST(FillReads, AProfileTellsTheDaysApart) {
    const DayWeight weight = [](std::string_view channel, LocalDate on) -> std::optional<Decimal> {
        if (channel != "import") return std::nullopt;
        return Decimal(on < date("2026-04-01") ? 3 : 1);
    };
    const auto read = counter({{"2026-03-01", 0}, {"2026-04-01", 310}});
    const auto filled = fill({read}, {{}, weight});
    ASSERT_THAT(filled.reads, SizeIs(1));
    EXPECT_EQ(filled.reads[0].method, Method::Profile);
    EXPECT_EQ(filled.reads[0].value, 410);
    auto fed_in = read;
    fed_in.channel = "export";
    EXPECT_EQ(fill({fed_in}, {{}, weight}).reads.at(0).method, Method::UsePerDay);
}

TEST(FillReads, WhatIsReadOnceAYearIsEstimatedOnceAYear) {
    EXPECT_THAT(fill({counter({{"2025-01-01", 0}, {"2026-01-01", 365}})}).reads, IsEmpty());
    const auto filled = fill({counter({{"2024-05-01", 0}, {"2025-05-01", 365}})});
    ASSERT_THAT(filled.reads, SizeIs(1));
    EXPECT_EQ(filled.reads[0].value, 730);
    EXPECT_THAT(fill({counter({{"2024-01-01", 0}, {"2025-01-01", 365}})}).reads, IsEmpty());
}

// 300 at a factor of ten are 30 steps of the counter, which passes its end.
TEST(FillReads, FactorAndEndOfTheCounterCount) {
    auto read = counter({{"2026-03-02", 9'950}, {"2026-04-01", 9'980}});
    read.digits = 4;
    const customers::Device tenfold{
        .channel = "import", .from = day("2025-01-01"), .multiplier = Decimal(10)};
    const auto filled = fill({read}, {{tenfold}});
    ASSERT_THAT(filled.reads, SizeIs(1));
    EXPECT_EQ(filled.reads[0].used, Decimal(300));
    EXPECT_EQ(filled.reads[0].value, 10);
}

// The new one came on the tenth: 21 days of one.
TEST(FillReads, AnotherCounterGoesOnFromWhereItBegan) {
    const customers::Device old{.channel = "import", .from = day("2025-01-01"), .number = "1"};
    customers::Device other{.channel = "import", .from = day("2026-04-10"), .number = "2"};
    const auto read = counter({{"2026-03-01", 69}, {"2026-04-01", 100}});
    const auto unread = fill({read}, {{old, other}});
    EXPECT_THAT(unread.reads, IsEmpty());
    ASSERT_THAT(unread.open, SizeIs(1));
    EXPECT_EQ(unread.open[0].reason, OpenReason::OtherCounter);
    other.shown_before = Decimal(109);
    other.shown = Decimal(5);
    EXPECT_EQ(fill({read}, {{old, other}}).reads.at(0).value, 26);
}

TEST(FillReads, WithoutHistoryTheEndStaysOpen) {
    const auto filled = fill({counter({{"2026-04-01", 100}})});
    EXPECT_THAT(filled.reads, IsEmpty());
    ASSERT_THAT(filled.open, SizeIs(1));
    EXPECT_EQ(filled.open[0].reason, OpenReason::NoReads);
    // Estimates are not built upon.
    auto guessed = counter({{"2026-03-01", 70}, {"2026-04-01", 100}});
    guessed.qualities.front() = Quality::Estimated;
    EXPECT_THAT(fill({guessed}).reads, IsEmpty());
}

TEST(FillReads, AnEstimateIsGoneOnFromAndNotBuiltUpon) {
    auto read = counter({{"2026-02-01", 0}, {"2026-03-01", 28}, {"2026-04-01", 90}});
    read.qualities.back() = Quality::Estimated;
    const auto filled = fill({read});
    ASSERT_THAT(filled.reads, SizeIs(1));
    EXPECT_EQ(filled.reads[0].value, 120);
}

TEST(FillReads, AUseThatNobodyToldIsEstimatedAsAUse) {
    const auto filled = fill({uses({{"2026-03-01", 0}, {"2026-04-01", 31}})});
    ASSERT_THAT(filled.reads, SizeIs(1));
    EXPECT_TRUE(filled.reads[0].is_use);
    EXPECT_EQ(filled.reads[0].value, 30);
    EXPECT_EQ(filled.reads[0].span, (Span{day("2026-04-01"), day("2026-05-01")}));
    EXPECT_THAT(fill({uses({{"2026-03-01", 0}, {"2026-04-01", 31}}),
                      uses({{"2026-04-02", 0}, {"2026-05-01", 29}})})
                    .reads,
                IsEmpty());
}

}  // namespace
}  // namespace bw::meter

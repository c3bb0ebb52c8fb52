// Counters and uses against the bounds of their channel.
#include "flow/meter/checks/implausible.h"
#include "flow/meter/estimates/counter_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::meter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Asked {
    std::vector<customers::Device> devices = {};
    const char* known_until = "2026-06-01";
};
// In words, of April.
std::vector<std::string> check(const catalog::Bounds& bounds, const RegisterColumn& column,
                               const Asked& asked = {}) {
    const catalog::Validation rules{"water", {bounds}};
    const std::vector<Span> wanted{{day("2026-04-01"), day("2026-05-01")}};
    const Usage usage{{}, {}, {column}, {}};
    std::vector<std::string> words;
    for (const auto& finding :
         find_implausible({rules, usage, wanted, day(asked.known_until), kBerlin, asked.devices}))
        words.push_back(std::string(rule_name(finding.rule)) + ": " + implausible_words(finding));
    return words;
}
template <typename With>
catalog::Bounds bounds(With&& with) {
    catalog::Bounds bounds;
    bounds.channel = "import";
    bounds.unit = "m3";
    with(bounds);
    return bounds;
}

// April has 720 hours.
TEST(CounterCheck, MostOfAnHourHoldsFromReadToRead) {
    const auto most = bounds([](auto& b) { b.most_per_hour = Decimal(2); });
    EXPECT_THAT(check(most, counter({{"2026-04-01", 1000}, {"2026-05-01", 2440}})), IsEmpty());
    EXPECT_THAT(check(most, counter({{"2026-04-01", 1000}, {"2026-05-01", 2441}})),
                ElementsAre("range: 1441 m3 from one read to the next, at most 1440 can be"));
    EXPECT_THAT(check(most, uses({{"2026-04-01", 0}, {"2026-05-01", 999'999}})),
                ElementsAre("range: 999999 m3 in one use, at most 1440 can be"));
    EXPECT_THAT(check(most, uses({{"2026-04-01", 0}, {"2026-05-01", -3}})),
                ElementsAre("range: -3 m3 in one use, less than nothing"));
}

// In the month that the later read ends: within a week of its beginning it is the one before.
TEST(CounterCheck, AStepIsLookedAtOnce) {
    const auto most = bounds([](auto& b) { b.most_per_hour = Decimal(2); });
    EXPECT_THAT(check(most, counter({{"2026-03-01", 1000}, {"2026-04-05", 98'000}})), IsEmpty());
    EXPECT_THAT(check(most, counter({{"2026-03-01", 1000}, {"2026-04-10", 98'000}})).size(), 1U);
    EXPECT_THAT(check(most, counter({{"2026-03-01", 1000}, {"2026-05-05", 98'000}})).size(), 1U);
    EXPECT_THAT(check(most, counter({{"2026-03-01", 1000}, {"2026-05-10", 98'000}})), IsEmpty());
}

TEST(CounterCheck, AWholeUnitWithinAnHourIsNothing) {
    auto twice = counter({{"2026-04-10", 1000}, {"2026-04-11", 1001}});
    twice.times.back() = Instant{twice.times.front().us + 60 * Instant::kSecond};
    EXPECT_THAT(check(bounds([](auto& b) { b.most_per_hour = Decimal(1); }), twice), IsEmpty());
}

// 99990 to 00050 are 60, times 10 are 600; the exchange on the tenth was read: 40 + 30.
TEST(CounterCheck, RolloverFactorAndExchangeAreCounted) {
    const auto most = bounds([](auto& b) { b.most_per_hour = Decimal::parse("0.5").value(); });
    auto rolled = counter({{"2026-04-01", 99'990}, {"2026-05-01", 50}});
    rolled.digits = 5;
    EXPECT_THAT(check(most, rolled), IsEmpty());
    const customers::Device tenfold{
        .channel = "import", .from = day("2025-01-01"), .multiplier = Decimal(10)};
    EXPECT_THAT(check(most, rolled, {{tenfold}}),
                ElementsAre("range: 600 m3 from one read to the next, at most 360 can be"));

    const customers::Device old{.channel = "import", .from = day("2025-01-01"), .number = "1"};
    customers::Device other{.channel = "import", .from = day("2026-04-10"), .number = "2"};
    const auto exchanged = counter({{"2026-04-01", 9000}, {"2026-05-01", 530}});
    EXPECT_THAT(check(most, exchanged, {{old, other}}), IsEmpty());  // nobody read it
    other.shown_before = Decimal(9040);
    other.shown = Decimal(500);
    EXPECT_THAT(check(most, exchanged, {{old, other}}), IsEmpty());
    other.shown_before = Decimal(9400);
    EXPECT_THAT(check(most, exchanged, {{old, other}}),
                ElementsAre("range: 430 m3 from one read to the next, at most 360 can be"));
}

// 31 in the 743 hours of March lead to expect 31 x 720 / 743 in April; the floor is 72.
TEST(CounterCheck, ASpikeIsManyTimesWhatWasUsedBefore) {
    const auto spike =
        bounds([](auto& b) { b.spike = {Decimal(10), Decimal::parse("0.1").value()}; });
    const auto may_read = [&](std::int64_t read) {
        return check(spike,
                     counter({{"2026-03-01", 1000}, {"2026-04-01", 1031}, {"2026-05-01", read}}));
    };
    EXPECT_THAT(may_read(1331), IsEmpty());
    EXPECT_THAT(may_read(1332), ElementsAre("spike: 301 m3 from one read to the next, by what was "
                                            "used before 30.04"));
    EXPECT_THAT(check(spike, uses({{"2026-03-01", 0}, {"2026-04-01", 3}, {"2026-05-01", 74}})),
                IsEmpty());
    EXPECT_THAT(check(spike, uses({{"2026-03-01", 0}, {"2026-04-01", 3}, {"2026-05-01", 76}})),
                ElementsAre("spike: 73 m3 in one use, by what was used before 2.907"));
    EXPECT_THAT(check(spike, counter({{"2026-04-01", 1031}, {"2026-05-01", 9000}})), IsEmpty());
}

TEST(CounterCheck, WhatStandsStillIsFound) {
    const auto zero = bounds([](auto& b) { b.zero_days = 28; });
    EXPECT_THAT(check(zero, counter({{"2026-02-01", 7}, {"2026-03-01", 9}, {"2026-05-01", 9}})),
                ElementsAre("zero: the counter stood still for 28 days or more"));
    EXPECT_THAT(check(zero, uses({{"2026-03-01", 0}, {"2026-04-10", 0}, {"2026-05-01", 0}})),
                ElementsAre("zero: nothing in 2 uses, 28 days or more"));
    EXPECT_THAT(check(zero, counter({{"2026-04-01", 9}, {"2026-04-20", 9}, {"2026-05-01", 10}})),
                IsEmpty());
    // What nobody measured is not stuck.
    auto estimated = counter({{"2026-04-01", 9}, {"2026-05-01", 9}});
    estimated.qualities.back() = Quality::Estimated;
    EXPECT_THAT(check(zero, estimated), IsEmpty());
}

TEST(CounterCheck, OneUseAgainAndAgainIsStuck) {
    const auto same = bounds([](auto& b) { b.same = 3; });
    EXPECT_THAT(check(same, counter({{"2026-02-01", 1}, {"2026-03-01", 6}, {"2026-04-01", 11}})),
                IsEmpty());
    EXPECT_THAT(
        check(same,
              counter(
                  {{"2026-02-01", 1}, {"2026-03-01", 6}, {"2026-04-01", 11}, {"2026-05-01", 16}})),
        ElementsAre("stuck: 5 m3 from each of 3 reads to the next"));
}

// It is put right by days, and the step over it is what is looked at.
TEST(CounterCheck, AnEstimateThatIsContradictedIsNotLookedAt) {
    const auto most = bounds([](auto& b) { b.most_per_hour = Decimal(2); });
    auto reads = counter({{"2026-04-01", 1000}, {"2026-04-15", 98'000}});
    reads.qualities.back() = Quality::Estimated;
    EXPECT_EQ(check(most, reads).size(), 1U);
    reads.times.push_back(day("2026-05-01"));
    reads.reads.push_back(1030);
    reads.qualities.push_back(Quality::Actual);
    EXPECT_THAT(check(most, reads), IsEmpty());
}

TEST(CounterCheck, NobodyReadsInTheFuture) {
    const auto reads = counter({{"2026-04-01", 1000}, {"2026-05-01", 1030}, {"2027-05-01", 1390}});
    EXPECT_THAT(check(bounds([](auto&) {}), reads, {{}, "2026-05-03"}),
                ElementsAre("future: 1 read of a time that has not come yet"));
}

}  // namespace
}  // namespace bw::meter

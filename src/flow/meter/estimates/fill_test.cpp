// Gaps and their values, worked by hand, over columns that are made here.
#include "flow/meter/estimates/fill.h"
#include "testing/property.h"

#include <gtest/gtest.h>

#include <functional>

namespace bw::meter {
namespace {

const Zone kBerlin = *Zone::find("Europe/Berlin");
constexpr std::int64_t kHour = 3600 * Instant::kSecond;

LocalDate day(const char* text) { return *LocalDate::parse(text); }
// "2026-04-10 06:00", as a clock in Berlin shows it.
Instant local(const char* text) {
    const std::string given(text);
    const auto at = *Instant::parse(given.substr(0, 10) + "T" + given.substr(11) + ":00Z");
    return kBerlin.to_instant(Zone{}.to_local(at));
}

// Values from the first day to before the last; `value` is asked by local time, kMissing is a gap.
using ValueAt = std::function<std::int64_t(LocalTime)>;
IntervalColumn column(const char* from, const char* to, const ValueAt& value,
                      const char* channel = "import", std::int32_t step = 3600) {
    IntervalColumn c;
    c.channel = channel;
    c.unit = "kWh";
    c.start = kBerlin.start_of_day(day(from));
    c.step_seconds = step;
    for (Instant at = c.start; at < kBerlin.start_of_day(day(to));
         at.us += step * Instant::kSecond) {
        c.values.push_back(value(kBerlin.to_local(at)));
        c.qualities.push_back(c.values.back() == kMissing ? Quality::Missing : Quality::Actual);
    }
    return c;
}
ValueAt always(std::int64_t value) {
    return [value](LocalTime) { return value; };
}
// `value` but for the time from `from` to before `to`.
ValueAt except(const char* from, const char* to, ValueAt value) {
    const Span gap{local(from), local(to)};
    return [gap, value = std::move(value)](LocalTime t) {
        return gap.contains(kBerlin.to_instant(t)) ? kMissing : value(t);
    };
}

Filled fill(const std::vector<IntervalColumn>& columns, const char* from = "2026-04-01",
            const char* to = "2026-05-01", const std::vector<customers::Device>& devices = {}) {
    const std::vector<Span> wanted{kBerlin.span_of({day(from), day(to)})};
    const Span near{Instant{wanted[0].from.us - 29 * 24 * kHour},
                    Instant{wanted[0].to.us + 29 * 24 * kHour}};
    return fill_gaps({columns, wanted, near, kBerlin, devices});
}

using Values = std::vector<std::int64_t>;

TEST(FillGaps, WhatIsWholeIsLeftAlone) {
    const auto filled = fill({column("2026-04-01", "2026-05-01", always(5))});
    EXPECT_TRUE(filled.estimates.empty());
    EXPECT_TRUE(filled.open.empty());
}

// 10 before and 40 after: 20 and 30.
TEST(FillGaps, TwoHoursAreAStraightLine) {
    auto c = column("2026-04-01", "2026-05-01",
                    except("2026-04-10 06:00", "2026-04-10 08:00", always(10)));
    const auto after =
        static_cast<std::size_t>((local("2026-04-10 08:00").us - c.start.us) / kHour);
    c.values[after] = 40;
    const auto filled = fill({c});
    ASSERT_EQ(filled.estimates.size(), 1U);
    const auto& e = filled.estimates[0];
    EXPECT_EQ(e.method, Method::Neighbours);
    EXPECT_EQ(e.start, local("2026-04-10 06:00"));
    EXPECT_EQ(e.values, (Values{20, 30}));
    EXPECT_TRUE(filled.open.empty());
}

// 0 before, 1 after, seven quarters between: exact 1/8 .. 7/8, together 3.5, rounded to the even 4.
TEST(FillGaps, RoundingOfALineAddsUp) {
    auto c = column("2026-04-01", "2026-05-01",
                    except("2026-04-10 06:00", "2026-04-10 07:45", always(0)), "import", 900);
    c.values[static_cast<std::size_t>((local("2026-04-10 07:45").us - c.start.us) / (kHour / 4))] =
        1;
    const auto filled = fill({c});
    ASSERT_EQ(filled.estimates.size(), 1U);
    // Sums: 0.125 0.375 0.75 1.25 1.875 2.625 3.5, rounded 0 0 1 1 2 3 4.
    EXPECT_EQ(filled.estimates[0].values, (Values{0, 0, 1, 0, 1, 1, 1}));
}

TEST(FillGaps, ALineReachesOverTheEndOfTheWantedTime) {
    auto c = column("2026-03-30", "2026-05-01",
                    except("2026-03-31 23:00", "2026-04-01 01:00", always(10)));
    c.values[static_cast<std::size_t>((local("2026-04-01 01:00").us - c.start.us) / kHour)] = 40;
    const auto filled = fill({c});
    ASSERT_EQ(filled.estimates.size(), 1U);
    EXPECT_EQ(filled.estimates[0].start, local("2026-04-01 00:00"));
    EXPECT_EQ(filled.estimates[0].values, Values{30});
}

// What was estimated before is no measured neighbour: the run is three hours long, so other days
// are asked.
TEST(FillGaps, EstimatesAreNotBuiltUpon) {
    auto c = column("2026-04-01", "2026-05-01",
                    except("2026-04-10 06:00", "2026-04-10 07:00", always(10)));
    for (const char* hour : {"2026-04-10 07:00", "2026-04-10 08:00"}) {
        const auto i = static_cast<std::size_t>((local(hour).us - c.start.us) / kHour);
        c.values[i] = 70;
        c.qualities[i] = Quality::Estimated;
    }
    const auto filled = fill({c});
    ASSERT_EQ(filled.estimates.size(), 1U);
    EXPECT_EQ(filled.estimates[0].method, Method::LikeDays);
    EXPECT_EQ(filled.estimates[0].values, Values{10});
}

// Friday 10 April: the four nearest weekdays are Thursday 9, Wednesday 8, Monday 13 and Tuesday 7
// (three days away on both sides: before, then after, makes 7 and 13); the weekend is not asked.
TEST(FillGaps, ADayIsTheMeanOfFourLikeDays) {
    const auto filled = fill(
        {column("2026-04-01", "2026-05-01",
                except("2026-04-10 00:00", "2026-04-11 00:00", [](LocalTime t) -> std::int64_t {
                    if (t.date.weekday() > 5) return 900;
                    switch (t.date.day()) {
                        case 9: return 1;
                        case 8: return 2;
                        case 7: return 3;
                        case 13: return 4;
                        default: return 100;
                    }
                }))});
    ASSERT_EQ(filled.estimates.size(), 1U);
    const auto& e = filled.estimates[0];
    EXPECT_EQ(e.method, Method::LikeDays);
    ASSERT_EQ(e.values.size(), 24U);
    // 2.5 an hour: sums 2.5 5 7.5 10, to the even 2 5 8 10; 60 a day, not 48 or 72.
    EXPECT_EQ((Values{e.values.begin(), e.values.begin() + 4}), (Values{2, 3, 3, 2}));
    std::int64_t sum = 0;
    for (const auto value : e.values) sum += value;
    EXPECT_EQ(sum, 60);
}

TEST(FillGaps, AWeekendIsLikeAWeekend) {
    const auto filled = fill({column(
        "2026-04-01", "2026-05-01", except("2026-04-11 00:00", "2026-04-12 00:00", [](LocalTime t) {
            return std::int64_t{t.date.weekday() > 5 ? 7 : 1};
        }))});
    ASSERT_EQ(filled.estimates.size(), 1U);
    EXPECT_EQ(filled.estimates[0].values, Values(24, 7));
}

// Sunday 29 March has 23 hours, Sunday 25 October has 25: the hour from two to three is missing or
// comes twice, and takes the value of two o'clock of other days.
TEST(FillGaps, ClockChangesFollowTheLocalTime) {
    const auto by_hour = [](LocalTime t) { return std::int64_t{t.second_of_day / 3600}; };
    const auto spring = fill({column("2026-03-01", "2026-05-01",
                                     except("2026-03-29 00:00", "2026-03-30 00:00", by_hour))},
                             "2026-03-01", "2026-04-01");
    ASSERT_EQ(spring.estimates.size(), 1U);
    ASSERT_EQ(spring.estimates[0].values.size(), 23U);
    EXPECT_EQ((Values{spring.estimates[0].values.begin(), spring.estimates[0].values.begin() + 4}),
              (Values{0, 1, 3, 4}));
    auto c = column("2026-10-01", "2026-11-01", by_hour);
    const Span sunday = kBerlin.span_of({day("2026-10-25"), day("2026-10-26")});
    for (std::size_t i = 0; i < c.values.size(); ++i)
        if (sunday.contains(Instant{c.start.us + static_cast<std::int64_t>(i) * kHour})) {
            c.values[i] = kMissing;
            c.qualities[i] = Quality::Missing;
        }
    const auto autumn = fill({c}, "2026-10-01", "2026-11-01");
    ASSERT_EQ(autumn.estimates.size(), 1U);
    ASSERT_EQ(autumn.estimates[0].values.size(), 25U);
    EXPECT_EQ((Values{autumn.estimates[0].values.begin(), autumn.estimates[0].values.begin() + 5}),
              (Values{0, 1, 2, 2, 3}));
}

// A spring day cannot give the hour that it does not have.
TEST(FillGaps, ADayWithoutTheHourGivesNone) {
    const auto filled = fill(
        {column("2026-03-28", "2026-04-06",
                except("2026-04-04 00:00", "2026-04-06 00:00",
                       [](LocalTime t) -> std::int64_t { return t.date.day() == 29 ? 100 : 10; }))},
        "2026-04-01", "2026-04-06");
    ASSERT_EQ(filled.estimates.size(), 1U);
    EXPECT_EQ(filled.estimates[0].values[1], 55);  // the 28th and the 29th
    EXPECT_EQ(filled.estimates[0].values[2], 10);  // two o'clock: the 28th only
}

TEST(FillGaps, AYearAgoWhenNothingIsNear) {
    const auto year_ago = column("2025-04-01", "2025-05-04",
                                 [](LocalTime t) { return std::int64_t{t.date.weekday()}; });
    const auto filled = fill({year_ago});
    ASSERT_EQ(filled.estimates.size(), 1U);
    const auto& e = filled.estimates[0];
    EXPECT_EQ(e.method, Method::YearAgo);
    EXPECT_EQ(e.values.size(), 720U);
    EXPECT_EQ(e.values[0], 3);  // Wednesday 1 April 2026 is like Wednesday 2 April 2025
}

TEST(FillGaps, WithoutHistoryTheGapStays) {
    const auto filled =
        fill({column("2026-04-18", "2026-04-20", always(4))}, "2026-04-14", "2026-04-20");
    EXPECT_TRUE(filled.estimates.empty());  // a weekend says nothing of weekdays
    ASSERT_EQ(filled.open.size(), 1U);
    EXPECT_EQ(filled.open[0].reason, OpenReason::NoHistory);
    EXPECT_EQ(filled.open[0].intervals, 96);
    EXPECT_EQ(filled.open[0].span, kBerlin.span_of({day("2026-04-14"), day("2026-04-18")}));
}

// Counted in other steps from Friday 10 April on: neither other days nor neighbours before tell of
// what comes after, and nothing after of what was before.
TEST(FillGaps, WhatWasCountedUnderAnotherFactorTellsNothing) {
    const auto factor = [](const char* from, int multiplier, bool on_intervals = true) {
        return customers::Device{"import", local(from), {}, Decimal(multiplier), on_intervals};
    };
    const auto halved = [](LocalTime t) {
        return std::int64_t{t.date < day("2026-04-10") ? 6 : 3};
    };
    const auto c =
        column("2026-03-20", "2026-05-01", except("2026-04-09 12:00", "2026-04-10 12:00", halved));
    const auto changed = [&](bool on_intervals) {
        return std::vector{factor("2026-01-01 00:00", 10, on_intervals),
                           factor("2026-04-10 00:00", 20, on_intervals)};
    };
    const auto filled = fill({c}, "2026-04-01", "2026-05-01", changed(true));
    ASSERT_EQ(filled.estimates.size(), 1U);
    Values expected(12, 6);
    expected.resize(24, 3);
    EXPECT_EQ(filled.estimates[0].values, expected);
    // Of intervals that come as they were used all days tell.
    EXPECT_NE(fill({c}, "2026-04-01", "2026-05-01", changed(false)).estimates[0].values, expected);

    const auto at_the_change =
        fill({column("2026-03-20", "2026-05-01",
                     except("2026-04-10 00:00", "2026-04-10 01:00", halved))},
             "2026-04-01", "2026-05-01", changed(true));
    ASSERT_EQ(at_the_change.estimates.size(), 1U);
    EXPECT_EQ(at_the_change.estimates[0].method, Method::LikeDays);
    EXPECT_EQ(at_the_change.estimates[0].values, Values{3});
}

// Panels that were put up on the tenth fed nothing in before.
TEST(FillGaps, AChannelThatBeganLaterIsNotFilledBefore) {
    const auto filled = fill({column("2026-03-01", "2026-05-01", always(5)),
                              column("2026-04-10", "2026-05-01", always(3), "export")});
    EXPECT_TRUE(filled.estimates.empty());
    ASSERT_EQ(filled.open.size(), 1U);
    EXPECT_EQ(filled.open[0].reason, OpenReason::NotInUse);
    EXPECT_EQ(filled.open[0].channel, "export");
}

TEST(FillGaps, AMeterThatIsSilentAsAWholeIsFilledInAllChannels) {
    const auto filled = fill({column("2026-03-01", "2026-04-20", always(5)),
                              column("2026-03-01", "2026-04-20", always(3), "export")});
    ASSERT_EQ(filled.estimates.size(), 2U);
    EXPECT_EQ(filled.estimates[0].channel, "export");
    EXPECT_EQ(filled.estimates[0].values, Values(264, 3));
    EXPECT_EQ(filled.estimates[1].values, Values(264, 5));
}

// The new meter counts quarters from noon on; two hours before it nobody measured.
TEST(FillGaps, BetweenTwoMetersTheOneBeforeCounts) {
    const auto hours = column("2026-04-01", "2026-04-10", always(8));
    auto quarters = column("2026-04-10", "2026-05-01", always(2), "import", 900);
    quarters.values.erase(quarters.values.begin(), quarters.values.begin() + 12);
    quarters.qualities.resize(quarters.values.size());
    quarters.start.us += 3 * kHour;
    const auto filled = fill({quarters, hours});
    ASSERT_EQ(filled.estimates.size(), 1U);
    EXPECT_EQ(filled.estimates[0].step_seconds, 3600);
    EXPECT_EQ(filled.estimates[0].values, Values(3, 8));
}

TEST(FillGaps, ARestShorterThanAnIntervalStays) {
    auto quarters = column("2026-04-10", "2026-05-01", always(2), "import", 900);
    quarters.values.erase(quarters.values.begin(), quarters.values.begin() + 6);
    quarters.qualities.resize(quarters.values.size());
    quarters.start.us += 3 * kHour / 2;
    const auto filled = fill({column("2026-04-01", "2026-04-10", always(8)), quarters});
    ASSERT_EQ(filled.estimates.size(), 1U);
    EXPECT_EQ(filled.estimates[0].values, Values{8});
    ASSERT_EQ(filled.open.size(), 1U);
    EXPECT_EQ(filled.open[0].reason, OpenReason::OddRest);
    EXPECT_EQ(filled.open[0].span.from, local("2026-04-10 01:00"));
}

TEST(FillGaps, DailyValuesAreNotEstimated) {
    IntervalColumn c;
    c.channel = "import";
    c.unit = "kWh";
    c.start = kBerlin.start_of_day(day("2026-04-01"));
    c.step_seconds = 86'400;
    c.values = {5, kMissing, 5};
    c.qualities = {Quality::Actual, Quality::Missing, Quality::Actual};
    const auto filled = fill({c}, "2026-04-01", "2026-04-04");
    EXPECT_TRUE(filled.estimates.empty());
    ASSERT_EQ(filled.open.size(), 1U);
    EXPECT_EQ(filled.open[0].reason, OpenReason::LongIntervals);
    EXPECT_EQ(filled.open[0].intervals, 1);
}

// Whatever is missing: what is estimated lies in gaps only, nothing is in two lists or in none, and
// what was filled is not asked for again.
PROPERTY(FillGaps, FillsGapsAndNothingElse) {
    const auto gaps = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(testing::between(0, 60 * 24 - 1), testing::between(1, 300)));
    auto c = column("2026-03-15", "2026-05-14",
                    [](LocalTime t) { return std::int64_t{t.second_of_day % 977}; });
    for (const auto& [from, length] : gaps)
        for (int i = from; i < from + length && i < static_cast<int>(c.values.size()); ++i) {
            c.values[static_cast<std::size_t>(i)] = kMissing;
            c.qualities[static_cast<std::size_t>(i)] = Quality::Missing;
        }
    const Span april = kBerlin.span_of({day("2026-04-01"), day("2026-05-01")});
    const auto in_april = [&](std::size_t i) {
        return april.contains(Instant{c.start.us + static_cast<std::int64_t>(i) * kHour});
    };
    std::int64_t missing = 0;
    for (std::size_t i = 0; i < c.values.size(); ++i)
        missing += in_april(i) && c.values[i] == kMissing ? 1 : 0;
    const auto filled = fill({c});
    std::int64_t told = 0;
    for (const auto& gap : filled.open) told += gap.intervals;
    for (const auto& e : filled.estimates)
        for (std::size_t n = 0; n < e.values.size(); ++n, ++told) {
            const auto i = static_cast<std::size_t>((e.start.us - c.start.us) / kHour) + n;
            RC_ASSERT(in_april(i));
            RC_ASSERT(c.values[i] == kMissing);
            RC_ASSERT(e.values[n] >= 0);
            c.values[i] = e.values[n];
            c.qualities[i] = Quality::Estimated;
        }
    RC_ASSERT(told == missing);
    RC_ASSERT(fill({c}).estimates.empty());
}

TEST(FillGaps, MethodsHaveNames) {
    for (const auto method : {Method::Neighbours, Method::LikeDays, Method::YearAgo})
        EXPECT_EQ(parse_method(method_name(method)), method);
    EXPECT_FALSE(parse_method("guess"));
}

}  // namespace
}  // namespace bw::meter

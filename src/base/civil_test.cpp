#include "base/civil.h"
#include "testing/property.h"

#include <gtest/gtest.h>

#include <array>

namespace bw {
namespace {

const Zone kSydney = *Zone::find("Australia/Sydney");

std::int64_t hours_of(const Zone& zone, LocalDate day) {
    const Span span = zone.span_of({day, day.plus_days(1)});
    return (span.to.us - span.from.us) / Instant::kSecond / 3600;
}

}  // namespace

TEST(LocalDate, KnowsTheCalendar) {
    EXPECT_FALSE(LocalDate::make(2023, 2, 29));
    EXPECT_EQ(LocalDate::of(2024, 2, 29).plus_months(12).to_string(), "2025-02-28");
    EXPECT_EQ(LocalDate::of(2026, 1, 31).plus_months(1).to_string(), "2026-02-28");
    EXPECT_EQ(LocalDate::of(2026, 11, 22).weekday(), 7);
    EXPECT_EQ(LocalDate::of(1970, 1, 1).weekday(), 4);
    EXPECT_FALSE(LocalDate::parse("2026-1-1"));
    EXPECT_EQ(quarter_of(LocalDate::of(2026, 5, 17)).to.to_string(), "2026-07-01");
}

TEST(Zone, ClockChangeDaysHave23And25Hours) {
    EXPECT_EQ(hours_of(kSydney, LocalDate::of(2013, 4, 7)), 25);
    EXPECT_EQ(hours_of(kSydney, LocalDate::of(2013, 10, 6)), 23);
    EXPECT_EQ(hours_of(kSydney, LocalDate::of(2013, 7, 1)), 24);
}

TEST(Zone, AGapAndAnAmbiguousHourAreResolvedAsDocumented) {
    // 2013-10-06 02:30 does not exist: the clock jumps at 02:00 standard time, 16:00 UTC the day
    // before.
    const Instant gap = kSydney.to_instant({LocalDate::of(2013, 10, 6), 2 * 3600 + 1800});
    EXPECT_EQ(gap.to_string(), "2013-10-05T16:00:00Z");
    // 2013-04-07 02:30 comes twice: the earlier one is still summer time (UTC+11).
    const Instant twice = kSydney.to_instant({LocalDate::of(2013, 4, 7), 2 * 3600 + 1800});
    EXPECT_EQ(twice.to_string(), "2013-04-06T15:30:00Z");
}

TEST(Zone, UnknownNamesAndOffsetsAreErrors) {
    EXPECT_EQ(Zone::find("Mars/Olympus").error().code, Code::NotFound);
    EXPECT_FALSE(Zone::find("UTC+25:00"));
    EXPECT_EQ(Zone::find("UTC+10:00")->offset_seconds({}), 36000);
}

TEST(Instant, ParsesOffsetsAndFractions) {
    EXPECT_EQ(Instant::parse("2013-08-07T17:30:00Z")->to_string(), "2013-08-07T17:30:00Z");
    EXPECT_EQ(Instant::parse("2013-08-07T17:30+10:00")->to_string(), "2013-08-07T07:30:00Z");
    EXPECT_EQ(Instant::parse("2013-08-07 17:30:00.25Z")->us % Instant::kSecond, 250'000);
    for (const auto* bad : {"", "2013-08-07", "2013-08-07T25:00Z", "2013-08-07T17:30", "now"})
        EXPECT_FALSE(Instant::parse(bad)) << bad;
}

PROPERTY(Period, DaysOfAMonthSumToItsSpanOverClockChanges) {
    const auto days = *testing::any<std::uint16_t>();
    const Period month = month_of(LocalDate::of(2000, 1, 1).plus_days(days));
    std::int64_t us = 0;
    for (LocalDate d = month.from; d < month.to; d = d.plus_days(1)) {
        const Span day = kSydney.span_of({d, d.plus_days(1)});
        us += day.to.us - day.from.us;
    }
    const Span whole = kSydney.span_of(month);
    RC_ASSERT(us == whole.to.us - whole.from.us);
}

PROPERTY(Zone, LocalTimeAndBackIsTheSameInstantOutsideTheDoubleHour) {
    const auto seconds = *testing::between<std::int64_t>(0, 4'000'000'000);
    const Instant at = Instant::from_seconds(seconds);
    const Instant back = kSydney.to_instant(kSydney.to_local(at));
    RC_ASSERT(back == at || at.us - back.us == 3600 * Instant::kSecond);
}

// Zones with clock changes of an hour and of half an hour, at night and at midnight.
const Zone& any_zone() {
    static const std::array kZones = {*Zone::find("Australia/Sydney"), *Zone::find("Europe/Berlin"),
                                      *Zone::find("Australia/Lord_Howe"),
                                      *Zone::find("America/Santiago"), *Zone::find("UTC+10:00")};
    return kZones.at(*testing::between<std::size_t>(0, kZones.size() - 1));
}

Period any_period() {
    const auto from = LocalDate::of(2020, 1, 1).plus_days(*testing::between(0, 800));
    return {from, from.plus_days(*testing::between(0, 120))};
}

PROPERTY(Period, AnIntersectionHoldsWhatBothHold) {
    const Period a = any_period(), b = any_period();
    const Period both = a.intersect(b);
    RC_ASSERT(both == b.intersect(a) || (both.is_empty() && b.intersect(a).is_empty()));
    for (LocalDate day = std::min(a.from, b.from); day <= std::max(a.to, b.to);
         day = day.plus_days(1))
        RC_ASSERT(both.contains(day) == (a.contains(day) && b.contains(day)));
}

PROPERTY(Period, DaysAndInstantsIntersectAlike) {
    const Zone& zone = any_zone();
    const Period a = any_period(), b = any_period();
    const Period days = a.intersect(b);
    const Span instants = zone.span_of(a).intersect(zone.span_of(b));
    RC_ASSERT(days.is_empty() == instants.is_empty());
    if (!days.is_empty()) RC_ASSERT(zone.span_of(days) == instants);
}

PROPERTY(Period, NeighboursMakeTheWholeInEveryZone) {
    const Zone& zone = any_zone();
    const Period whole = any_period();
    const auto cut = whole.from.plus_days(*testing::between(0, days_in(whole)));
    const Span first = zone.span_of({whole.from, cut}), rest = zone.span_of({cut, whole.to});
    RC_ASSERT(first.to == rest.from);
    RC_ASSERT((Span{first.from, rest.to} == zone.span_of(whole)));
}

}  // namespace bw

#include "flow/meter/checks/implausible.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace bw::meter {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const Zone kBerlin = *Zone::find("Europe/Berlin");
constexpr std::int64_t kHour = 3600 * Instant::kSecond;
const LocalDate kApril = LocalDate::of(2026, 4, 1);

// "2026-04-10 06:00", as a clock in Berlin shows it.
Instant local(const char* text) {
    const std::string given(text);
    const auto at = *Instant::parse(given.substr(0, 10) + "T" + given.substr(11) + ":00Z");
    return kBerlin.to_instant(Zone{}.to_local(at));
}

// Hours from 15 March to 15 May with three decimals, each the number of its weekday so that
// neighbours differ.
IntervalColumn hours(const char* channel = "import") {
    IntervalColumn c;
    c.channel = channel;
    c.unit = "kWh";
    c.start = local("2026-03-15 00:00");
    c.step_seconds = 3600;
    for (Instant at = c.start; at < local("2026-05-15 00:00"); at.us += kHour) {
        const LocalTime time = kBerlin.to_local(at);
        c.values.push_back(1000 + (time.second_of_day / 3600));
        c.qualities.push_back(Quality::Actual);
    }
    return c;
}
void set(IntervalColumn& c, const char* from, const char* to, std::int64_t value,
         Quality quality = Quality::Actual) {
    for (Instant at = local(from); at < local(to); at.us += kHour) {
        const auto i = static_cast<std::size_t>((at.us - c.start.us) / kHour);
        c.values[i] = value;
        c.qualities[i] = quality;
    }
}

std::vector<Implausible> check(const catalog::Bounds& bounds, Usage usage,
                               const char* known_until = "2026-06-01 00:00") {
    const catalog::Validation rules{"electricity", {bounds}};
    const std::vector<Span> wanted{kBerlin.span_of(month_of(kApril))};
    return find_implausible({rules, usage, wanted, local(known_until), kBerlin});
}
std::vector<Implausible> check(const catalog::Bounds& bounds, const IntervalColumn& column) {
    return check(bounds, Usage{{}, {column}, {}, {}});
}
catalog::Bounds import_of(const std::function<void(catalog::Bounds&)>& with) {
    catalog::Bounds bounds;
    bounds.channel = "import";
    bounds.unit = "kWh";
    with(bounds);
    return bounds;
}

TEST(Implausible, WhatIsNotBoundedIsNotAsked) {
    auto c = hours();
    set(c, "2026-04-10 06:00", "2026-04-10 09:00", 900'000);
    EXPECT_THAT(check(import_of([](auto&) {}), c), IsEmpty());
    EXPECT_THAT(check(import_of([](auto& b) {
                          b.most_per_hour = Decimal(25);
                          b.channel = "export";
                      }),
                      c),
                IsEmpty());
}

// At most 25 kWh in an hour; what follows each other is one finding with the largest value.
TEST(Implausible, RangeIsMeasuredByTheHour) {
    auto c = hours();
    set(c, "2026-04-10 06:00", "2026-04-10 08:00", 25'000);
    set(c, "2026-04-11 06:00", "2026-04-11 08:00", 25'001);
    set(c, "2026-04-11 07:00", "2026-04-11 08:00", 31'200);
    set(c, "2026-04-12 06:00", "2026-04-12 07:00", -1);
    set(c, "2026-05-02 06:00", "2026-05-02 07:00", 99'000);  // not asked for
    const auto found = check(import_of([](auto& b) { b.most_per_hour = Decimal(25); }), c);
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[0].rule, Rule::Range);
    EXPECT_EQ(found[0].intervals, 2);
    EXPECT_EQ(found[0].span, (Span{local("2026-04-11 06:00"), local("2026-04-11 08:00")}));
    EXPECT_EQ(implausible_words(found[0]), "31.2 kWh in an interval, at most 25 can be");
    EXPECT_EQ(implausible_words(found[1]), "-0.001 kWh in an interval, less than nothing");
}

// At six all days have 1.006 kWh: ten times that is 10.06.
TEST(Implausible, ASpikeIsFarAboveLikeDays) {
    const auto bounds = import_of([](auto& b) { b.spike = {Decimal(10), Decimal(5)}; });
    auto c = hours();
    set(c, "2026-04-10 06:00", "2026-04-10 07:00", 10'060);
    EXPECT_THAT(check(bounds, c), IsEmpty());
    set(c, "2026-04-10 06:00", "2026-04-10 07:00", 10'061);
    const auto found = check(bounds, c);
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].rule, Rule::Spike);
    EXPECT_EQ(implausible_words(found[0]), "10.061 kWh in an interval, on like days 1.006");
}

TEST(Implausible, WhatIsBelowTheFloorIsNoSpike) {
    auto c = hours();
    for (auto& value : c.values) value = 1;
    set(c, "2026-04-10 06:00", "2026-04-10 07:00", 4'999);
    EXPECT_THAT(check(import_of([](auto& b) { b.spike = {Decimal(10), Decimal(5)}; }), c),
                IsEmpty());
}

TEST(Implausible, OneValueAgainAndAgainIsStuck) {
    const auto bounds = import_of([](auto& b) { b.same = 12; });
    auto c = hours();
    set(c, "2026-04-10 00:00", "2026-04-10 11:00", 777);
    EXPECT_THAT(check(bounds, c), IsEmpty());
    set(c, "2026-04-10 00:00", "2026-04-10 12:00", 777);
    const auto found = check(bounds, c);
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].rule, Rule::Stuck);
    EXPECT_EQ(implausible_words(found[0]), "0.777 kWh in each of 12 intervals");
    set(c, "2026-04-10 05:00", "2026-04-10 06:00", 777, Quality::Estimated);
    EXPECT_THAT(check(bounds, c), IsEmpty());  // estimates may be alike
}

// The run began in March.
TEST(Implausible, NothingForDaysIsStuckToo) {
    auto c = hours();
    set(c, "2026-03-30 00:00", "2026-04-06 00:00", 0);
    EXPECT_THAT(check(import_of([](auto& b) { b.zero_days = 8; }), c), IsEmpty());
    const auto found = check(import_of([](auto& b) { b.zero_days = 7; }), c);
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].rule, Rule::Zero);
    EXPECT_EQ(found[0].span.from, local("2026-03-30 00:00"));
    EXPECT_EQ(implausible_words(found[0]), "nothing in 168 intervals, 7 days or more");
}

// From 9 to 10 April, 24 hours of 1.000 to 1.023 kWh are 24.276; the counter ran over.
TEST(Implausible, IntervalsAddUpToTheCounter) {
    RegisterColumn counter;
    counter.channel = "import";
    counter.unit = "kWh";
    counter.digits = 4;
    counter.times = {local("2026-04-09 00:00"), local("2026-04-10 00:00"),
                     local("2026-04-11 00:00")};
    counter.reads = {9'990'000, 14'276, 38'800};  // 24.276, then 24.524
    counter.qualities = {Quality::Actual, Quality::Actual, Quality::Actual};
    const Usage usage{{}, {hours()}, {counter}, {}};
    EXPECT_THAT(check(import_of([](auto& b) { b.counter_percent = Decimal(2); }), usage),
                IsEmpty());
    const auto found = check(import_of([](auto& b) { b.counter_percent = Decimal(1); }), usage);
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].rule, Rule::Counter);
    EXPECT_EQ(implausible_words(found[0]),
              "the intervals add up to 24.276 kWh, the counter says 24.524");
}

TEST(Implausible, NobodyMeasuresTheFuture) {
    const auto found =
        check(import_of([](auto&) {}), Usage{{}, {hours()}, {}, {}}, "2026-05-10 00:00");
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].rule, Rule::Future);
    EXPECT_EQ(found[0].span, (Span{local("2026-05-10 00:00"), local("2026-05-15 00:00")}));
    EXPECT_EQ(implausible_words(found[0]), "120 intervals of a time that has not come yet");
}

TEST(Implausible, ABoundInWattHoursIsOneInKilowattHours) {
    auto c = hours();
    set(c, "2026-04-10 06:00", "2026-04-10 07:00", 40'000);
    const auto found = check(import_of([](auto& b) {
                                 b.unit = "Wh";
                                 b.most_per_hour = Decimal(25'000);
                             }),
                             c);
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].value, Decimal(40));
    EXPECT_EQ(found[0].limit, Decimal(25));
    EXPECT_EQ(found[0].unit, "kWh");
}

RegisterColumn counter(std::int64_t by_customer) {
    RegisterColumn c;
    c.channel = "import";
    c.unit = "kWh";
    c.scale = 0;
    c.times = {local("2026-03-01 00:00"), local("2026-03-31 00:00"), local("2026-04-30 00:00")};
    c.reads = {1000, 1300, by_customer};
    c.qualities = {Quality::Actual, Quality::Actual, Quality::Customer};
    return c;
}

TEST(Implausible, ACustomersReadIsComparedWithWhatWasUsedBefore) {
    const auto bounds = import_of([](auto& b) { b.customer_reads = {Decimal(50), Decimal(20)}; });
    const auto check_read = [&](std::int64_t read) {
        return check(bounds, Usage{{}, {}, {counter(read)}, {}});
    };
    EXPECT_THAT(check_read(1600), IsEmpty());
    EXPECT_THAT(check_read(1750), IsEmpty());  // 450 of 300: half more, and no more
    const auto found = check_read(1751);
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].rule, Rule::Read);
    EXPECT_EQ(found[0].value, Decimal(451));
    EXPECT_THAT(check_read(1301), SizeIs(1));  // next to nothing
    auto measured = counter(9000);
    measured.qualities.back() = Quality::Actual;
    EXPECT_THAT(check(bounds, Usage{{}, {}, {measured}, {}}), IsEmpty());
}

// 365 days by the customer beside 365 before them, of which 60 in the last 90 are a winter's.
TEST(Implausible, AYearIsComparedWithAYear) {
    const auto bounds = import_of([](auto& b) { b.customer_reads = {Decimal(50), Decimal(20)}; });
    RegisterColumn c;
    c.channel = "import";
    c.unit = "kWh";
    c.scale = 0;
    c.times = {local("2024-04-20 00:00"), local("2025-01-20 00:00"), local("2025-04-20 00:00"),
               local("2026-04-20 00:00")};
    c.reads = {1000, 1060, 1120, 1300};
    c.qualities = {Quality::Actual, Quality::Actual, Quality::Actual, Quality::Customer};
    EXPECT_THAT(check(bounds, Usage{{}, {}, {c}, {}}), IsEmpty());  // 180 of 120
    c.reads.back() = 1301;
    const auto found = check(bounds, Usage{{}, {}, {c}, {}});
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].value, Decimal(181));
    EXPECT_EQ(found[0].limit, Decimal(120));
}

}  // namespace
}  // namespace bw::meter

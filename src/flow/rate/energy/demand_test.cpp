#include "books/catalog/parse.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/pieces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::rate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Zone kUtc;
const Period kMarch = month_of(LocalDate::of(2026, 3, 1));  // the 1st is a Sunday

// A power that lasts one interval.
struct Burst {
    std::string at;  // "2026-03-02T17:00:00Z"
    std::int64_t kwh_milli = 0;
};

meter::IntervalColumn column(const Period& period, std::int64_t idle, std::vector<Burst> bursts,
                             std::string channel = "import", std::int32_t step = 1800) {
    meter::IntervalColumn result;
    result.channel = std::move(channel);
    result.unit = result.channel == "reactive" ? "kvarh" : "kWh";
    result.step_seconds = step;
    const Span span = kUtc.span_of(period);
    result.start = span.from;
    const auto count = static_cast<std::size_t>((span.to.seconds() - span.from.seconds()) / step);
    result.values.assign(count, idle);
    result.qualities.assign(count, meter::Quality::Actual);
    for (const auto& [at, value] : bursts)
        result.values[static_cast<std::size_t>(
            (Instant::parse(at)->seconds() - span.from.seconds()) / step)] = value;
    return result;
}

const std::string kHead = "schedule: S\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: "
                          "2020-01-01\ntax: standard\ncharges:\n";

struct Asked {
    Period period = kMarch;
    std::vector<meter::IntervalColumn> columns;
    std::vector<State> states = {};
    Circumstances circumstances = {};
    const catalog::Factors* factors = nullptr;
};

Result<RatedUsage> rated(const std::string& charges, const Asked& asked,
                         const std::string& later = "") {
    auto document = catalog::parse(kHead + charges, "test.yaml");
    if (!document) return std::unexpected(document.error());
    CompileRequest request;
    for (const auto& version : document->schedules) request.versions.push_back(&version);
    auto second = catalog::parse(kHead + later, "later.yaml");
    if (!later.empty()) {
        second->schedules[0].head.from = LocalDate::of(2026, 3, 11);
        request.versions.push_back(&second->schedules[0]);
    }
    request.period = asked.period;
    request.zone = kUtc;
    request.factors = asked.factors;
    request.steps = {1800, 900};
    const auto schedule = compile(request);
    if (!schedule) return std::unexpected(schedule.error());
    meter::Usage usage;
    usage.intervals = asked.columns;
    return rate(*schedule, usage, asked.states, asked.circumstances);
}

// "peak: 12 kW x 10 / 1 = 120.00"
std::vector<std::string> lines(const Result<RatedUsage>& result) {
    if (!result) return {result.error().message()};
    std::vector<std::string> lines;
    for (const auto& piece : result->pieces)
        lines.push_back((piece.part.empty() ? "" : piece.part + ": ") + piece.quantity.to_string() +
                        " " + piece.unit + " x " + piece.price.to_string() +
                        (piece.base == 1 ? "" : " / " + std::to_string(piece.base)) + " = " +
                        line_amount(piece)->to_string(2));
    return lines;
}

TEST(RateDemand, TheHighestHalfHourOfAMonthAtSoMuchAKilowatt) {
    const auto result = rated(
        "  d: {of: peak import kW, price: 10.00 per kW per month}\n",
        {.columns = {column(kMarch, 1000,
                            {{"2026-03-02T17:00:00Z", 6000}, {"2026-03-09T08:30:00Z", 5999}})}});
    EXPECT_THAT(lines(result), ElementsAre("12 kW x 10 = 120.00"));
    const auto* peak = result->pieces[0].breakdown.find<note::Peak>();
    ASSERT_NE(peak, nullptr);
    EXPECT_EQ(peak->day, LocalDate::of(2026, 3, 2));
    EXPECT_EQ(peak->minute, 17 * 60);
    EXPECT_EQ(result->pieces[0].breakdown.intervals, 31 * 48);
    EXPECT_THAT(result->state_out, IsEmpty());
}

TEST(RateDemand, EachWindowHasItsOwnPeak) {
    EXPECT_THAT(lines(rated(R"(  d:
    of: peak import kW
    windows:
      peak: {when: Mon-Fri 16:00-20:00, price: 10.00 per kW per month}
      rest: {when: otherwise, price: 2.00 per kW per month}
)",
                            {.columns = {column(kMarch, 500,
                                                {{"2026-03-01T17:00:00Z", 9000},
                                                 {"2026-03-02T17:00:00Z", 6000}})}})),
                ElementsAre("peak: 12 kW x 10 = 120.00", "rest: 18 kW x 2 = 36.00"));
}

TEST(RateDemand, APowerOverAnHourIsTheMeanFromMidnightOn) {
    // 17:15 to 18:15 would be 12 kW; the hours of the clock have 9 and 3.
    const auto quarter = column(kMarch, 0,
                                {{"2026-03-02T17:15:00Z", 3000},
                                 {"2026-03-02T17:30:00Z", 3000},
                                 {"2026-03-02T17:45:00Z", 3000},
                                 {"2026-03-02T18:00:00Z", 3000}},
                                "import", 900);
    const std::string hour =
        "  d: {of: peak import kW, mean over: 60 minutes, price: 1 per kW per month}\n";
    EXPECT_THAT(lines(rated(hour, {.columns = {quarter}})), ElementsAre("9 kW x 1 = 9.00"));
    const std::string shorter =
        "  d: {of: peak import kW, mean over: 15 minutes, price: 1 per kW per month}\n";
    EXPECT_THAT(lines(rated(shorter, {.columns = {column(kMarch, 1, {})}}))[0],
                HasSubstr("power over 15 minutes cannot be told from intervals of 1800 s"));
}

TEST(RateDemand, WhatWasNotMeasuredTellsNothing) {
    auto values = column(kMarch, 1000, {{"2026-03-02T17:00:00Z", 6000}});
    values.values[100] = meter::kMissing;
    const auto result =
        rated("  d: {of: peak import kW, price: 10 per kW per month}\n", {.columns = {values}});
    EXPECT_EQ(result->pieces[0].breakdown.missing, 1);
    const auto none = rated("  d: {of: peak import kW, price: 10 per kW per month}\n", {});
    EXPECT_THAT(lines(none), ElementsAre("0 kW x 10 = 0.00"));
    EXPECT_EQ(none->pieces[0].breakdown.missing, 31 * 48);
}

TEST(RateDemand, APeakOfEachDayIsAddedUp) {
    EXPECT_THAT(lines(rated("  d: {of: peak import kW, peaks: daily, at least: 2.5, price: 0.10 "
                            "per kW per day}\n",
                            {.columns = {column(kMarch, 1000, {{"2026-03-02T17:00:00Z", 6000}})}})),
                ElementsAre("87 kW day x 0.1 = 8.70"));  // 12 + 30 x 2.5
}

TEST(RateDemand, AMonthsPeakPerKilowattAndDay) {
    EXPECT_THAT(
        lines(rated("  d: {of: peak import kW, at least: 1.5, price: 0.30 per kW per day}\n",
                    {.columns = {column(kMarch, 500, {})}})),
        ElementsAre("46.5 kW day x 0.3 = 13.95"));  // at least 1.5, 31 days
}

TEST(RateDemand, TheMeanOfTheHighestDays) {
    const auto result =
        rated("  d: {of: peak import kW, mean of: 3 days, price: 3 per kW per month}\n",
              {.columns = {column(kMarch, 0,
                                  {{"2026-03-02T17:00:00Z", 5000},
                                   {"2026-03-02T18:00:00Z", 4900},
                                   {"2026-03-05T07:00:00Z", 4000},
                                   {"2026-03-20T07:00:00Z", 3000},
                                   {"2026-03-21T07:00:00Z", 2000}})}});
    EXPECT_THAT(lines(result), ElementsAre("8 kW x 3 = 24.00"));
    EXPECT_EQ(result->pieces[0].breakdown.find<note::Peak>()->days, 3);
}

TEST(RateDemand, TiersFillWithKilowatts) {
    EXPECT_THAT(lines(rated("  d: {of: peak import kW, tiers per month: [{to: 10, price: 2}, "
                            "{price: 1}]}\n",
                            {.columns = {column(kMarch, 0, {{"2026-03-02T17:00:00Z", 6000}})}})),
                ElementsAre("tier-1: 10 kW x 2 = 20.00", "tier-2: 2 kW x 1 = 2.00"));
}

TEST(RateDemand, ARatchetKeepsAShareOfEarlierPeaks) {
    const std::string text = "  d: {of: peak import kW, ratchet: 60 % of the last 2 months, price: "
                             "10 per kW per month}\n";
    const auto value = [](int month) { return month_of(LocalDate::of(2026, month, 1)); };
    const auto january =
        rated(text, {.period = value(1),
                     .columns = {column(value(1), 0, {{"2026-01-02T17:00:00Z", 50'000}})}});
    EXPECT_THAT(lines(january), ElementsAre("100 kW x 10 = 1000.00"));
    ASSERT_THAT(january->state_out, SizeIs(1));
    EXPECT_EQ(january->state_out[0].name, "peak.2026-01");
    const auto month = [&](int number, const RatedUsage& before) {
        return rated(text, {.period = value(number),
                            .columns = {column(value(number), 1000, {})},
                            .states = before.state_out});
    };
    const auto february = month(2, *january);
    EXPECT_THAT(lines(february), ElementsAre("60 kW x 10 = 600.00"));
    const auto* peak = february->pieces[0].breakdown.find<note::Peak>();
    EXPECT_EQ(peak->ratchet,
              (note::Ratchet{Decimal(60), Decimal(100), value(1).from, Decimal(60)}));
    const auto march = month(3, *february);
    EXPECT_THAT(lines(march), ElementsAre("60 kW x 10 = 600.00"));
    EXPECT_THAT(march->state_out, SizeIs(2));  // of February and March
    EXPECT_THAT(lines(month(4, *march)), ElementsAre("2 kW x 10 = 20.00"));
}

TEST(RateDemand, ARatchetLooksAtTheMonthsItNames) {
    const std::string text = "  d: {of: peak import kW, ratchet: [95 % of Jul in the last 11 "
                             "months, 50 % of the last 11 months], price: 1 per kW per month}\n";
    const std::vector<State> states{{"d", "peak.2025-06", Decimal(100)},
                                    {"d", "peak.2025-07", Decimal(40)},
                                    {"other", "peak.2025-07", Decimal(900)}};
    EXPECT_THAT(lines(rated(text, {.columns = {column(kMarch, 1000, {})}, .states = states})),
                ElementsAre("50 kW x 1 = 50.00"));
}

TEST(RateDemand, AMonthMayBeBilledAShareOfItsOwnPeak) {
    const std::string text =
        "  d: {of: peak import kW, own: [60 %, \"100 % in Jun, Jul\"], at least: "
        "1, price: 1 per kW per month}\n";
    EXPECT_THAT(lines(rated(text, {.columns = {column(kMarch, 5000, {})}})),
                ElementsAre("6 kW x 1 = 6.00"));
    const Period june = month_of(LocalDate::of(2026, 6, 1));
    EXPECT_THAT(lines(rated(text, {.period = june, .columns = {column(june, 5000, {})}})),
                ElementsAre("10 kW x 1 = 10.00"));
}

TEST(RateDemand, PartsOfAMonthPassOnItsHighestPeakOnce) {
    const std::string text =
        "  d: {of: peak import kW, ratchet: 60 % of the last 11 months, price: 1 "
        "per kW per month}\n";
    Asked first{.columns = {column(kMarch, 1000, {{"2026-03-05T17:00:00Z", 5000}})}};
    first.circumstances.supplied = {LocalDate::of(2026, 3, 1), LocalDate::of(2026, 3, 11)};
    Asked rest = first;
    rest.circumstances.supplied = {LocalDate::of(2026, 3, 11), LocalDate::of(2026, 4, 1)};
    rest.states = rated(text, first)->state_out;
    EXPECT_THAT(rated(text, rest)->state_out, ElementsAre(State{"d", "peak.2026-03", Decimal(10)}));
}

TEST(RateDemand, ABoundBelowTheOneBeforeItLeavesItsTierEmpty) {
    Asked asked{.columns = {column(kMarch, 0, {{"2026-03-02T17:00:00Z", 6000}})}};
    asked.circumstances.facts = {{"x", Decimal(4)}};
    EXPECT_THAT(
        lines(rated("  d: {of: peak import kW, tiers per month: [{to: 10, price: 3}, {to: 2 * "
                    "x, price: 2}, {price: 1}]}\n",
                    asked)),
        ElementsAre("tier-1: 10 kW x 3 = 30.00", "tier-3: 2 kW x 1 = 2.00"));
}

TEST(RateDemand, ANewPriceInMidMonthHasItsDaysOfOnePeak) {
    const auto result = rated("  d: {of: peak import kW, price: 31 per kW per month}\n",
                              {.columns = {column(kMarch, 1000, {{"2026-03-20T17:00:00Z", 5000}})}},
                              "  d: {of: peak import kW, price: 62 per kW per month}\n");
    EXPECT_THAT(lines(result),
                ElementsAre("100 kW day x 31 / 31 = 100.00", "210 kW day x 62 / 31 = 420.00"));
}

TEST(RateDemand, PartsOfAMonthAtOnePriceCostWhatTheWholeDoes) {
    const std::string text = "  d: {of: peak import kW, price: 1 per kW per month}\n";
    const auto result =
        rated(text, {.columns = {column(kMarch, 0, {{"2026-03-20T17:00:00Z", 500}})}}, text);
    EXPECT_THAT(lines(result),
                ElementsAre("10 kW day x 1 / 31 = 0.32", "21 kW day x 1 / 31 = 0.68"));
}

TEST(RateDemand, SuppliedInPartItIsSharedByDays) {
    Asked asked{.columns = {column(kMarch, 1000, {{"2026-03-05T17:00:00Z", 5000}})}};
    asked.circumstances.supplied = {LocalDate::of(2026, 3, 1), LocalDate::of(2026, 3, 11)};
    EXPECT_THAT(lines(rated("  d: {of: peak import kW, price: 31 per kW per month}\n", asked)),
                ElementsAre("100 kW day x 31 / 31 = 100.00"));
}

TEST(RateDemand, ApparentPowerIsOfTwoChannels) {
    const std::string text =
        "  d: {of: peak import kVA, reactive: reactive, price: 1 per kVA per month}\n";
    const auto active = column(kMarch, 0, {{"2026-03-02T17:00:00Z", 1500}});
    const auto reactive = column(
        kMarch, 0, {{"2026-03-02T17:00:00Z", 2000}, {"2026-03-02T18:00:00Z", 2400}}, "reactive");
    EXPECT_THAT(lines(rated(text, {.columns = {active, reactive}})),
                ElementsAre("5 kVA x 1 = 5.00"));  // 3 kW and 4 kvar
    EXPECT_THAT(lines(rated(text, {.columns = {active}}))[0],
                HasSubstr("channel 'reactive' was not measured"));
}

// Reactive power above half the active power is paid for, whichever charge stands first.
TEST(RateDemand, AChargeMayCountWhatAnotherBills) {
    const std::string excess = "  excess: {of: peak reactive kvar, tiers per month: [{to: 0.5 * "
                               "demand.power, price: 0}, {price: 4}]}\n";
    const std::string power = "  power: {of: peak import kW, price: 10 per kW per month}\n";
    const std::vector<meter::IntervalColumn> columns{
        column(kMarch, 0, {{"2026-03-02T17:00:00Z", 4000}}),
        column(kMarch, 0, {{"2026-03-02T17:00:00Z", 2500}}, "reactive")};
    const std::vector<std::string> paid{"tier-1: 4 kvar x 0 = 0.00", "tier-2: 1 kvar x 4 = 4.00"};
    EXPECT_THAT(lines(rated(excess + power, {.columns = columns})),
                ElementsAre(paid[0], paid[1], "8 kW x 10 = 80.00"));
    EXPECT_THAT(lines(rated(power + excess, {.columns = columns})),
                ElementsAre("8 kW x 10 = 80.00", paid[0], paid[1]));
    // The same of energy: 2.5 kvarh beside 4 kWh.
    const std::string energy = "  energy: {of: import kWh, price: 1}\n";
    EXPECT_THAT(lines(rated("  excess: {of: reactive kvarh, tiers per month: [{to: 0.33 * "
                            "usage.energy, price: 0}, {price: 2}]}\n" +
                                energy,
                            {.columns = columns})),
                ElementsAre("tier-1: 1.32 kvarh x 0 = 0.00", "tier-2: 1.18 kvarh x 2 = 2.36",
                            "4 kWh x 1 = 4.00"));
    EXPECT_THAT(
        lines(rated("  a: {of: peak import kW, at least: 2 * demand.b, price: 1 per kW per "
                    "month}\n  b: {of: peak import kW, at least: demand.a, price: 1 per kW per "
                    "month}\n",
                    {.columns = columns}))[0],
        HasSubstr("charges reckon with what each other bills, in a circle: 'a'"));
}

// The grid had its peaks on Thursday the 5th from 17:00 to 18:00 and on the 9th for half an hour.
class RateDemandOfAGrid : public ::testing::Test {
protected:
    void add(const char* from, int minutes) {
        factors_.add(catalog::FactorKind::SystemPeak, "N", from, Decimal(minutes));
    }
    Asked asked() {
        return {.columns = {column(kMarch, 1000,
                                   {{"2026-03-05T17:00:00Z", 2000},
                                    {"2026-03-05T17:30:00Z", 4000},
                                    {"2026-03-09T08:00:00Z", 3000},
                                    {"2026-03-12T12:00:00Z", 9000}})},
                .factors = &factors_};
    }
    catalog::Factors factors_;
};

TEST_F(RateDemandOfAGrid, PowerCountsInItsOwnPeaksAlone) {
    add("2026-03-05T17:00:00Z", 60);
    EXPECT_THAT(
        lines(rated("  d: {of: peak import kW, at: N, price: 10 per kW per month}\n", asked())),
        ElementsAre("8 kW x 10 = 80.00"));
    const std::string hourly =
        "  d: {of: peak import kW, at: N, mean over: 60 minutes, price: 10 per kW per month}\n";
    EXPECT_THAT(lines(rated(hourly, asked())), ElementsAre("6 kW x 10 = 60.00"));
    const auto result = rated(hourly, asked());
    EXPECT_EQ(result->lacking, std::nullopt);
    const auto& told = result->pieces[0].breakdown;
    EXPECT_EQ(told.intervals, 2);
    EXPECT_EQ(told.find<note::Peak>()->grid, "N");
    EXPECT_EQ(told.find<note::Peak>()->minute, 17 * 60);
    add("2026-03-09T08:00:00Z", 30);
    EXPECT_THAT(
        lines(rated("  d: {of: peak import kW, at: N, mean of: 2 days, price: 10 per kW per "
                    "month}\n",
                    asked())),
        ElementsAre("7 kW x 10 = 70.00"));  // of 8 and 6
}

TEST_F(RateDemandOfAGrid, OneThatIsNotKnownYetIsToldWhereItCosts) {
    const std::string text =
        "  d: {of: peak import kW, at: N, seasons: {summer: {when: 1 Jun - 30 "
        "Sep, price: 10 per kW per month}, rest: {when: otherwise, price: 0 per "
        "kW per month}}}\n";
    const auto march = rated(text, asked());
    ASSERT_TRUE(march) << march.error().message();
    EXPECT_EQ(march->lacking, std::nullopt);  // it costs nothing
    Asked june = asked();
    june.period = month_of(LocalDate::of(2026, 6, 1));
    june.columns = {column(june.period, 1000, {})};
    const note::Unknown unknown{catalog::FactorKind::SystemPeak, "N", june.period.from};
    EXPECT_EQ(rated(text, june)->lacking, unknown);
    add("2026-06-30T23:30:00Z", 30);
    EXPECT_EQ(rated(text, june)->lacking, std::nullopt);
    EXPECT_THAT(lines(rated(text, june)), ElementsAre("summer: 2 kW x 10 = 20.00"));
    june.factors = nullptr;
    EXPECT_EQ(rated(text, june)->lacking, unknown);
}

TEST_F(RateDemandOfAGrid, APeakShorterThanAMeasuringWindowIsRefused) {
    const std::string text =
        "  d: {of: peak import kW, at: N, mean over: 60 minutes, price: 10 per kW per month}\n";
    add("2026-03-05T17:30:00Z", 60);
    EXPECT_THAT(
        lines(rated(text, asked()))[0],
        HasSubstr("the peak of N from 2026-03-05 17:30:00 on holds no whole measuring window "
                  "of 3600 s"));
}

TEST_F(RateDemandOfAGrid, WhatWasNotMeasuredThenIsMissing) {
    add("2026-03-05T17:00:00Z", 60);
    Asked gap = asked();
    gap.columns[0].values[4 * 48 + 34] = meter::kMissing;  // 17:00
    const auto result = rated(
        "  d: {of: peak import kW, at: N, mean over: 60 minutes, price: 10 per kW per month}\n",
        gap);
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_THAT(result->pieces, SizeIs(1));
    EXPECT_TRUE(result->pieces[0].quantity.is_zero());
    EXPECT_EQ(result->pieces[0].breakdown.missing, 1);
}

TEST(RateDemand, AWholeNumberOfWattsIsExact) {
    // A square root of 2 kW: 1.414213 kVA, cut to six decimals.
    const std::string text =
        "  d: {of: peak import kVA, reactive: reactive, price: 1000000 per kVA per month}\n";
    EXPECT_THAT(lines(rated(text, {.columns = {column(kMarch, 500, {}),
                                               column(kMarch, 500, {}, "reactive")}})),
                ElementsAre("1.414213 kVA x 1000000 = 1414213.00"));
}

}  // namespace
}  // namespace bw::rate

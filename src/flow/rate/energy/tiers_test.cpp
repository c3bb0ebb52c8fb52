#include "books/catalog/check.h"
#include "books/catalog/parse.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/hourly_test.h"
#include "flow/rate/energy/pieces.h"
#include "testing/property.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::rate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Period kApril = month(4);  // 30 days of 24 hours

// By day: the kWh of the hour from noon, and of that from midnight.
meter::IntervalColumn hourly(std::int64_t noon_kwh, std::int64_t midnight_kwh) {
    auto column = rate::hourly(kApril, "import");
    for (std::size_t day = 0; day < 30; ++day) {
        column.values[day * 24] = midnight_kwh;
        column.values[day * 24 + 12] = noon_kwh;
    }
    return column;
}

const std::string kHead = "schedule: S\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: "
                          "2020-01-01\ntax: standard\ncharges:\n";

Result<RatedUsage> rated(const std::string& charges, const meter::IntervalColumn& column,
                         const Circumstances& circumstances = {}) {
    const auto document = catalog::parse(kHead + charges, "test.yaml");
    if (!document) return std::unexpected(document.error());
    CompileRequest request;
    request.versions = {&document->schedules[0]};
    request.period = kApril;
    request.steps = {3600};
    const auto schedule = compile(request);
    if (!schedule) return std::unexpected(schedule.error());
    meter::Usage usage;
    usage.intervals = {column};
    return rate(*schedule, usage, {}, circumstances);
}

std::vector<std::string> lines(const Result<RatedUsage>& result) {
    if (!result) return {result.error().message()};
    std::vector<std::string> lines;
    for (const auto& piece : result->pieces)
        lines.push_back(piece.part + ": " + piece.quantity.to_string() + " " + piece.unit + " x " +
                        piece.price.to_string() + " = " + line_amount(piece)->to_string(2));
    return lines;
}

std::string windows(const std::string& fill) {
    return "  energy:\n    of: import kWh\n    tiers fill: " + fill + R"(
    windows:
      day:   {when: 06:00-18:00, tiers per month: [{to: 100, price: 0.30}, {price: 0.40}]}
      night: {when: otherwise, tiers per month: [{to: 100, price: 0.10}, {price: 0.20}]}
)";
}

// 90 kWh by day and 60 by night.
TEST(RateTiers, EachWindowFillsItsOwn) {
    EXPECT_THAT(
        lines(rated(windows("each window"), hourly(3, 2))),
        ElementsAre("day/tier-1: 90 kWh x 0.3 = 27.00", "night/tier-1: 60 kWh x 0.1 = 6.00"));
}

TEST(RateTiers, TheSumOfAllIsSharedByTheirParts) {
    EXPECT_THAT(lines(rated(windows("pro rata"), hourly(3, 2))),
                ElementsAre("day/tier-1: 60 kWh x 0.3 = 18.00", "day/tier-2: 30 kWh x 0.4 = 12.00",
                            "night/tier-1: 40 kWh x 0.1 = 4.00",
                            "night/tier-2: 20 kWh x 0.2 = 4.00"));
}

// 5 kWh a day: the first hundred are full after twenty days.
TEST(RateTiers, TheSumOfAllIsFilledInOrderOfTime) {
    EXPECT_THAT(lines(rated(windows("in time order"), hourly(3, 2))),
                ElementsAre("day/tier-1: 60 kWh x 0.3 = 18.00", "day/tier-2: 30 kWh x 0.4 = 12.00",
                            "night/tier-1: 40 kWh x 0.1 = 4.00",
                            "night/tier-2: 20 kWh x 0.2 = 4.00"));
    // 150 kWh before noon of the first day: the night has all of the first tier.
    auto column = hourly(3, 2);
    column.values[0] = 150;
    EXPECT_THAT(lines(rated(windows("in time order"), column)),
                ElementsAre("day/tier-2: 90 kWh x 0.4 = 36.00",
                            "night/tier-1: 100 kWh x 0.1 = 10.00",
                            "night/tier-2: 108 kWh x 0.2 = 21.60"));
}

TEST(RateTiers, AnIntervalMayLieInTwoTiers) {
    auto column = hourly(0, 0);
    column.values[12] = 130;
    EXPECT_THAT(
        lines(rated(windows("in time order"), column)),
        ElementsAre("day/tier-1: 100 kWh x 0.3 = 30.00", "day/tier-2: 30 kWh x 0.4 = 12.00"));
}

TEST(RateTiers, WindowsThatShareHaveTheSameBounds) {
    const auto document = catalog::parse(
        kHead + "  energy: {of: import kWh, tiers fill: pro rata, windows: {a: {when: "
                "00:00-12:00, tiers per month: [{to: 5, price: 1}, {price: 2}]}, b: "
                "{when: otherwise, price: 1}}}\n",
        "s.yaml");
    ASSERT_TRUE(document);
    const auto findings = catalog::check(*document);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_THAT(findings[0].text, HasSubstr("the same bounds"));
}

TEST(RateTiers, ABoundMayBeReckonedFromFactsAndDays) {
    const std::string text =
        "  energy: {of: import kWh, tiers per billing period: [{to: household.size * 0.5 * days, "
        "price: 0.10}, {to: 80, price: 0.20}, {price: 0.30}]}\n";
    Circumstances circumstances;
    circumstances.facts = {{"household.size", Decimal(4)}};
    EXPECT_THAT(lines(rated(text, hourly(3, 0), circumstances)),
                ElementsAre("tier-1: 60 kWh x 0.1 = 6.00", "tier-2: 20 kWh x 0.2 = 4.00",
                            "tier-3: 10 kWh x 0.3 = 3.00"));
    // Ten persons have 150 kWh: the tier up to 80 is empty.
    circumstances.facts = {{"household.size", Decimal(10)}};
    EXPECT_THAT(lines(rated(text, hourly(6, 0), circumstances)),
                ElementsAre("tier-1: 150 kWh x 0.1 = 15.00", "tier-3: 30 kWh x 0.3 = 9.00"));
    EXPECT_THAT(lines(rated(text, hourly(3, 0))),
                ElementsAre(HasSubstr("reckons with 'household.size'")));
}

// Hours of use: the first 20 kWh for each kilowatt of the peak, and so on.
TEST(RateTiers, ABoundMayCountThePeak) {
    EXPECT_THAT(lines(rated(R"~(  power: {of: peak import kW, price: 0 per kW per month}
  energy:
    of: import kWh
    tiers per month:
      - {to: "min(15, 20 * demand.power)", price: 0.13}
      - {to: 20 * demand.power, price: 0.12}
      - {price: 0.01}
)~",
                            hourly(3, 0))),
                ElementsAre(": 3 kW x 0 = 0.00", "tier-1: 15 kWh x 0.13 = 1.95",
                            "tier-2: 45 kWh x 0.12 = 5.40", "tier-3: 30 kWh x 0.01 = 0.30"));
}

TEST(RateTiers, ALevelIsPaidWhole) {
    const std::string text =
        "  power: {of: peak import kW, mean of: 3 days, levels per month: [{to: "
        "2, price: 100}, {to: 5, price: 160}, {price: 260}]}\n";
    EXPECT_THAT(lines(rated(text, hourly(5, 0))), ElementsAre("tier-2: 1 month x 160 = 160.00"));
    EXPECT_THAT(lines(rated(text, hourly(6, 0))), ElementsAre("tier-3: 1 month x 260 = 260.00"));
    EXPECT_THAT(lines(rated("  energy: {of: import kWh, levels per month: [{to: 90, price: 9}, "
                            "{price: 12}]}\n",
                            hourly(3, 0))),
                ElementsAre("tier-1: 1 month x 9 = 9.00"));
    Circumstances half;
    half.supplied = {kApril.from, LocalDate::of(2026, 4, 16)};
    EXPECT_THAT(lines(rated(text, hourly(5, 0), half)),
                ElementsAre("tier-2: 15 day x 160 = 80.00"));
}

// Whatever was used when: tiers and windows sum to the whole, and no tier holds more than it may.
PROPERTY(RateTiers, SharedTiersSumToTheWhole) {
    auto column = hourly(0, 0);
    column.scale = 3;
    std::int64_t total = 0;
    for (auto& value : column.values) total += value = *rc::gen::inRange(0, 2'000);
    for (const auto* fill : {"pro rata", "in time order"}) {
        const auto result = rated(windows(fill), column);
        RC_ASSERT(result.has_value());
        Decimal sum, first;
        for (const auto& piece : result->pieces) {
            sum += piece.quantity;
            if (piece.breakdown.tier == 1) first += piece.quantity;
        }
        RC_ASSERT(sum == Decimal::scaled(total, 3));
        RC_ASSERT(first == std::min(sum, Decimal(100)));
    }
}

}  // namespace
}  // namespace bw::rate

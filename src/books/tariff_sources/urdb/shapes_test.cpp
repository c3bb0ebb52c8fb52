#include "books/tariff_sources/read_test.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bw::tariff_sources {
namespace {

std::string flat_rate(const std::string& label, const std::string& more = "") {
    return fmt::format(
        R"({{"label": "{}", "startdate": 1433116800, "energyratestructure": [[{{"rate": 0.1}}]]
{}}})",
        label, more);
}

std::string refused(const std::string& text) {
    const auto taken = read(text);
    return taken ? told(*taken, Severity::Refused) : taken.error().message();
}

std::string charges(const std::string& text) {
    const auto taken = read(text);
    return taken ? charges_of(taken->document.schedules.at(0)) : taken.error().message();
}

TEST(UrdbShapes, AListHoldsManyRates) {
    const std::string rates = flat_rate("a") + ",\n" + flat_rate("b", R"(, "riddle": 1)");
    for (const std::string& text : {"[" + rates + "]", "{\"items\": [" + rates + "]}"}) {
        const auto taken = read(text);
        ASSERT_TRUE(taken) << taken.error().message();
        ASSERT_EQ(taken->document.plans.size(), 2U);
        EXPECT_EQ(taken->document.schedules[1].head.name, "b");
        EXPECT_TRUE(told(*taken, Severity::Refused).contains("[1].riddle: this reader"));
    }
    const auto one_bad =
        read("[" + flat_rate("a") + ", {\"label\": \"b\", \"startdate\": -99999999}]");
    ASSERT_TRUE(one_bad) << one_bad.error().message();
    EXPECT_EQ(one_bad->document.plans.size(), 1U);
    EXPECT_EQ(told(*one_bad, Severity::Refused),
              "[1]: startdate: no day from 1970 to 9999: this rate is not held\n");
    EXPECT_EQ(refused(R"({"about": {"energyratestructure": []}})"),
              "test.json line 1: the rate stands inside of something else, as about: take it out");
}

TEST(UrdbShapes, TheWholeOfTheDatabaseHasNamesOfItsOwn) {
    const auto taken = read(R"({"_id": {"$oid": "539f6a23"}, "eiaId": 1, "utilityName": "U",
 "rateName": "R", "effectiveDate": {"$date": "2015-06-01T07:00:00Z"},
 "endDate": {"$date": 1435622400000}, "fixedChargeFirstMeter": 10, "fixedChargeUnits": "$/month",
 "energyRateStrux": [{"energyRateTiers": [{"rate": 0.1, "adj": 0.01, "unit": "kWh"}]}],
 "energyKeyVals": [{"key": "Discount", "val": "1"}], "demandMin": 5,
 "flatDemandUnits": "kW", "flatDemandMonths": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
 "flatDemandStrux": [{"flatDemandTiers": [{"rate": 5}]}]})");
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    const auto& schedule = taken->document.schedules.at(0);
    EXPECT_EQ(schedule.head.name, "539f6a23");
    EXPECT_EQ(schedule.head.from.to_string(), "2015-06-01");
    EXPECT_EQ(schedule.head.until.value_or(schedule.head.from).to_string(), "2015-06-30");
    EXPECT_EQ(charges_of(schedule), R"(charges:
  energy:
    name: {en: Energy}
    of: import kWh
    price: 0.11
  flat-demand:
    name: {en: Demand at any time}
    of: peak import kW
    price: 5 per kW per month
  fixed:
    name: {en: Fixed charge}
    price: 10 per month
)");
}

TEST(UrdbShapes, APeriodOfNothingHasNoPrice) {
    for (const std::string_view tiers : {"null", "[]", "[null]", "3"}) {
        const std::string why = refused(fmt::format(
            R"({{"label": "a", "energyRateStrux": [{{"energyRateTiers": {}}}]}})", tiers));
        EXPECT_TRUE(why.contains("without a price: energy is not billed")) << tiers << why;
    }
}

TEST(UrdbShapes, OnePeriodOfPowerNeedsNoTimetable) {
    const std::string text = charges(flat_rate("a", R"(, "flatdemandstructure": [[{"rate": 5}]],
 "demandratestructure": [[{"rate": 3}]])"));
    EXPECT_TRUE(text.contains("price: 5 per kW per month")) << text;
    EXPECT_TRUE(text.contains("price: 3 per kW per month")) << text;
}

TEST(UrdbShapes, ARateOfPowerAloneIsOne) {
    EXPECT_EQ(refused(R"({"label": "a", "flatdemandstructure": [[{"rate": 5}]]})"),
              ": there is no price of energy\n");
}

TEST(UrdbShapes, FeedingInHasOnePriceForAllTiersOfAPeriod) {
    const auto sold = [](std::string_view second) {
        return refused(fmt::format(R"({{"label": "a", "dgrules": "Net Billing Hourly",
 "energyratestructure": [[{{"max": 650, "rate": 0.1, "sell": 0.05}}, {{"rate": 0.2{}}}]]}})",
                                   second));
    };
    EXPECT_EQ(sold(R"(, "sell": 0.05)"), "");
    for (const std::string_view second : {R"(, "sell": 0.03)", ""})
        EXPECT_EQ(sold(second),
                  "energyratestructure[0]: prices for feeding in by tiers of what is drawn: "
                  "nothing is paid for feeding in\n");
}

TEST(UrdbShapes, TheSameFixedChargeTwiceIsOne) {
    const auto fixed = [](std::string_view first, std::string_view unit) {
        return flat_rate("a", fmt::format(R"(, "fixedmonthlycharge": 10,
 "fixedchargefirstmeter": {}{})",
                                          first, unit));
    };
    const std::string by_month = R"(, "fixedchargeunits": "$/month")";
    EXPECT_EQ(refused(fixed("10", by_month)), "");
    EXPECT_EQ(refused(fixed("12", by_month)),
              "fixedchargefirstmeter: a second fixed charge: it is not billed\n");
    EXPECT_EQ(refused(fixed("12", "")),
              "fixedchargefirstmeter: a fixed charge, and no 'fixedchargeunits': it is not "
              "billed\n");
}

TEST(UrdbShapes, WhatNobodyCanBillIsRefusedByNameUnlessItIsZero) {
    const auto powers = [](int share, int reactive) {
        return refused(flat_rate("a", fmt::format(R"(, "demandratchetpercentage": [0, {}],
 "demandreactivepowercharge": {}, "energytoulabels": ["Peak"])",
                                                  share, reactive)));
    };
    EXPECT_EQ(powers(0, 0), "");
    EXPECT_EQ(powers(1, 2),
              "demandratchetpercentage: shares of earlier peaks, and which months they look back "
              "on stands nowhere: they are not billed\n"
              "demandreactivepowercharge: a price of reactive power: it is not billed\n");
}

TEST(UrdbShapes, TheZeroOfTheClockIsNoDay) {
    const auto taken =
        read(R"({"label": "a", "startdate": -21600, "energyratestructure": [[{"rate": 1}]]})");
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(taken->document.schedules.at(0).head.from.to_string(), "2000-01-01");
    EXPECT_TRUE(told(*taken, Severity::Reading).contains("it names no first day"));
}

TEST(UrdbShapes, DaysAndBoundsMustFollowOneAnother) {
    EXPECT_EQ(refused(flat_rate("a", R"(, "enddate": 1430000000)")),
              "enddate: it ends before it begins: no last day is held\n");
    EXPECT_EQ(refused(R"({"label": "a", "energyratestructure": [[{"max": 650, "rate": 0.1},
 {"max": 350, "rate": 0.2}, {"rate": 0.3}]]})"),
              "energyratestructure: a tier that ends at 350, not above 650: energy is not "
              "billed\n");
    EXPECT_TRUE(charges(R"({"label": "a", "energyratestructure": [[{"max": 10, "rate": 1,
 "unit": "KWH Daily"}, {"rate": 2}]]})")
                    .contains("to: 10 * days"));
    EXPECT_EQ(refused(R"({"label": "a", "energyratestructure": [[{"max": "1e38", "rate": 1}]]})"),
              "");
}

}  // namespace
}  // namespace bw::tariff_sources

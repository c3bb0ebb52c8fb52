#include "books/tariff_sources/au_cdr/plan.h"
#include "books/tariff_sources/coverage.h"
#include "books/tariff_sources/read_test.h"
#include "books/tariff_sources/shared_data_test.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace bw::tariff_sources {
namespace {

// A plan of one season around the members of its contract that a test is about.
std::string plan(const std::string& contract, const std::string& fuel = "ELECTRICITY") {
    return fmt::format(R"({{"data": {{
 "planId": "TEST1", "displayName": "Test plan", "fuelType": "{}", "customerType": "RESIDENTIAL",
 "effectiveFrom": "2022-06-30T14:00:00Z",
 "geography": {{"includedPostcodes": ["3000", "3001"]}},
 "{}": {{{}}}
}}}})",
                       fuel, fuel == "GAS" ? "gasContract" : "electricityContract", contract);
}

std::string season(const std::string& prices) {
    return R"("tariffPeriod": [{"startDate": "01-01", "endDate": "12-31",
 "dailySupplyCharges": "100.00", )" +
           prices + "}]";
}

constexpr const char* kFlat =
    R"("rateBlockUType": "singleRate", "singleRate": {"rates": [{"unitPrice": "25.5"}]})";

std::string printed(const Taken& taken) { return catalog::print(taken.document.schedules.at(0)); }

TEST(CdrPlan, CentsBecomeDollarsAndBlockSizesBounds) {
    const auto taken = read(plan(season(
        R"("rateBlockUType": "singleRate", "singleRate": {"period": "P1D", "rates": [
 {"unitPrice": "33.085", "volume": 5.48}, {"unitPrice": "30", "volume": 4},
 {"unitPrice": "24.4"}]})")));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(printed(*taken), R"(schedule: TEST1
name: {en: Test plan}
sector: electricity
currency: AUD
prices: net
from: 2022-07-01
zone: Australia/Melbourne
round: line half-up 2
tax: standard
charges:
  supply:
    name: {en: Supply}
    price: 1 per day
  usage:
    name: {en: Usage}
    of: import kWh
    tiers per day:
      - {to: 5.48, price: 0.33085}
      - {to: 9.48, price: 0.3}
      - {price: 0.244}
)");
    EXPECT_TRUE(only(*taken, Severity::Refused).empty());
    EXPECT_EQ(taken->document.plans.at(0).schedules, std::vector<std::string>{"TEST1"});
}

// A plan with a controlled load, a feed-in price and a demand, whose prices are of one unit.
std::string all_kinds(const std::string& supply, const std::string& usage,
                      const std::string& demand, const std::string& feed_in) {
    return plan(fmt::format(R"("tariffPeriod": [{{"startDate": "01-01", "endDate": "12-31", {},
 "rateBlockUType": "singleRate", "singleRate": {{"rates": [{{"unitPrice": "{}"}}]}},
 "demandCharges": [{{"displayName": "Demand", "amount": "{}", "measurementPeriod": "MONTH",
  "chargePeriod": "MONTH", "startTime": "1500", "endTime": "2100", "days": ["MON"]}}]}}],
 "controlledLoad": [{{"rates": [{{"unitPrice": "{}"}}]}}],
 "solarFeedInTariff": [{{"scheme": "OTHER", "payerType": "RETAILER", "tariffUType": "singleTariff",
  "singleTariff": {{"rates": [{{"unitPrice": "{}", "measureUnit": "KWH"}}], "period": "P1Y"}}}}],
 "fees": [{{"type": "EXIT", "term": "FIXED", "amount": "22", "description": "exc GST"}}])",
                            supply, usage, demand, usage, feed_in));
}

TEST(CdrPlan, DollarsAndCentsAreToldByTheLargestPriceOfUsage) {
    const auto dollars =
        read(all_kinds(R"("dailySupplyChargeType": "SINGLE", "dailySupplyCharge": "1.35304")",
                       "0.41556", "0.25", "0.0866"));
    ASSERT_TRUE(dollars) << dollars.error().message();
    EXPECT_EQ(told(*dollars, Severity::Refused), "");
    EXPECT_TRUE(told(*dollars, Severity::Reading)
                    .contains("singleRate.rates[0].unitPrice: prices are read as dollars"));
    const auto cents =
        read(all_kinds(R"("dailySupplyCharges": "135.304")", "41.556", "25", "8.66"));
    ASSERT_TRUE(cents) << cents.error().message();
    EXPECT_TRUE(told(*cents, Severity::Reading).contains("prices are read as cents"));
    EXPECT_EQ(printed(*dollars), printed(*cents));
    const auto price_of = [&](std::string_view key) -> std::string {
        const auto* charge = dollars->document.schedules.at(0).find(key);
        return charge == nullptr
                   ? "none"
                   : charge->seasons.at(0).windows.at(0).tiers.at(0).price.to_string();
    };
    EXPECT_EQ(price_of("supply"), "1.35304");
    EXPECT_EQ(price_of("usage"), "0.41556");
    EXPECT_EQ(price_of("demand"), "0.25");
    EXPECT_EQ(price_of("controlled-load-1"), "0.41556");
    EXPECT_EQ(price_of("feed-in-retailer"), "-0.0866");
    EXPECT_EQ(price_of("exit"), "22");
}

TEST(CdrPlan, WhatMayBeDollarsOrCentsIsAsked) {
    const auto with = [](const std::string& usage, const std::string& supply,
                         std::optional<Amounts> amounts = {}) -> std::string {
        Options options;
        options.amounts = amounts;
        const auto taken =
            read(all_kinds("\"dailySupplyCharge\": \"" + supply + '"', usage, "1", "0"), options);
        if (!taken) return taken.error().message();
        const auto* charge = taken->document.schedules.at(0).find("usage");
        return charge->seasons.at(0).windows.at(0).tiers.at(0).price.to_string();
    };
    EXPECT_TRUE(with("1.7", "15").contains("1.7, may be dollars or cents: --amounts"));
    EXPECT_TRUE(with("0", "120").contains("0, may be dollars or cents"));
    EXPECT_TRUE(
        with("0.3", "120").contains("0.3, can only be dollars, and the supply of a day, 120,"));
    EXPECT_TRUE(with("30", "1.2").contains("30, can only be cents, and the supply of a day, 1.2,"));
    EXPECT_EQ(with("1.7", "15", Amounts::Cents), "0.017");
    EXPECT_EQ(with("1.7", "15", Amounts::Dollars), "1.7");
    EXPECT_EQ(with("30", "0"), "0.3");  // no supply charge says nothing
}

TEST(CdrPlan, AMegajouleOfGasCostsLess) {
    const auto price = [](const std::string& written) -> std::string {
        const auto taken = read(plan(R"("tariffPeriod": [{"startDate": "01-01", "endDate": "12-31",
 "dailySupplyCharge": "0", "rateBlockUType": "singleRate", "singleRate": {"rates": [
 {"unitPrice": ")" + written + "\"}]}}]",
                                     "GAS"));
        if (!taken) return taken.error().message();
        const auto* usage = taken->document.schedules.at(0).find("usage");
        return usage->seasons.at(0).windows.at(0).tiers.at(0).price.to_string();
    };
    EXPECT_EQ(price("0.041"), "0.041");
    EXPECT_EQ(price("1.25"), "0.0125");
    EXPECT_TRUE(price("0.3").contains("may be dollars or cents"));
}

TEST(CdrPlan, ASupplyChargeInBandsIsRefused) {
    const auto taken = read(plan(R"("tariffPeriod": [{"startDate": "01-01", "endDate": "12-31",
 "dailySupplyChargeType": "BAND",
 "bandedDailySupplyCharges": [{"unitPrice": "1", "measureUnit": "DAYS", "volume": 1}], )" +
                                 std::string(kFlat) + "}]"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused),
              "data.electricityContract.tariffPeriod[0].bandedDailySupplyCharges: a supply charge "
              "in bands\n");
    EXPECT_NE(taken->document.schedules.at(0).find("usage"), nullptr);
}

TEST(CdrPlan, HolidaysThatATextTakesOutAreSundays) {
    const auto taken = read(plan(R"("timeZone": "LOCAL", )" + season(R"(
 "rateBlockUType": "timeOfUseRates", "timeOfUseRates": [
 {"type": "PEAK", "description": "Mon-Fri, excluding public holidays",
  "rates": [{"unitPrice": "40"}],
  "timeOfUse": [{"days": ["BUSINESS_DAYS"], "startTime": "700", "endTime": "2159"}]},
 {"type": "OFF_PEAK", "rates": [{"unitPrice": "20"}], "timeOfUse": [
  {"days": ["BUSINESS_DAYS", "SATURDAY", "SUNDAY"], "startTime": "22:00", "endTime": "659"},
  {"days": ["SATURDAY", "SUNDAY"], "startTime": "0700", "endTime": "2200"}]}])")));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_TRUE(only(*taken, Severity::Refused).empty());
    const auto& schedule = taken->document.schedules.at(0);
    EXPECT_EQ(schedule.head.holidays, "AU-VIC");
    EXPECT_EQ(schedule.clock.kind, catalog::WindowClock::Kind::Local);
    const auto& windows = schedule.find("usage")->seasons.at(0).windows;
    EXPECT_EQ(catalog::print_when(windows.at(0).when), "Mon-Fri 07:00-22:00 except holidays");
    EXPECT_EQ(catalog::print_when(windows.at(1).when),
              "22:00-07:00; Sat-Sun, holidays 07:00-22:00");
}

TEST(CdrPlan, AWindowThatNamesPublicHolidaysHasThem) {
    const auto taken = read(plan(R"("timeZone": "LOCAL", )" + season(R"(
 "type": "OTHER", "timeZone": "LOCAL",
 "rateBlockUType": "timeOfUseRates", "timeOfUseRates": [
 {"type": "PEAK", "rates": [{"unitPrice": "40"}], "timeOfUse": [
  {"days": ["MON", "TUE", "WED", "THU", "FRI"], "startTime": "07:00:00", "endTime": "21:59:59"}]},
 {"type": "OFF_PEAK", "rates": [{"unitPrice": "20"}], "timeOfUse": [
  {"days": ["MON", "TUE", "WED", "THU", "FRI"], "startTime": "22:00", "endTime": "06:59"},
  {"days": ["SAT", "SUN", "PUBLIC_HOLIDAYS"]}]}])")));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    const auto& windows = taken->document.schedules.at(0).find("usage")->seasons.at(0).windows;
    EXPECT_EQ(catalog::print_when(windows.at(0).when), "Mon-Fri 07:00-22:00 except holidays");
    EXPECT_EQ(catalog::print_when(windows.at(1).when),
              "Mon-Fri 22:00-07:00 except holidays; Sat-Sun, holidays");
    EXPECT_EQ(taken->document.schedules.at(0).head.holidays, "AU-VIC");
}

TEST(CdrPlan, BusinessDaysWithoutAWordOnHolidaysAreRefused) {
    const auto taken = read(plan(season(R"(
 "rateBlockUType": "timeOfUseRates", "timeOfUseRates": [
 {"type": "PEAK", "rates": [{"unitPrice": "40"}],
  "timeOfUse": [{"days": ["BUSINESS_DAYS"], "startTime": "0000", "endTime": "0000"}]},
 {"type": "OFF_PEAK", "rates": [{"unitPrice": "20"}],
  "timeOfUse": [{"days": ["SATURDAY", "SUNDAY"], "startTime": "0000", "endTime": "2359"}]}])")));
    ASSERT_TRUE(taken) << taken.error().message();
    const auto refused = only(*taken, Severity::Refused);
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused[0].path, "data.electricityContract.tariffPeriod[0].timeOfUseRates");
    EXPECT_EQ(taken->document.schedules.at(0).charges.size(), 1U);  // supply
}

TEST(CdrPlan, DemandByMonthIsChargedByDayWithItsMinimum) {
    const auto taken = read(plan(season(std::string(kFlat) + R"(, "demandCharges": [
 {"displayName": "Demand", "amount": "31.7546", "measurementPeriod": "MONTH", "chargePeriod": "DAY",
  "minDemand": "1.5", "description": "Mon-Fri ex public holidays", "startTime": "1500",
  "endTime": "2100", "days": ["MON", "TUE", "WED", "THU", "FRI"]},
 {"displayName": "Other", "amount": "11", "measurementPeriod": "TARIFF_PERIOD",
  "chargePeriod": "TARIFF_PERIOD", "description": "4pm-9pm", "startTime": "0000", "endTime": "0000",
  "days": {"weekdays": false, "saturday": false, "sunday": false}}])")));
    ASSERT_TRUE(taken) << taken.error().message();
    const auto refused = only(*taken, Severity::Refused);
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused[0].path, "data.electricityContract.tariffPeriod[0].demandCharges[1]");
    const auto* demand = taken->document.schedules.at(0).find("demand");
    ASSERT_NE(demand, nullptr);
    EXPECT_EQ(demand->per, catalog::TimeUnit::Day);
    EXPECT_EQ(demand->peak.at_least.print(), "1.5");
    EXPECT_EQ(demand->peak.minutes, 30);
    const auto& window = demand->seasons.at(0).windows.at(0);
    EXPECT_EQ(catalog::print_when(window.when), "Mon-Fri 15:00-21:00 except holidays");
    EXPECT_EQ(window.tiers.at(0).price.to_string(), "0.317546");
}

TEST(CdrPlan, BlocksWithoutAPeriodNeedTheUsersWord) {
    const std::string text =
        plan(season(R"("rateBlockUType": "singleRate", "singleRate": {"rates": [
 {"unitPrice": "2.75", "volume": 50}, {"unitPrice": "2.35", "volume": null}]})"),
             "GAS");
    const auto refused = read(text);
    ASSERT_TRUE(refused) << refused.error().message();
    EXPECT_EQ(only(*refused, Severity::Refused).size(), 1U);
    Options options;
    options.blocks_per = catalog::TierPeriod::Day;
    const auto taken = read(text, options);
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_TRUE(only(*taken, Severity::Refused).empty());
    EXPECT_EQ(only(*taken, Severity::Reading).size(), 2U);  // the blocks, and cents
    const auto* usage = taken->document.schedules.at(0).find("usage");
    EXPECT_EQ(usage->of.channel + " " + usage->of.unit, "gas MJ");
    EXPECT_EQ(usage->seasons.at(0).windows.at(0).per, catalog::TierPeriod::Day);
}

TEST(CdrPlan, WhatHasNoPriceIsLeftOutByName) {
    const auto taken = read(plan(season(kFlat) + R"(,
 "incentives": [{"category": "OTHER", "displayName": "An offer"}],
 "fees": [{"type": "LATE_PAYMENT", "term": "FIXED", "description": "see our page"}],
 "discounts": [],
 "riddle": {"of": 3})"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(only(*taken, Severity::LeftOut).size(), 2U);
    const auto refused = only(*taken, Severity::Refused);
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused[0].path, "data.electricityContract.riddle");
    EXPECT_EQ(refused[0].line, 10);
    EXPECT_EQ(refused[0].says, "{of: 3}");
}

TEST(CdrPlan, WhatNotEveryHomeHasIsACharge) {
    const auto taken = read(plan(season(kFlat) + R"(,
 "controlledLoad": [{"displayName": "Hot water", "rates": [{"unitPrice": "15"}], "period": "P1D",
  "dailyCharge": "12.01"}],
 "solarFeedInTariff": [
 {"scheme": "OTHER", "payerType": "RETAILER", "tariffUType": "singleTariff",
  "singleTariff": {"amount": "5.20"}},
 {"scheme": "PREMIUM", "payerType": "RETAILER", "tariffUType": "singleTariff",
  "singleTariff": {"rates": [{"unitPrice": "60.00", "measureUnit": "KWH"}]}}])"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    EXPECT_EQ(charges_of(taken->document.schedules.at(0)), R"(charges:
  supply:
    name: {en: Supply}
    price: 1 per day
  usage:
    name: {en: Usage}
    of: import kWh
    price: 0.255
  controlled-load-1:
    name: {en: Hot water}
    of: controlled-1 kWh
    if:
      - controlled.load.1 == yes
    price: 0.15
  controlled-load-1-supply:
    name: {en: "Hot water, supply"}
    if:
      - controlled.load.1 == yes
    price: 0.1201 per day
  feed-in-retailer:
    name: {en: Feed-in}
    of: export kWh
    if:
      - solar.retailer == yes
    price: -0.052
    tax: feed-in
  feed-in-premium-retailer:
    name: {en: Feed-in}
    of: export kWh
    if:
      - solar.premium.retailer == yes
    price: -0.6
    tax: feed-in
)");
}

TEST(CdrPlan, WhatIsFedInMayBePaidByTime) {
    const auto feed_in = [](std::string_view night) -> std::string {
        const auto taken = read(plan(season(kFlat) + fmt::format(R"(, "solarFeedInTariff": [
 {{"scheme": "OTHER", "payerType": "RETAILER", "tariffUType": "timeVaryingTariffs",
  "timeVaryingTariffs": [{{"type": "PEAK", "displayName": "Evening", "period": "P1D",
   "rates": [{{"unitPrice": "9"}}], "timeVariations": [
    {{"days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], "startTime": "16:00",
     "endTime": "20:59"}}]}},
  {{"type": "OFF_PEAK", "displayName": "Else", "rates": [{{"unitPrice": "2"}}], "timeVariations": [
    {{"days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], "startTime": "{}",
     "endTime": "15:59"}}]}}]}}])",
                                                                 night)));
        if (!taken) return taken.error().message();
        const auto* charge = taken->document.schedules.at(0).find("feed-in-retailer");
        if (charge == nullptr) return told(*taken, Severity::Refused);
        std::string all = told(*taken, Severity::Refused);
        for (const auto& window : charge->seasons.at(0).windows)
            all += fmt::format("{} {} {}\n", window.name, catalog::print_when(window.when),
                               window.tiers.at(0).price.to_string());
        return all;
    };
    EXPECT_EQ(feed_in("21:00"), "peak 16:00-21:00 -0.09\noff-peak 21:00-16:00 -0.02\n");
    EXPECT_TRUE(feed_in("22:00").contains("each half hour of the week exactly once"));
}

TEST(CdrPlan, WhatSaysNothingOfAmountsIsNoMoney) {
    std::string text = plan(season(kFlat) + R"(, "intrinsicGreenPower": {"greenPercentage": "1"})");
    text.insert(text.find("\"geography\""), R"("description": "A plan", "isContingentPlan": false,
 "additionalInformation": {"termsUri": "https://example.com"}, )");
    const auto taken = read(text);
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
}

TEST(CdrPlan, DemandInKilovoltamperesIsRefused) {
    const auto taken = read(plan(season(std::string(kFlat) + R"(, "demandCharges": [
 {"displayName": "Demand", "amount": "31", "measureUnit": "KVA", "measurementPeriod": "MONTH",
  "chargePeriod": "MONTH", "days": ["MON"]}])")));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_TRUE(told(*taken, Severity::Refused).contains("a price per KVA"));
}

TEST(CdrPlan, GreenPowerIsWhatItsTextSays) {
    const auto green = [](const std::string& amount, const std::string& percent,
                          const std::string& words, const std::string& type = "FIXED_PER_UNIT") {
        const auto taken =
            read(plan(season(kFlat) +
                      fmt::format(R"(, "greenPowerCharges": [{{"scheme": "GREENPOWER", "type": "{}",
 "tiers": [{{"amount": "{}", "percentGreen": "{}"}}], "description": "{}"}}])",
                                  type, amount, percent, words)));
        if (!taken) return taken.error().message();
        const auto& charges = taken->document.schedules.at(0).charges;
        if (charges.size() < 3) return told(*taken, Severity::Refused);
        return catalog::print_condition(charges[2].conditions.at(0)) + " " +
               charges[2].seasons.at(0).windows.at(0).tiers.at(0).price.to_string();
    };
    EXPECT_EQ(green("0.044", "100", "For 4.4c / kWh inc. GST 100%"), "green.power == 100 0.04");
    // Rounded away: the cents of the text count.
    EXPECT_EQ(green("0.01", "20", "For .88c / kWh inc. GST 20%"), "green.power == 20 0.008");
    EXPECT_TRUE(green("0.05", "20", "For .88c / kWh inc. GST 20%").contains("do not agree"));
    EXPECT_EQ(green("0.0055", "0.1", "10% option, exc. GST"), "green.power == 10 0.0055");
    EXPECT_TRUE(green("0.0055", "1", "10% option, exc. GST").contains("not the percentage"));
    EXPECT_EQ(green("0.05", "10", "$0.05 x (10% x total usage) exc. GST"),
              "green.power == 10 0.005");
    EXPECT_EQ(green("0.77", "20", "$0.77 per week inc. GST, 20%", "FIXED_PER_WEEK"),
              "green.power == 20 0.1");
    EXPECT_TRUE(green("0.044", "100", "For 4.4c / kWh 100%").contains("whether GST is in"));
}

TEST(CdrPlan, AMembershipIsBilledWhereItsTaxIsSaid) {
    const auto fee = [](const std::string& words) {
        return plan(season(kFlat) + R"(, "fees": [{"type": "MEMBERSHIP", "term": "FIXED",
 "amount": "264.00", "description": "$22 per month)" +
                    words + "\"}]");
    };
    const auto said = read(fee(" (inc. GST)"));
    ASSERT_TRUE(said) << said.error().message();
    // A fee of the plan: the schedule alone is the energy.
    EXPECT_EQ(said->document.schedules.at(0).find("membership"), nullptr);
    const auto& membership = said->document.plans.at(0).recurring.at(0);
    EXPECT_EQ(membership.key, "membership");
    EXPECT_EQ(membership.per, catalog::TimeUnit::Month);
    EXPECT_EQ(membership.price.to_string(), "20");
    EXPECT_EQ(only(*read(fee("")), Severity::Refused).size(), 1U);
    Options options;
    options.fees = catalog::PriceBasis::Net;
    EXPECT_TRUE(only(*read(fee(""), options), Severity::Refused).empty());
}

TEST(CdrPlan, FeesCountWhatHappens) {
    const auto taken = read(plan(season(kFlat) + R"(, "fees": [
 {"type": "RECONNECTION", "term": "FIXED", "amount": "49.50",
  "description": "Incl GST. Fees may vary"},
 {"type": "LATE_PAYMENT", "term": "FIXED", "amount": "16.00", "description": "not subject to GST"},
 {"type": "CC_PROCESSING", "term": "PERCENT_OF_BILL", "rate": "0.66", "description": "inc GST"},
 {"type": "CC_PROCESSING", "term": "PERCENT_OF_BILL", "rate": "0.011",
  "description": "1.1% inc GST"},
 {"type": "OTHER", "term": "ANNUAL", "amount": "22.00", "description": "Solar meter. Inc GST"},
 {"type": "EXIT", "term": "FIXED", "amount": "0.00"}])"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    EXPECT_EQ(only(*taken, Severity::Reading).size(), 2U);  // the one that may vary, and cents
    const std::string charges = charges_of(taken->document.schedules.at(0));
    EXPECT_EQ(charges.substr(charges.find("  reconnection:")), R"(  reconnection:
    name: {en: Reconnection}
    of: reconnection events
    price: 45
  late-payment:
    name: {en: Late payment}
    of: late-payment events
    price: 16
    tax: no-gst
  cc-processing:
    name: {en: Card payment}
    of: cc-processing AUD
    price: 0.006
  cc-processing-2:
    name: {en: Card payment}
    of: cc-processing-2 AUD
    price: 0.01
  other:
    name: {en: Solar meter}
    if:
      - fee.other == yes
    price: 20 per year
)");
}

TEST(CdrPlan, AShareOfAPaymentIsReadOnlyWhereItIsClear) {
    const auto fee = [](const std::string& rate, const std::string& words) -> std::string {
        const auto taken =
            read(plan(season(kFlat) + fmt::format(R"(, "fees": [{{"type": "CC_PROCESSING", "term":
 "PERCENT_OF_BILL", "rate": "{}", "description": "{} exc GST"}}])",
                                                  rate, words)));
        if (!taken) return taken.error().message();
        const auto* charge = taken->document.schedules.at(0).find("cc-processing");
        return charge == nullptr
                   ? told(*taken, Severity::Refused)
                   : charge->seasons.at(0).windows.at(0).tiers.at(0).price.to_string();
    };
    EXPECT_EQ(fee("0.36", "a fee of 0.36%"), "0.0036");
    EXPECT_EQ(fee("0.0036", "a fee of 0.36%"), "0.0036");
    EXPECT_EQ(fee("1.5", "of American cards"), "0.015");
    EXPECT_EQ(fee("0.66", "of cards"), "0.0066");
    EXPECT_TRUE(fee("0.01", "of cards").contains("may be a percentage or a share"));
    EXPECT_TRUE(fee("0.5", "a fee of 2%").contains("may be a percentage or a share"));
    EXPECT_TRUE(fee("-1", "of cards").contains("no percentage"));
}

TEST(CdrPlan, WhoKeepsAConditionHasItsDiscount) {
    const auto taken = read(plan(season(kFlat) + R"(, "discounts": [
 {"type": "CONDITIONAL", "category": "PAY_ON_TIME", "displayName": "On time",
  "description": "2% off",
  "methodUType": "percentOfBill", "percentOfBill": {"rate": "0.02"}},
 {"type": "CONDITIONAL", "category": "DIRECT_DEBIT", "displayName": "Debit",
  "description": "1% off",
  "methodUType": "percentOfUse", "percentOfUse": {"rate": "0.01"}},
 {"type": "CONDITIONAL", "category": "OTHER", "displayName": "Credit",
  "methodUType": "fixedAmount", "fixedAmount": {"amount": "240.00"}}])"));
    ASSERT_TRUE(taken) << taken.error().message();
    const auto& discounts = taken->document.schedules.at(0).discounts;
    ASSERT_EQ(discounts.size(), 2U);
    EXPECT_EQ(print_condition(discounts[0].conditions.at(0)), "pay.on.time == yes");
    EXPECT_EQ(discounts[0].on, (std::vector<std::string>{"supply", "usage"}));
    EXPECT_EQ(print_condition(discounts[1].conditions.at(0)), "pay.by == debit");
    EXPECT_EQ(discounts[1].on, std::vector<std::string>{"usage"});
    EXPECT_EQ(only(*taken, Severity::Refused).size(), 1U);
    EXPECT_EQ(only(*taken, Severity::Reading).size(), 3U);  // both, and cents
}

TEST(CdrPlan, TheUserMaySayFirstDayZoneAndHolidays) {
    Options options;
    options.from = LocalDate::of(2012, 1, 1);
    options.zone = "Australia/Sydney";
    options.holidays = "AU-NSW";
    const auto taken = read(plan(R"("timeZone": "LOCAL", )" + season(R"(
 "rateBlockUType": "timeOfUseRates", "timeOfUseRates": [
 {"type": "PEAK", "description": "business days", "rates": [{"unitPrice": "40"}],
  "timeOfUse": [{"days": ["BUSINESS_DAYS"], "startTime": "0000", "endTime": "0000"}]},
 {"type": "OFF_PEAK", "rates": [{"unitPrice": "20"}],
  "timeOfUse": [{"days": ["SATURDAY", "SUNDAY"], "startTime": "0000", "endTime": "2359"}]}])")),
                            options);
    ASSERT_TRUE(taken) << taken.error().message();
    const auto& head = taken->document.schedules.at(0).head;
    EXPECT_EQ(head.from.to_string(), "2012-01-01");
    EXPECT_EQ(head.zone, "Australia/Sydney");
    EXPECT_EQ(head.holidays, "AU-NSW");
    EXPECT_EQ(taken->document.plans.at(0).head.from.to_string(), "2012-01-01");
}

TEST(CdrPlan, APercentageIsReadOnlyWhereItIsClear) {
    const auto discount = [](const std::string& rate, const std::string& words) {
        return plan(season(kFlat) + fmt::format(R"(, "discounts": [{{"type": "GUARANTEED",
 "displayName": "Thanks", "description": "{}", "methodUType": "percentOfUse",
 "percentOfUse": {{"rate": "{}"}}}}])",
                                                words, rate));
    };
    const auto given = [&](const std::string& rate, const std::string& words) -> std::string {
        const auto taken = read(discount(rate, words));
        if (!taken) return taken.error().message();
        const auto& discounts = taken->document.schedules.at(0).discounts;
        return discounts.empty() ? "none" : discounts[0].percent.to_string();
    };
    EXPECT_EQ(given("5", "off everything"), "5");
    EXPECT_EQ(given("0.05", "5% off"), "5");
    EXPECT_EQ(given("0.05", "off everything"), "none");
    EXPECT_EQ(given("5", "4% off and 1 % more"), "none");
}

TEST(CdrPlan, SeasonsThatLeaveDaysOutAreRefused) {
    const auto taken = read(plan(R"("tariffPeriod": [{"startDate": "01-01", "endDate": "11-30",
 "dailySupplyCharges": "100.00", )" +
                                 std::string(kFlat) + "}]"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(only(*taken, Severity::Refused).size(), 2U);
    EXPECT_TRUE(taken->document.schedules.at(0).charges.empty());
}

TEST(CdrPlan, AllPlansOfTheArchiveImport) {
    const auto shared = shared_tariffs();
    if (!shared) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    const auto files = files_in(*shared / "au-cdr");
    EXPECT_EQ(files.size(), 45U);
    for (const auto& file : files) {
        const auto taken = read(read_whole(file));
        ASSERT_TRUE(taken) << file << ": " << taken.error().message();
        EXPECT_FALSE(taken->document.schedules.at(0).charges.empty()) << file;
        for (const auto& finding : only(*taken, Severity::Refused))
            EXPECT_FALSE(finding.why.starts_with("this reader does not know"))
                << file << " line " << finding.line << ": " << finding.path;
    }
}

// What a plan has is told apart as it was counted over the whole archive.
TEST(CdrPlan, ShapesAreThoseOfTheArchivesCount) {
    const auto shared = shared_tariffs();
    if (!shared) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    const std::string text = read_whole(*shared / "au-cdr-features.json");
    const auto counts = read_counts(text, "au-cdr-features.json");
    ASSERT_TRUE(counts) << counts.error().message();
    EXPECT_EQ(counts->plans.size(), 107U);
    std::set<std::string> met;
    for (const auto& file : files_in(*shared / "au-cdr")) {
        const auto taken = read(read_whole(file));
        ASSERT_TRUE(taken) << taken.error().message();
        for (const auto& feature : taken->features) {
            EXPECT_TRUE(counts->plans.contains(feature.key)) << file << " " << feature.key;
            met.insert(feature.key);
        }
    }
    EXPECT_EQ(met.size(), counts->plans.size());
}

}  // namespace
}  // namespace bw::tariff_sources

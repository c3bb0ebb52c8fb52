#include "apps/reference_bills/ssc_tariff.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::reference_bills {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// One period at all hours, with the tiers given.
json::Value case_of(const std::string& tiers, const std::string& more = "") {
    std::string row = "[1", table;
    for (int hour = 1; hour < 24; ++hour) row += ",1";
    row += "]";
    for (int month = 0; month < 12; ++month) table += (month > 0 ? "," : "[") + row;
    table += "]";
    const std::string hours = fmt::format(
        R"("weekday_schedule_month_hour": {0}, "weekend_schedule_month_hour": {0})", table);
    const std::string text = fmt::format(
        R"({{"id": "x", "currency": "USD", "metering": {{"option": 2, "true_up_month": 4,
            "year_end_sell_rate": 0.03, "roll_over_at_true_up": false,
            "apply_credit_in_same_month": true, "credit_expires_at_true_up": false}}, "tariff": {{
            "fixed_monthly_charge": 21.0, "minimum_monthly_charge": 0.0,
            "minimum_annual_charge": 100.0, {}
            "energy": {{{}, "periods": [{{"period": 1, "tiers": [{}]}}]}}}}}})",
        more, hours, tiers);
    auto root = json::parse(text, "case.json");
    EXPECT_TRUE(root) << root.error().message();
    return std::move(root).value_or(json::Value());
}

std::string tier(const std::string& max, const std::string& unit, const std::string& buy) {
    return fmt::format(R"({{"max": {}, "unit": "{}", "buy_per_kwh": {}, "sell_per_kwh": 0.02}})",
                       max, unit, buy);
}

// "0.1 to 5"
std::vector<std::string> tiers_of(const Result<catalog::Schedule>& schedule, const char* key) {
    if (!schedule) return {schedule.error().message()};
    std::vector<std::string> tiers;
    for (const auto& tier : schedule->find(key)->seasons[0].windows[0].tiers)
        tiers.push_back(tier.price.to_string() + (tier.to ? " to " + tier.to->print() : ""));
    return tiers;
}

TEST(SscTariff, HoursOfUseOpenABlockOfSteps) {
    const auto root = case_of(tier("200", "kWh/kW", "9") + "," + tier("3000", "kWh", "0.13") + "," +
                              tier("null", "kWh", "0.08") + "," + tier("400", "kWh/kW", "0.014") +
                              "," + tier("null", "kWh/kW", "0.007"));
    const auto schedule = read_ssc_tariff(root, Metering::NetBilling);
    EXPECT_THAT(tiers_of(schedule, kEnergy),
                ElementsAre("0.13 to min(3000, 200 * demand.power)", "0.08 to 200 * demand.power",
                            "0.014 to 400 * demand.power", "0.007"));
    EXPECT_EQ(tiers_of(schedule, kExport)[0], "-0.02 to min(3000, 200 * demand.power)");
}

TEST(SscTariff, ABoundADayCountsTheDaysOfTheMonth) {
    const auto root =
        case_of(tier("11.7", "kWh daily", "0.3") + "," + tier("null", "kWh daily", "0.5"));
    EXPECT_THAT(tiers_of(read_ssc_tariff(root, Metering::NetEnergy), kEnergy),
                ElementsAre("0.3 to 11.7 * days", "0.5"));
}

const std::string kPlain = tier("5", "kWh", "0.3") + "," + tier("null", "kWh", "0.5");

TEST(SscTariff, NetEnergyPassesOnAndIsPaidForAsTheYearIsSettled) {
    const auto schedule = read_ssc_tariff(case_of(kPlain), Metering::NetEnergy);
    ASSERT_TRUE(schedule) << schedule.error().message();
    EXPECT_EQ(schedule->find(kExport), nullptr);
    const auto& energy = *schedule->find(kEnergy);
    EXPECT_EQ(energy.of.less, "export");
    EXPECT_EQ(energy.fill, catalog::Fill::ProRata);
    EXPECT_EQ(energy.surplus.settled_in, 4);
    EXPECT_EQ(energy.surplus.pay.to_string(), "0.03");
    EXPECT_TRUE(energy.surplus.pays_sum);
    EXPECT_EQ(schedule->year_minimum->price, Decimal(100));
    EXPECT_THAT(schedule->year_minimum->on, ElementsAre(kFixed, kPower, kEnergy));
}

TEST(SscTariff, MoneyPassesOnAsACreditForEnergy) {
    const auto by_interval = read_ssc_tariff(case_of(kPlain), Metering::NetBillingCarried);
    ASSERT_TRUE(by_interval) << by_interval.error().message();
    EXPECT_THAT(tiers_of(by_interval, kExport), ElementsAre("-0.02 to 5", "-0.02"));
    ASSERT_THAT(by_interval->credits, SizeIs(1));
    EXPECT_TRUE(by_interval->credits[0].same_month);
    EXPECT_TRUE(by_interval->credits[0].is_paid);
    EXPECT_EQ(by_interval->credits[0].settled_in, 4);
    EXPECT_THAT(by_interval->year_minimum->on,
                ElementsAre(kFixed, kPower, kEnergy, kExport, "credit"));
    const auto by_month = read_ssc_tariff(case_of(kPlain), Metering::NetMoney);
    EXPECT_THAT(tiers_of(by_month, kExport), ElementsAre("-0.02"));
    EXPECT_EQ(by_month->find(kExport)->of.less, "import");
}

TEST(SscTariff, AMemberThatIsNotKnownIsRefusedWhereItSaysSomething) {
    const auto plain = tier("null", "kWh", "0.1");
    const auto nothing = case_of(plain, R"("rate_escalation": 0, "note": "none", "steps": [],)");
    EXPECT_TRUE(read_ssc_tariff(nothing, Metering::NetBilling));
    const auto steps =
        read_ssc_tariff(case_of(plain, R"("buy_by_step": [0.1],)"), Metering::NetBilling);
    ASSERT_FALSE(steps);
    EXPECT_THAT(steps.error().message(), HasSubstr("buy_by_step"));
}

TEST(SscTariff, WhatItCannotSayIsRefused) {
    const auto unit = case_of(tier("5", "kWh/kW daily", "1") + "," + tier("null", "kWh", "1"));
    EXPECT_THAT(tiers_of(read_ssc_tariff(unit, Metering::NetBilling), kEnergy),
                ElementsAre(HasSubstr("tiers[0]: an unknown unit of a tier")));
    const auto open = case_of(tier("null", "kWh", "1") + "," + tier("5", "kWh", "1"));
    EXPECT_THAT(tiers_of(read_ssc_tariff(open, Metering::NetBilling), kEnergy),
                ElementsAre(HasSubstr("periods[0]: tiers of which another than the last is open")));
}

}  // namespace
}  // namespace bw::reference_bills

#include "books/tariff_sources/owrs/rates.h"
#include "books/tariff_sources/read_test.h"
#include "books/tariff_sources/shared_data_test.h"

#include <gtest/gtest.h>

namespace bw::tariff_sources {
namespace {

std::string rates(const std::string& members, const std::string& often = "Monthly") {
    return "metadata:\n  effective_date: 07/01/2017\n  utility_name: Town\n  bill_frequency: " +
           often + "\n  bill_unit: ccf\nrate_structure:\n  RESIDENTIAL_SINGLE:\n" + members;
}

std::string charges_in(const Result<Taken>& taken) {
    if (!taken) return taken.error().message();
    if (taken->document.schedules.empty()) return "none";
    return charges_of(taken->document.schedules.at(0));
}

TEST(WaterRates, TablesGoByAttributes) {
    const auto taken = read(rates(R"(    service_charge:
      depends_on: [meter_size, city_limits]
      values:
        5/8"|inside_city: 9.53
        5/8"|outside_city: 10.91
        1|1/2"|inside_city: 11.52
    commodity_charge: rate*usage_ccf
    rate:
      depends_on: water_type
      values: {potable: [2.39], recycled: 1.96}
    slf_charge: 3.75
    bill: service_charge+commodity_charge+slf_charge
)"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    EXPECT_EQ(taken->document.schedules.at(0).head.name, "town.residential-single");
    EXPECT_EQ(taken->document.schedules.at(0).head.from.to_string(), "2017-07-01");
    EXPECT_EQ(charges_in(taken), R"(charges:
  service-charge:
    name: {en: Service charge}
    by meter.size:
      5/8":
        by city.limits:
          inside_city: 9.53 per month
          outside_city: 10.91 per month
      1 1/2":
        by city.limits:
          inside_city: 11.52 per month
  commodity-charge:
    name: {en: Commodity charge}
    of: water ccf
    by water.type:
      potable: 2.39
      recycled: 1.96
  slf-charge:
    name: {en: Slf charge}
    price: 3.75 per month
)");
}

TEST(WaterRates, AStartIsTheFirstUnitOfItsTier) {
    const auto taken = read(rates(R"(    commodity_charge: Tiered
    tier_starts: [0, 15, 41.2]
    tier_prices: [1, 2, 3]
    bill: 1.02*(commodity_charge)
)"));
    ASSERT_TRUE(taken) << taken.error().message();
    const auto& schedule = taken->document.schedules.at(0);
    const auto& tiers = schedule.charges.at(0).seasons.at(0).windows.at(0).tiers;
    EXPECT_EQ(tiers.at(0).to->print(), "14");
    EXPECT_EQ(tiers.at(1).to->print(), "41");
    EXPECT_TRUE(schedule.discounts.at(0).is_surcharge);
    EXPECT_EQ(schedule.discounts.at(0).percent.to_string(), "2");
}

TEST(WaterRates, BudgetsKeepTheirNames) {
    const auto taken = read(rates(R"y(    gpcd: 55
    factor:
      depends_on: usage_month
      values: {1: 0.65, 2: 0.65, 7: .55}
    indoor: "gpcd*hhsize*30.4*(1/748)"
    budget: "indoor+factor*irr_area*et_amount"
    tier_starts: [0, indoor, 101%, 300]
    tier_prices: [0.95, 1.32, 2.46, 4.67]
    commodity_charge: Budget
    bill: commodity_charge
)y"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    const auto& schedule = taken->document.schedules.at(0);
    ASSERT_EQ(schedule.lets.size(), 4U);
    EXPECT_EQ(schedule.lets[1].is.print(), "gpcd * household.size * 30.4 / 748");
    const auto& tiers = schedule.charges.at(0).seasons.at(0).windows.at(0).tiers;
    EXPECT_EQ(tiers.at(0).to->print(), "ceil(indoor) - 1");
    EXPECT_EQ(tiers.at(1).to->print(), "ceil(1.01 * budget) - 1");
}

TEST(WaterRates, TiersByMonthAreSeasons) {
    std::string starts = "    tier_starts_commodity:\n      depends_on: month\n      values:\n";
    for (int month = 1; month <= 12; ++month)
        starts += "        " + std::to_string(month) + ": [0, " +
                  (month >= 6 && month <= 9 ? "21" : "11") + "]\n";
    const auto taken = read(rates("    commodity_charge: Tiered\n" + starts +
                                  "    tier_prices_commodity: [1, 2]\n"
                                  "    bill: commodity_charge\n"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(charges_in(taken), R"(charges:
  commodity-charge:
    name: {en: Commodity charge}
    of: water ccf
    seasons:
      oct-may:
        when: 1 Oct - 31 May
        tiers per month:
          - {to: 10, price: 1}
          - {price: 2}
      jun-sep:
        when: 1 Jun - 30 Sep
        tiers per month:
          - {to: 20, price: 1}
          - {price: 2}
)");
}

TEST(WaterRates, KeysThatStandTwiceBelongToTheChargeAbove) {
    const auto taken = read(rates(R"(    commodity_charge: Tiered
    tier_starts_commodity: [0, 5]
    tier_prices_commodity: [6, 7]
    IR_charge: Tiered
    tier_starts_commodity: [0, 9]
    tier_prices_commodity: [1, 2]
    bill: commodity_charge+IR_charge
)"));
    ASSERT_TRUE(taken) << taken.error().message();
    const auto& charges = taken->document.schedules.at(0).charges;
    ASSERT_EQ(charges.size(), 2U);
    const auto& first = charges[0].seasons.at(0).windows.at(0).tiers;
    const auto& second = charges[1].seasons.at(0).windows.at(0).tiers;
    EXPECT_EQ(first.at(0).to->print() + " " + first.at(0).price.to_string(), "4 6");
    EXPECT_EQ(second.at(0).to->print() + " " + second.at(0).price.to_string(), "8 1");
}

TEST(WaterRates, NumbersOfThePlaceMultiplyAPrice) {
    const auto taken = read(rates(R"(    service_charge: ((number_dwelling_units-1)*61.50*0.55)+61.5
    slf_charge: price*land_area
    price: 2.5
    bill: service_charge+slf_charge
)",
                                  "Bi-Monthly"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(charges_in(taken), R"(charges:
  service-charge:
    name: {en: Service charge}
    times: (dwellings - 1) * 61.5 * 0.55 + 61.5
    price: 0.5 per month
  slf-charge:
    name: {en: Slf charge}
    times: land.area
    price: 1.25 per month
)");
}

TEST(WaterRates, SeasonsWithoutMonthsAreAnAttribute) {
    const auto taken = read(rates(R"(    commodity_charge: rate*usage_ccf
    rate:
      depends_on: season
      values: {Summer: 2, Winter: 1}
    bill: commodity_charge
)"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(charges_in(taken), R"(charges:
  commodity-charge:
    name: {en: Commodity charge}
    of: water ccf
    by season:
      Summer: 2
      Winter: 1
)");
}

TEST(WaterRates, WhatIsWrongCostsItsCharge) {
    const auto taken = read(rates(R"(    service_charge: 10
    commodity_charge: rate*usage_ccf
    rate:
      depends_on: weekday
      values: {Monday: 2, Friday: 1}
    drought_charge: 5
    wastewater_charge: 0
    bill: service_charge+commodity_charge+lost_charge
)"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(taken->document.schedules.at(0).charges.size(), 1U);
    EXPECT_EQ(only(*taken, Severity::Refused).size(), 2U);
    EXPECT_EQ(only(*taken, Severity::LeftOut).size(), 1U);
    EXPECT_FALSE(read("metadata: {}\nrate_structure:\n  - a: [\n"));
}

TEST(WaterRates, AllRatesOfTheSampleImportButOneThatIsNoYaml) {
    const auto shared = shared_tariffs();
    if (!shared) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    const auto files = files_in(*shared / "water-owrs");
    EXPECT_EQ(files.size(), 46U);
    for (const auto& file : files) {
        const auto taken = read(read_whole(file));
        if (file.filename().string().starts_with("Older__ladwp")) {
            EXPECT_FALSE(taken);
            continue;
        }
        ASSERT_TRUE(taken) << file << ": " << taken.error().message();
        EXPECT_FALSE(taken->document.schedules.empty()) << file;
    }
}

}  // namespace
}  // namespace bw::tariff_sources

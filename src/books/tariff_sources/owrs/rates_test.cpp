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

// The bounds and prices of a charge: "14 2.87, 2.1".
std::string tiers_in(const catalog::Charge& charge) {
    std::string all;
    for (const auto& tier : charge.seasons.at(0).windows.at(0).tiers)
        all += (all.empty() ? "" : ", ") + (tier.to ? tier.to->print() + " " : "") +
               tier.price.to_string();
    return all;
}

std::string tiers_of(const Result<Taken>& taken, std::size_t charge = 0) {
    if (!taken) return taken.error().message();
    if (taken->document.schedules.empty()) return "none";
    const auto& charges = taken->document.schedules.at(0).charges;
    return charge < charges.size() ? tiers_in(charges[charge]) : "none";
}

TEST(WaterRates, ListsNamedAfterAChargeAreItsOwn) {
    for (const std::string lists :
         {"    sewer_tier_starts: [0, 8]\n    sewer_tier_prices: [2, 0]\n",
          "    tier_starts_sewer: [0, 8]\n    tier_prices_sewer: [2, 0]\n"}) {
        const auto taken = read(rates("    tier_starts: [0, 15]\n    tier_prices: [3, 4]\n"
                                      "    commodity_charge: Tiered\n" +
                                      lists +
                                      "    sewer_charge: Tiered\n"
                                      "    bill: sewer_charge+commodity_charge\n"));
        EXPECT_EQ(tiers_of(taken, 0), "7 2, 0");
        EXPECT_EQ(tiers_of(taken, 1), "14 3, 4");
    }
}

TEST(WaterRates, NoChargeTakesTheListsOfAnother) {
    const auto taken = read(rates(R"(    tier_starts: [0, 15]
    tier_prices: [3, 4]
    commodity_charge: Tiered
    sewer_charge: Tiered
    tier_starts_drought: [0, 30]
    tier_prices_drought: [7, 8]
    variable_drought_surcharge: 0
    bill: sewer_charge+commodity_charge
)"));
    EXPECT_EQ(tiers_of(taken), "14 3, 4");
    EXPECT_EQ(told(*taken, Severity::Refused),
              "rate_structure.RESIDENTIAL_SINGLE.sewer_charge: sewer_charge: the class has no "
              "'tier_starts' that is its own; it is not billed\n");
}

TEST(WaterRates, NamesMayStandWithTheChargeBehindThem) {
    const auto taken = read(rates(R"y(    commodity_charge: Budget
    gpcd_commodity: 50
    indoor_commodity: hhsize*gpcd*days_in_period*(1/748)
    outdoor_commodity: factor*ET*irrigable_area
    budget_commodity: indoor+outdoor
    factor_commodity: .8
    tier_starts_commodity: [0, Indoor, 100%]
    tier_prices_commodity: [1, 2, 3]
    sewer_charge: Budget
    sewer_budget: 10
    sewer_tier_starts: [0, 110%]
    sewer_tier_prices: [2, 0]
    bill: commodity_charge+sewer_charge
)y"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    EXPECT_EQ(tiers_of(taken), "ceil(indoor_commodity) - 1 1, ceil(1 * budget_commodity) - 1 2, 3");
    EXPECT_EQ(tiers_of(taken, 1), "ceil(1.1 * sewer_budget) - 1 2, 0");
    const auto& lets = taken->document.schedules.at(0).lets;
    ASSERT_EQ(lets.size(), 6U);
    EXPECT_EQ(lets[0].name + " " + lets[0].is.print(), "gpcd_commodity 50");
    EXPECT_EQ(lets[1].is.print(), "household.size * gpcd_commodity * days / 748");
    EXPECT_EQ(lets[3].is.print(), "factor_commodity * evapotranspiration * area.irrigated");
    EXPECT_EQ(told(*taken, Severity::Reading),
              "rate_structure.RESIDENTIAL_SINGLE.indoor_commodity: days_in_period is no member of "
              "the class: the days of the bill\n");
}

TEST(WaterRates, APlainNumberDoesNotGoByTheChargeThatAsksForIt) {
    const auto taken = read(rates(R"(    commodity_charge: Budget
    factor_commodity: 2
    budget: factor*hhsize
    tier_starts: [0, 100%]
    tier_prices: [1, 2]
    bill: commodity_charge
)"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(taken->document.schedules.at(0).lets.at(0).is.print(), "factor * household.size");
}

TEST(WaterRates, AColumnOfTheDataIsAnAttribute) {
    const auto taken = read(rates(R"(    service_charge:
      depends_on: [meter_type]
      values: {turbine: 5, compound: 6}
    budget: comm_budget + usage_outdoor_budget_ccf
    tier_starts: [0, 100%]
    tier_prices: [1, 2]
    commodity_charge: Budget
    bill: service_charge+commodity_charge
)"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    const auto& schedule = taken->document.schedules.at(0);
    EXPECT_EQ(schedule.charges.at(0).by, "meter.type");
    EXPECT_EQ(schedule.lets.at(0).is.print(), "comm.budget + usage_outdoor_budget_ccf");
    EXPECT_EQ(only(*taken, Severity::Reading).size(), 3U);
}

TEST(WaterRates, AFormulaThatFailsLeavesNothingBehind) {
    const auto taken = read(rates(R"y(    commodity_charge: 2*usage_ccf
    first_charge: 4*usage_ccf+second*commodity_charge
    second: (
    share_charge: (commodity_charge+lost_charge)*0.5
    bill: first_charge+share_charge+commodity_charge
)y"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(taken->document.schedules.at(0).charges.size(), 1U);
    EXPECT_TRUE(taken->document.schedules.at(0).lets.empty());
    EXPECT_EQ(tiers_of(taken), "2");
    EXPECT_EQ(only(*taken, Severity::Refused).size(), 2U);
}

TEST(WaterRates, ABudgetIsNoPrice) {
    const auto taken = read(rates(R"(    budget: 10
    budget_sewer: 5
    tier_starts: [0, 100%]
    tier_prices: [1, 2]
    commodity_charge: budget
    sewer_charge: budget_sewer
    other_charge: Uniform
    sum_charge: budget+budget_sewer
    bill: commodity_charge+sewer_charge+other_charge+sum_charge
)"));
    EXPECT_EQ(tiers_of(taken), "ceil(1 * budget) - 1 1, 2");
    EXPECT_EQ(taken->document.schedules.at(0).charges.size(), 1U);
    EXPECT_EQ(only(*taken, Severity::Refused).size(), 3U);
    const auto word = read(rates(R"(    budget: Tiered
    tier_starts: [0, 100%]
    tier_prices: [1, 2]
    commodity_charge: budget
    bill: commodity_charge
)"));
    EXPECT_EQ(tiers_of(word), "none");
}

TEST(WaterRates, ABillHasItsTime) {
    const std::string members = R"(    service_charge: 10
    tier_starts: [0, 20]
    tier_prices: [1, 2]
    commodity_charge: tiered
    bill: service_charge+commodity_charge
)";
    const auto first_line = [&](const std::string& often) {
        const std::string charges = charges_in(read(rates(members, often)));
        const auto at = charges.find("price: ");
        return charges.substr(at, charges.find('\n', at) - at) +
               (charges.contains("tiers per billing period") ? ", by bill" : "");
    };
    EXPECT_EQ(first_line("Monthly"), "price: 10 per month");
    EXPECT_EQ(first_line("Bi-Monthly"), "price: 5 per month, by bill");
    EXPECT_EQ(first_line("Quarterly"), "price: 10 per quarter, by bill");
    EXPECT_EQ(first_line("Semi-Annually"), "price: 5 per quarter, by bill");
    EXPECT_EQ(first_line("Annually"), "price: 10 per year, by bill");
    EXPECT_FALSE(read(rates(members, "Daily")));
}

TEST(WaterRates, AUnitMayBeWrittenLarge) {
    std::string text = rates("    commodity_charge: 2*usage_ccf\n    bill: commodity_charge\n");
    text.replace(text.find(": ccf"), 5, ": Kgal");
    EXPECT_EQ(charges_in(read(text)), R"(charges:
  commodity-charge:
    name: {en: Commodity charge}
    of: water kgal
    price: 2
)");
}

TEST(WaterRates, SizesAreWrittenInManyWays) {
    const auto taken = read(rates(R"(    service_charge: &sizes
      depends_on: [meter_size]
      values: {1|1/4": 4, 1_1/2": 5, 2": 6}
    zone_charge:
      depends_on: [pressure_zone, meter_size]
      values: {1|3/4": 7, 1|1|1/2": 8}
    bill: service_charge+zone_charge
)"));
    EXPECT_EQ(charges_in(taken), R"(charges:
  service-charge:
    name: {en: Service charge}
    by meter.size:
      1 1/4": 4 per month
      1 1/2": 5 per month
      2": 6 per month
  zone-charge:
    name: {en: Zone charge}
    by pressure.zone:
      1:
        by meter.size:
          3/4": 7 per month
          1 1/2": 8 per month
)");
}

TEST(WaterRates, ATierOfNothingIsNone) {
    const auto with = [](const std::string& starts) {
        return tiers_of(read(rates("    commodity_charge: Tiered\n    tier_starts: " + starts +
                                   "\n    tier_prices: [0, 2, 3]\n    bill: commodity_charge\n")));
    };
    EXPECT_EQ(with("[0, 1, 10]"), "9 2, 3");
    EXPECT_EQ(with("[1, 13, 40]"), "12 0, 39 2, 3");
    EXPECT_EQ(with("[0, 13, 13]"), "none");
    EXPECT_EQ(with("[2, 13, 40]"), "none");
}

TEST(WaterRates, AShareOfOtherChargesIsASurcharge) {
    const auto taken = read(rates(R"y(    treatment_charge: (commodity_charge+service_charge)*0.375
    commodity_charge: 2*usage_ccf
    service_charge: 10
    half_charge: treatment_charge*0.5
    bill: 1.02*(treatment_charge+commodity_charge+service_charge+half_charge)
)y"));
    ASSERT_TRUE(taken) << taken.error().message();
    const auto& discounts = taken->document.schedules.at(0).discounts;
    ASSERT_EQ(discounts.size(), 2U);
    EXPECT_TRUE(discounts[0].is_surcharge);
    EXPECT_EQ(discounts[0].percent.to_string(), "37.5");
    EXPECT_EQ(discounts[0].on, (std::vector<std::string>{"commodity-charge", "service-charge"}));
    EXPECT_EQ(discounts[1].on,
              (std::vector<std::string>{"commodity-charge", "service-charge", "treatment-charge"}));
    EXPECT_EQ(told(*taken, Severity::Refused),
              "rate_structure.RESIDENTIAL_SINGLE.half_charge: half_charge: a share of what is not "
              "billed, or is a share itself; it is not billed\n");
}

TEST(WaterRates, AFileWithoutAPriceSaysSo) {
    const auto taken = read(rates("    service_charge: 0\n    bill: service_charge\n"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_TRUE(taken->document.schedules.empty());
    EXPECT_EQ(told(*taken, Severity::Refused),
              "rate_structure: none of its classes has a charge that is not zero: no text\n");
}

TEST(WaterRates, StartsBetweenUnitsAreTold) {
    const auto taken = read(rates(R"(    commodity_charge: Tiered
    tier_starts: [0, 9.36]
    tier_prices: [1, 2]
    bill: commodity_charge
)"));
    EXPECT_EQ(tiers_of(taken), "9 1, 2");
    EXPECT_EQ(told(*taken, Severity::Reading),
              "rate_structure.RESIDENTIAL_SINGLE.tier_starts[1]: a tier begins with a whole unit: "
              "the one below is up to 9\n");
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
      depends_on: "{weekday}"
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

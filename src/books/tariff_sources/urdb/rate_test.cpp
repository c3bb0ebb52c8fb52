#include "books/tariff_sources/read_test.h"
#include "books/tariff_sources/shared_data_test.h"
#include "books/tariff_sources/urdb/rate.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bw::tariff_sources {
namespace {

// Twelve rows of 24: `summer` from June to September between 12:00 and 18:00, else 0.
std::string year(int summer) {
    std::string rows;
    for (int month = 1; month <= 12; ++month) {
        std::string row;
        for (int hour = 0; hour < 24; ++hour) {
            const bool is_peak = month >= 6 && month <= 9 && hour >= 12 && hour < 18;
            row += fmt::format("{}{}", row.empty() ? "" : ", ", is_peak ? summer : 0);
        }
        rows += (rows.empty() ? "[" : ", [") + row + "]";
    }
    return "[" + rows + "]";
}

std::string rate(const std::string& energy, const std::string& more = "") {
    return fmt::format(R"({{"label": "r1", "name": "Rate 1", "startdate": 1433116800,
 "energyratestructure": {}, "energyweekdayschedule": {}, "energyweekendschedule": {}{}}})",
                       energy, year(1), year(0), more);
}

TEST(UrdbRate, PeriodsBecomeSeasonsAndWindows) {
    const auto taken = read(rate(R"([[{"rate": 0.1, "adj": 0.01}], [{"rate": 0.3}]])",
                                 R"(, "fixedmonthlycharge": 10.5, "minmonthlycharge": 0)"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    const auto& schedule = taken->document.schedules.at(0);
    EXPECT_EQ(schedule.head.from.to_string(), "2015-06-01");
    EXPECT_EQ(charges_of(schedule), R"(charges:
  energy:
    name: {en: Energy}
    of: import kWh
    seasons:
      oct-may:
        when: 1 Oct - 31 May
        price: 0.11
      jun-sep:
        when: 1 Jun - 30 Sep
        windows:
          period-0:
            when: "Mon-Fri 00:00-12:00, 18:00-24:00; Sat-Sun"
            price: 0.11
          period-1:
            when: Mon-Fri 12:00-18:00
            price: 0.3
  fixed:
    name: {en: Fixed charge}
    price: 10.5 per month
)");
}

TEST(UrdbRate, TiersOfTheSameBoundsAreFilledByAllPeriods) {
    const std::string tiers =
        R"([[{"max": 100, "rate": 0.1, "unit": "kWh"}, {"max": 1e38, "rate": 0.2, "unit": "kWh"}],
            [{"max": 100, "rate": 0.3, "unit": "kWh"}, {"rate": 0.4, "unit": "kWh"}]])";
    const auto taken = read(rate(tiers));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(taken->document.schedules.at(0).find("energy")->fill, catalog::Fill::ProRata);
    const auto billed = read(rate(tiers, R"(, "dgrules": "Net Billing Hourly")"));
    ASSERT_TRUE(billed) << billed.error().message();
    EXPECT_EQ(billed->document.schedules.at(0).find("energy")->fill, catalog::Fill::InOrder);
}

TEST(UrdbRate, BoundsOfADayGrowWithTheDaysOfTheMonth) {
    const auto taken = read(rate(R"([[{"max": 11.7, "rate": 0.1, "unit": "kWh daily"},
                                      {"rate": 0.2, "unit": "kWh daily"}], [{"rate": 0.3}]])"));
    ASSERT_TRUE(taken) << taken.error().message();
    const auto& tiers =
        taken->document.schedules.at(0).find("energy")->seasons.at(0).windows.at(0).tiers;
    EXPECT_EQ(tiers.at(0).to->print(), "11.7 * days");
}

TEST(UrdbRate, HoursOfUseCountTheHighestPower) {
    const auto tiers_of = [](std::string_view rows) {
        const auto taken = read(rate(fmt::format("[[{}], [{{\"rate\": 0.3}}]]", rows)));
        EXPECT_TRUE(taken) << (taken ? "" : taken.error().message());
        std::string all;
        if (!taken) return all;
        const auto& schedule = taken->document.schedules.at(0);
        const auto* power = schedule.find("power");
        EXPECT_TRUE(power != nullptr && power->kind == catalog::ChargeKind::Demand);
        for (const auto& tier : schedule.find("energy")->seasons.at(0).windows.at(0).tiers)
            all +=
                fmt::format("{} to {}\n", tier.price.to_string(), tier.to ? tier.to->print() : "");
        return all;
    };
    EXPECT_EQ(tiers_of(R"({"max": 200, "rate": 0.1, "unit": "kWh/kW"}, {"rate": 0.2})"),
              "0.1 to 200 * demand.power\n0.2 to \n");
    // The first 200 hours have steps of their own.
    EXPECT_EQ(tiers_of(R"({"max": 200, "rate": 9, "unit": "kWh/kW"},
                          {"max": 1000, "rate": 0.12, "unit": "kWh"}, {"rate": 0.11, "unit": "kWh"},
                          {"max": 400, "rate": 0.08, "unit": "kWh/kW"},
                          {"rate": 0.05, "unit": "kWh/kW"})"),
              "0.12 to min(1000, 200 * demand.power)\n0.11 to 200 * demand.power\n"
              "0.08 to 400 * demand.power\n0.05 to \n");
    const auto taken =
        read(rate(R"([[{"max": 200, "rate": 0.1, "unit": "kWh/month"}, {"rate": 0.2}],
                                     [{"rate": 0.3}]])"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused),
              "energyratestructure: bounds in kWh/month: energy is not billed\n");
}

TEST(UrdbRate, DemandHasItsTimetableAndItsMonths) {
    const auto taken =
        read(rate(R"([[{"rate": 0.1}], [{"rate": 0.1}]])",
                  fmt::format(R"(, "demandwindow": 15, "demandratestructure": [[{{"rate": 0}}],
 [{{"max": 50, "rate": 5}}, {{"rate": 4.5, "adj": 0.25}}]], "demandweekdayschedule": {},
 "demandweekendschedule": {}, "flatdemandstructure": [[{{"rate": 3.5}}]],
 "flatdemandmonths": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
 "coincidentratestructure": [[{{"rate": 1}}]], "coincidentschedule": {},
 "coincidentrateunit": "kW", "utility": "North Power Co"
)",
                              year(1), year(0), year(0))));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    EXPECT_TRUE(told(*taken, Severity::Reading).contains("system-peaks of 'north-power-co'"));
    const auto& schedule = taken->document.schedules.at(0);
    const auto* demand = schedule.find("demand");
    ASSERT_NE(demand, nullptr);
    EXPECT_EQ(demand->peak.minutes, 15);
    ASSERT_EQ(demand->seasons.size(), 2U);
    const auto& peak = demand->seasons.at(1).windows.at(1);
    EXPECT_EQ(peak.tiers.at(0).to->print(), "50");
    EXPECT_EQ(peak.tiers.at(1).price.to_string(), "4.75");
    const auto* flat = schedule.find("flat-demand");
    ASSERT_NE(flat, nullptr);
    EXPECT_EQ(flat->seasons.size(), 1U);
    const auto* coincident = schedule.find("coincident-demand");
    ASSERT_NE(coincident, nullptr);
    EXPECT_EQ(coincident->peak.at, "north-power-co");
    EXPECT_EQ(coincident->peak.minutes, 15);
}

TEST(UrdbRate, AShareOfEarlierPeaksIsARatchet) {
    const auto ratchet_of = [](std::string_view members,
                               std::string_view demand =
                                   R"(, "flatdemandstructure": [[{"rate": 3.5}]],
 "flatdemandmonths": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])") -> std::string {
        const auto taken = read(
            rate(R"([[{"rate": 0.1}], [{"rate": 0.1}]])", fmt::format("{}{}", demand, members)));
        if (!taken) return taken.error().message();
        const auto* flat = taken->document.schedules.at(0).find("flat-demand");
        if (flat == nullptr || flat->peak.ratchets.empty()) return told(*taken, Severity::Refused);
        return print_ratchet(flat->peak.ratchets[0]);
    };
    EXPECT_EQ(ratchet_of(R"(, "lookbackPercent": 0.8, "lookbackRange": 11)"),
              "80 % of the last 11 months");
    EXPECT_EQ(ratchet_of(R"(, "lookbackpercent": 60, "lookbackmonths":
 [0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0])"),
              "60 % of Jun, Jul, Aug in the last 11 months");
    EXPECT_EQ(ratchet_of(R"(, "lookbackpercent": 0.8, "lookbackrange": 0, "lookbackmonths":
 [true, true, true, true, true, true, true, true, true, true, true, true])"),
              "80 % of the last 11 months");
    EXPECT_TRUE(ratchet_of(R"(, "lookbackPercent": 0.8)").contains("no months"));
    EXPECT_TRUE(ratchet_of(R"(, "lookbackPercent": 0.8, "lookbackRange": 24)").contains("1 to 11"));
    EXPECT_TRUE(
        ratchet_of(R"(, "lookbackPercent": 0.8, "lookbackRange": 3)", "").contains("no price"));
}

constexpr const char* kTwoPeriods = R"([[{"rate": 0.1}], [{"rate": 0.3}]])";

TEST(UrdbRate, AMinimumIsOfAMonthADayOrAYear) {
    const auto minimum = [](std::string_view members) -> std::string {
        const auto taken = read(rate(kTwoPeriods, std::string(members)));
        if (!taken) return taken.error().message();
        const auto& schedule = taken->document.schedules.at(0);
        std::string all = told(*taken, Severity::Refused);
        if (const auto& minimum_of = schedule.minimum)
            all += fmt::format("{} per {}", minimum_of->price.to_string(),
                               minimum_of->per == catalog::TimeUnit::Day ? "day" : "month");
        if (const auto& yearly = schedule.year_minimum)
            all += fmt::format("{} per year", yearly->price.to_string());
        return all;
    };
    EXPECT_EQ(minimum(R"(, "mincharge": 20, "minchargeunits": "$/month")"), "20 per month");
    EXPECT_EQ(minimum(R"(, "mincharge": 0.35, "minchargeunits": "$/day")"), "0.35 per day");
    EXPECT_EQ(minimum(R"(, "mincharge": 120, "minchargeunits": "$/year")"), "120 per year");
    EXPECT_EQ(minimum(R"(, "mincharge": 0.0, "minchargeunits": "$/kW")"), "");
    EXPECT_EQ(minimum(R"(, "mincharge": 5, "minchargeunits": "$/kW")"),
              "mincharge: a minimum per '$/kW': it is not billed\n");
    EXPECT_EQ(minimum(R"(, "minmonthlycharge": 9, "mincharge": 9, "minchargeunits": "$/month")"),
              "9 per month");
    EXPECT_EQ(minimum(R"(, "minmonthlycharge": 9, "mincharge": 8, "minchargeunits": "$/month")"),
              "mincharge: a second minimum: it is not billed\n9 per month");
}

TEST(UrdbRate, AFixedChargeIsOfADayAMonthOrAYear) {
    const auto fixed = [](std::string_view members) -> std::string {
        const auto taken = read(rate(kTwoPeriods, std::string(members)));
        if (!taken) return taken.error().message();
        const auto* charge = taken->document.schedules.at(0).find("fixed");
        if (charge == nullptr) return told(*taken, Severity::Refused);
        const std::string text = charges_of(taken->document.schedules.at(0));
        const std::size_t at = text.rfind("price: ");
        return text.substr(at, text.size() - at - 1) + told(*taken, Severity::LeftOut);
    };
    EXPECT_EQ(fixed(R"(, "fixedchargefirstmeter": 0.4, "fixedchargeunits": "$/day")"),
              "price: 0.4 per day");
    EXPECT_EQ(fixed(R"(, "fixedchargefirstmeter": 48, "fixedchargeunits": "$/year",
 "fixedchargeeaaddl": 0)"),
              "price: 48 per year");
    EXPECT_EQ(fixed(R"(, "fixedchargefirstmeter": 10, "fixedchargeunits": "$/month",
 "fixedchargeeaaddl": 3)"),
              "price: 10 per monthfixedchargeeaaddl: only who has more meters than one pays it for "
              "each: it is not billed\n");
    EXPECT_EQ(fixed(R"(, "fixedchargefirstmeter": 10, "fixedchargeunits": "$/bill")"),
              "fixedchargefirstmeter: a fixed charge per '$/bill': it is not billed\n");
}

TEST(UrdbRate, HoursOfCoincidentPeaksHaveTwoNames) {
    for (const std::string_view name : {"coincidentschedule", "coincidentrateschedule"}) {
        const auto taken = read(rate(
            kTwoPeriods, fmt::format(R"(, "coincidentratestructure": [[{{"rate": 1}}]], "{}": {})",
                                     name, year(0))));
        ASSERT_TRUE(taken) << taken.error().message();
        EXPECT_EQ(told(*taken, Severity::Refused), "");
        EXPECT_NE(taken->document.schedules.at(0).find("coincident-demand"), nullptr);
    }
}

TEST(UrdbRate, PowersCountKilowatts) {
    const auto refused = [](std::string_view members) -> std::string {
        const auto taken = read(rate(kTwoPeriods, fmt::format(R"(, "is_default": true,
 "supercedes": "r0", "flatdemandstructure": [[{{"rate": 3.5}}]],
 "flatdemandmonths": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]{})",
                                                              members)));
        return taken ? told(*taken, Severity::Refused) : taken.error().message();
    };
    EXPECT_EQ(refused(R"(, "demandunits": "kW")"), "");
    EXPECT_EQ(refused(R"(, "demandunits": "kVA")"),
              "flatdemandstructure: demand in kVA: this demand is not billed\n"
              "demandunits: powers that do not count kW\n");
    EXPECT_EQ(refused(R"(, "demandunits": "kW", "flatdemandunit": "hp")"),
              "flatdemandstructure: demand in hp: this demand is not billed\n");
}

TEST(UrdbRate, FuelIsAdjustedByMonth) {
    const auto charges = [](std::string_view months) -> std::string {
        const auto taken =
            read(rate(kTwoPeriods, fmt::format(R"(, "fueladjustmentsmonthly": {})", months)));
        if (!taken) return taken.error().message();
        const std::string text = charges_of(taken->document.schedules.at(0));
        return text.substr(std::min(text.size(), text.find("  fuel:"))) +
               told(*taken, Severity::Refused);
    };
    EXPECT_EQ(charges("[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"), "");
    EXPECT_EQ(charges("[-0.01, -0.01, -0.01, -0.01, -0.01, 0.02, 0.02, 0.02, 0.02, -0.01, -0.01,"
                      " -0.01]"),
              R"(  fuel:
    name: {en: Fuel adjustment}
    of: import kWh
    seasons:
      oct-may:
        when: 1 Oct - 31 May
        price: -0.01
      jun-sep:
        when: 1 Jun - 30 Sep
        price: 0.02
)");
    EXPECT_TRUE(charges("[0.01]").contains("twelve months are needed: fuel is not billed"));
}

TEST(UrdbRate, WhatIsNotReadIsToldBesideWhatIsExplained) {
    const auto taken = read(rate(R"([[{"max": 100, "rate": 0.1, "riddle": 1}, {"rate": 0.2}],
 [{"max": 100, "rate": 0.3}, {"rate": 0.4}], [{"rate": 9, "unit": "kWh"}]])"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_TRUE(told(*taken, Severity::Reading).contains("filled by all periods"));
    EXPECT_EQ(told(*taken, Severity::Refused),
              "energyratestructure[0][0].riddle: this reader does not know it, and it may change "
              "what is paid\n");
    EXPECT_TRUE(told(*taken, Severity::Information)
                    .contains("energyratestructure[2]: no hour is of this period"));
}

TEST(UrdbRate, OnePeriodNeedsNoTimetable) {
    const auto taken = read(R"({"label": "r1", "energyratestructure": [[{"rate": 0.15}]]})");
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    EXPECT_EQ(charges_of(taken->document.schedules.at(0)),
              "charges:\n  energy:\n    name: {en: Energy}\n    of: import kWh\n    price: 0.15\n");
    const auto two =
        read(R"({"label": "r1", "energyratestructure": [[{"rate": 1}], [{"rate": 2}]]})");
    ASSERT_TRUE(two) << two.error().message();
    EXPECT_TRUE(told(*two, Severity::Refused).contains("'energyweekdayschedule' is missing"));
}

TEST(UrdbRate, WhatIsPaidForFeedingInNeedsARule) {
    const std::string energy = R"([[{"rate": 0.1, "sell": 0.05}], [{"rate": 0.3, "sell": 0.07}]])";
    const auto without = read(rate(energy));
    ASSERT_TRUE(without) << without.error().message();
    EXPECT_EQ(only(*without, Severity::LeftOut).size(), 2U);
    const auto with = read(rate(energy, R"(, "dgrules": "Net Billing Instantaneous")"));
    ASSERT_TRUE(with) << with.error().message();
    EXPECT_EQ(told(*with, Severity::LeftOut), "");
    ASSERT_EQ(with->document.plans.size(), 2U);
    EXPECT_EQ(with->document.plans[1].head.name, "r1.solar");
}

TEST(UrdbRate, MoreThanNineDecimalsAreRoundedAndTold) {
    const auto taken = read(rate(R"([[{"rate": 0.0707689970731}], [{"rate": 19.5389995575}]])"));
    ASSERT_TRUE(taken) << taken.error().message();
    const auto& windows = taken->document.schedules.at(0).find("energy")->seasons.at(1).windows;
    EXPECT_EQ(windows.at(0).tiers.at(0).price.to_string(), "0.070768997");
    EXPECT_EQ(windows.at(1).tiers.at(0).price.to_string(), "19.538999558");
    EXPECT_EQ(only(*taken, Severity::Reading).size(), 2U);
}

TEST(UrdbRate, AllRatesOfTheSampleImport) {
    const auto shared = shared_tariffs();
    if (!shared) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    const auto files = files_in(*shared / "us-urdb");
    EXPECT_EQ(files.size(), 10U);
    for (const auto& file : files) {
        const auto taken = read(read_whole(file));
        ASSERT_TRUE(taken) << file << ": " << taken.error().message();
        EXPECT_NE(taken->document.schedules.at(0).find("energy"), nullptr) << file;
        for (const auto& finding : only(*taken, Severity::Refused))
            ADD_FAILURE() << file << " line " << finding.line << " " << finding.path;
    }
}

}  // namespace
}  // namespace bw::tariff_sources

#include "books/tariff_sources/elvia/grid_tariffs.h"
#include "books/tariff_sources/read_test.h"
#include "books/tariff_sources/shared_data_test.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bw::tariff_sources {
namespace {

constexpr const char* kFixed = R"({"fixedPriceLevel": [{"monthlyFixedExTaxes": 92.0}]})";
constexpr const char* kVat = R"({"startDate": "2021-12-31T23:00:00Z",
 "endDate": "2022-12-31T23:00:00Z", "taxType": "vat", "taxValue": 25.0, "taxUom": "%"})";

std::string level(const std::string& name, const std::string& price, const std::string& hours) {
    return fmt::format(R"({{"level": "{}", "energyExTaxes": {}, "hours": [{}]}})", name, price,
                       hours);
}

// One tariff with one version of 2022, whose consumption tax changes in April.
std::string tariff(const std::string& fixed, const std::string& levels,
                   const std::string& more = "") {
    return fmt::format(R"({{"gridTariffPriceConfiguration": {{"gridTariff": {{"tariffTypes": [{{
 "tariffKey": "home", "title": "Bolig"{}, "tariffPrices": [{{
 "startDate": "2021-12-31T23:00:00Z", "endDate": "2022-12-31T23:00:00Z", "fixedPrices": {},
 "taxes": {{"fixedPriceTaxes": [{}], "energyPriceTaxes": [
  {{"startDate": "2021-12-31T23:00:00Z", "endDate": "2022-03-31T22:00:00Z",
    "taxType": "consumptionTax", "taxValue": 0.0891, "taxUom": "kr/kWh"}},
  {{"startDate": "2022-03-31T22:00:00Z", "endDate": "2022-12-31T23:00:00Z",
    "taxType": "consumptionTax", "taxValue": 0.1541, "taxUom": "kr/kWh"}}, {}]}},
 "seasons": [{{"name": "summer", "months": [4, 5, 6, 7, 8, 9, 10], "energyPrice":
   {{"energyPriceLevel": [{}]}}}},
  {{"name": "winter", "months": [11, 12, 1, 2, 3], "energyPrice": {{"energyPriceLevel": [{}]}}}}]
 }}]}}]}}}}}})",
                       more, fixed, kVat, kVat, levels, levels);
}

constexpr const char* kNight = "0, 1, 2, 3, 4, 5, 22, 23";
constexpr const char* kDay = "6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21";
const std::string kLevels = level("CHEAP", "0.13", kNight) + ", " + level("NORMAL", "0.18", kDay);

TEST(ElviaTariffs, AVersionIsCutWhereATaxChanges) {
    const auto taken = read(tariff(kFixed, kLevels));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    EXPECT_EQ(only(*taken, Severity::Reading).size(), 1U);  // VAT
    const auto& schedules = taken->document.schedules;
    ASSERT_EQ(schedules.size(), 2U);
    EXPECT_EQ(schedules[0].head.from.to_string(), "2022-01-01");
    EXPECT_EQ(schedules[1].head.from.to_string(), "2022-04-01");
    EXPECT_FALSE(schedules[0].head.until);
    EXPECT_EQ(schedules[1].head.until->to_string(), "2022-12-31");
    EXPECT_EQ(charges_of(schedules[1]), R"(charges:
  fixed:
    name: {en: Fixed price, nb: Fastledd}
    price: 92 per month
  energy:
    name: {en: Energy, nb: Energiledd}
    of: import kWh
    seasons:
      summer:
        when: 1 Apr - 31 Oct
        windows:
          cheap:
            when: "00:00-06:00, 22:00-24:00"
            price: 0.13
          normal:
            when: 06:00-22:00
            price: 0.18
      winter:
        when: 1 Nov - 31 Mar
        windows:
          cheap:
            when: "00:00-06:00, 22:00-24:00"
            price: 0.13
          normal:
            when: 06:00-22:00
            price: 0.18
  consumption-tax:
    name: {en: Consumption tax, nb: Elavgift}
    of: import kWh
    price: 0.1541
)");
}

TEST(ElviaTariffs, WeekendsAndHolidaysHaveTheirLevel) {
    const auto taken = read(
        tariff(kFixed, kLevels,
               R"(, "useWeekendPriceOverride": "CHEAP", "usePublicHolidayOverride": "CHEAP")"));
    ASSERT_TRUE(taken) << taken.error().message();
    const auto& schedule = taken->document.schedules.at(0);
    EXPECT_EQ(schedule.head.holidays, "NO");
    const auto& windows = schedule.find("energy")->seasons.at(0).windows;
    EXPECT_TRUE(windows.at(0).when.otherwise);
    EXPECT_EQ(catalog::print_when(windows.at(1).when), "Mon-Fri 06:00-22:00 except holidays");
}

TEST(ElviaTariffs, TheHighestHoursOfThreeDaysChooseALevel) {
    const auto taken = read(tariff(R"({"fixedPriceLevel": [
  {"valueMin": 0.0, "valueMax": 2.0001, "monthlyFixedExTaxes": 100.0,
   "valueUnitOfMeasure": "kWh/h"},
  {"valueMin": 2.0001, "monthlyFixedExTaxes": 160.0, "valueUnitOfMeasure": "kWh/h"}]})",
                                   kLevels, R"(, "fixedPriceConfiguration":
  {"basis": "monthlymax", "maxhoursPerMonth": 3, "months": 1, "monthsOffset": 0})"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    const auto* capacity = taken->document.schedules.at(0).find("capacity");
    ASSERT_NE(capacity, nullptr);
    EXPECT_EQ(capacity->peak.days, 3);
    const auto& window = capacity->seasons.at(0).windows.at(0);
    EXPECT_TRUE(window.is_level);
    EXPECT_EQ(window.tiers.at(0).to->print(), "2.0001");
}

TEST(ElviaTariffs, AnHourWithoutAPriceLeavesTheVersionOut) {
    const auto taken = read(
        tariff(kFixed, level("CHEAP", "0.13", kNight) + ", " + level("NORMAL", "0.18", "6, 7")));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_TRUE(taken->document.schedules.empty());
    const auto refused = only(*taken, Severity::Refused);
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused[0].path,
              "gridTariffPriceConfiguration.gridTariff.tariffTypes[0].tariffPrices[0]");
}

// What is refused of a text in which one part stands for another.
std::string refused_with(std::string text, std::string_view part, std::string_view instead) {
    const std::size_t at = text.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    if (at != std::string::npos) text.replace(at, part.size(), instead);
    const auto taken = read(text);
    if (!taken) return taken.error().message();
    std::string all;
    for (const auto& finding : only(*taken, Severity::Refused)) all += finding.why + "\n";
    return all;
}

TEST(ElviaTariffs, PricesOfAnotherUnitLeaveTheVersionOut) {
    const std::string text = tariff(kFixed, kLevels);
    EXPECT_EQ(refused_with(text, "92.0", R"(92.0, "monthlyUnitOfMeasure": "kr/month")"), "");
    EXPECT_EQ(refused_with(text, "92.0", R"(92.0, "monthlyUnitOfMeasure": "kr/year")"),
              "a price in 'kr/year', not in kr/month: this version is left out\n");
    EXPECT_EQ(refused_with(text, R"("energyPriceLevel")",
                           R"("monetaryUnitOfMeasure": "\u00f8re/kWh", "energyPriceLevel")"),
              "a price in '\u00f8re/kWh', not in kr/kWh: this version is left out\n");
    EXPECT_EQ(
        refused_with(text, R"("energyPriceLevel")", R"("currency": "SEK", "energyPriceLevel")"),
        "prices in SEK: this version is left out\n");
}

TEST(ElviaTariffs, WhatIsLeftHidesNoGap) {
    EXPECT_EQ(refused_with(tariff(kFixed, kLevels, R"(, "useWeekendPriceOverride": "CHEAP")"),
                           "[0, 1, 2,", "[0, 1,"),
              "hour 2 stands in 0 levels: this version is left out\n");
}

TEST(ElviaTariffs, OneDayHasOneRateOfVat) {
    EXPECT_EQ(refused_with(tariff(kFixed, kLevels), R"("taxValue": 25.0)", R"("taxValue": 0.0)"),
              "VAT of 25 %, of 0 % elsewhere on the same days: the charges bear one\n");
}

TEST(ElviaTariffs, ATaxThatEndsIsAskedForNoMore) {
    std::string text = tariff(kFixed, kLevels);
    const std::string_view end = R"("2022-03-31T22:00:00Z",
    "taxType")";
    text.replace(text.find(end), end.size(), R"("2022-02-28T23:00:00Z", "taxType")");
    const auto taken = read(text);
    ASSERT_TRUE(taken) << taken.error().message();
    const auto& schedules = taken->document.schedules;
    ASSERT_EQ(schedules.size(), 3U);
    EXPECT_EQ(schedules[1].head.from.to_string(), "2022-03-01");
    EXPECT_EQ(schedules[1].find("consumption-tax"), nullptr);
    EXPECT_NE(schedules[2].find("consumption-tax"), nullptr);
}

TEST(ElviaTariffs, SeasonsMayHaveFixedPricesOfTheirOwn) {
    const auto fixed = [](std::string_view summer, std::string_view winter) {
        std::string text = tariff("null", kLevels);
        for (const auto& [months, price] : {std::pair{"9, 10]", summer}, {"2, 3]", winter}}) {
            const std::string_view after(months);
            text.insert(text.find(after) + after.size(),
                        fmt::format(R"(, "fixedPrices": {{"fixedPriceLevel":
 [{{"monthlyFixedExTaxes": {}}}]}})",
                                    price));
        }
        const auto taken = read(text);
        if (!taken) return taken.error().message();
        const std::string charges = charges_of(taken->document.schedules.at(0));
        return charges.substr(0, charges.find("  energy:"));
    };
    const std::string head = "charges:\n  fixed:\n    name: {en: Fixed price, nb: Fastledd}\n";
    EXPECT_EQ(fixed("92", "92"), head + "    price: 92 per month\n");
    EXPECT_EQ(fixed("92", "95.5"), head + R"(    seasons:
      summer:
        when: 1 Apr - 31 Oct
        price: 92 per month
      winter:
        when: 1 Nov - 31 Mar
        price: 95.5 per month
)");
}

TEST(ElviaHolidays, BecomeACalendar) {
    const auto taken = read(R"({"Countries": [{"Code": 47, "Name": "Norway", "Holidays": [
 {"Date": "2018-05-17T00:00:00", "Name": "Grunnlovsdag"},
 {"Date": "2018-05-17T00:00:00", "Name": "Pinse"}, {"Date": "soon", "Name": "?"}]}]})");
    ASSERT_TRUE(taken) << taken.error().message();
    const auto& calendar = taken->document.calendars.at(0);
    EXPECT_EQ(calendar.name, "NO");
    EXPECT_EQ(calendar.holidays.at(LocalDate::of(2018, 5, 17)), "Grunnlovsdag / Pinse");
    EXPECT_EQ(only(*taken, Severity::Refused).size(), 1U);
}

TEST(ElviaTariffs, AllTariffsOfTheSampleImport) {
    const auto shared = shared_tariffs();
    if (!shared) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    const auto text = unpacked(*shared / "no-elvia" / "grid-tariff-prices.json.gz");
    const auto taken = read(text);
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(taken->document.plans.size(), 29U);
    for (const auto& finding : only(*taken, Severity::Refused))
        EXPECT_TRUE(finding.path.ends_with("monthlyReactivePowerExTaxes")) << finding.path;
}

}  // namespace
}  // namespace bw::tariff_sources

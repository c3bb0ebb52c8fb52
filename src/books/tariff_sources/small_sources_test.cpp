// Price files, decks and bins.
#include "books/tariff_sources/read_test.h"
#include "books/tariff_sources/shared_data_test.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bw::tariff_sources {
namespace {

std::string price_file(const std::string& tariff) {
    return fmt::format(R"({{"meta": {{"id": "dk-x", "schemaVersion": "1", "provider": "X",
 "plan": "Home", "currency": "DKK", "unit": "kWh", "timezone": "Europe/Copenhagen"}},
 "tariff": {{"kind": "tou", {}, "validFrom": "2026-04-01"}}}})",
                       tariff);
}

constexpr const char* kBands = R"("import": {"bands": [
  {"id": "low", "name": "Low", "rate": 0.11, "role": "offpeak"},
  {"id": "high", "name": "High", "rate": 0.44, "seasonRates": {"summer": 0.33}}],
 "schedule": [{"days": "all", "from": "22:00", "to": "06:00", "band": "low"},
  {"days": "weekday", "from": "06:00", "to": "22:00", "band": "high"},
  {"days": "weekend", "from": "06:00", "to": "22:00", "band": "low"}]},
 "seasons": [{"id": "summer", "name": "Summer", "from": 5, "to": 8}], "supply": {"daily": 1.25})";

TEST(PriceFile, BandsAndSeasons) {
    Options options;
    options.prices = catalog::PriceBasis::Net;
    const auto taken = read(price_file(kBands), options);
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    EXPECT_EQ(charges_of(taken->document.schedules.at(0)), R"(charges:
  supply:
    name: {en: Supply}
    price: 1.25 per day
  energy:
    name: {en: Energy}
    of: import kWh
    seasons:
      summer:
        name: {en: Summer}
        when: 1 Jun - 30 Sep
        windows:
          low:
            name: {en: Low}
            when: 22:00-06:00; Sat-Sun 06:00-22:00
            price: 0.11
          high:
            name: {en: High}
            when: Mon-Fri 06:00-22:00
            price: 0.33
      rest:
        when: otherwise
        windows:
          low:
            name: {en: Low}
            when: 22:00-06:00; Sat-Sun 06:00-22:00
            price: 0.11
          high:
            name: {en: High}
            when: Mon-Fri 06:00-22:00
            price: 0.44
)");
}

TEST(PriceFile, TaxIsTakenOutWhereTheUserSaysThatItIsIn) {
    const std::string text = price_file(R"("import": {"flatRate": 0.25})");
    const auto unsaid = read(text);
    ASSERT_TRUE(unsaid) << unsaid.error().message();
    EXPECT_EQ(only(*unsaid, Severity::Refused).size(), 1U);
    Options options;
    options.prices = catalog::PriceBasis::Gross;
    options.tax_percent = Decimal(25);
    const auto gross = read(text, options);
    ASSERT_TRUE(gross) << gross.error().message();
    EXPECT_EQ(told(*gross, Severity::Refused), "");
    const auto& windows = gross->document.schedules.at(0).charges.at(0).seasons.at(0).windows;
    EXPECT_EQ(windows.at(0).tiers.at(0).price.to_string(), "0.2");
}

TEST(PriceFile, AnHourInTwoBandsIsRefused) {
    const auto taken = read(price_file(R"("import": {"bands": [
 {"id": "a", "rate": 1}, {"id": "b", "rate": 2}], "schedule": [
 {"days": "all", "from": "00:00", "to": "24:00", "band": "a"},
 {"days": "weekend", "from": "06:00", "to": "22:00", "band": "b"}]})"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_TRUE(taken->document.schedules.at(0).charges.empty());
}

TEST(RateDeck, ColumnsAreRenamed) {
    const auto taken =
        read("target,prefix,per_minute_charge,connection_charge,charge_period_seconds\n"
             "Austria,+43,0.02,0.01,60\n");
    ASSERT_TRUE(taken) << taken.error().message();
    const auto& row = taken->decks.at(0).rows.at(0);
    EXPECT_EQ(row.prefix + " " + row.name, "+43 Austria");
    EXPECT_EQ(row.per_minute.to_string(), "0.02");
    EXPECT_EQ(row.increment_s, 60);
    EXPECT_FALSE(read("prefix,per_minute_charge,surcharge\n+43,0.02,1\n"));
}

TEST(Bins, EachSizeAndStreamIsASchedule) {
    const auto taken = read(R"({"currency": "USD per month", "solidWasteVariableRates": {
 "2025": {"32 Gal": {"Refuse": 35.6}},
 "2026": {"32 Gal": {"Refuse": 38.09}, "soon": {"Refuse": "?"}},
 "later": {"32 Gal": {"Refuse": 1}}}, "solidWasteAdditionalPickupRates": {"2025": {}}})");
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(taken->document.plans.size(), 1U);
    ASSERT_EQ(taken->document.schedules.size(), 2U);
    EXPECT_EQ(taken->document.schedules[1].head.name, "refuse.32-gal");
    EXPECT_EQ(taken->document.schedules[1].head.from.to_string(), "2026-01-01");
    EXPECT_EQ(only(*taken, Severity::Refused).size(), 2U);
    EXPECT_EQ(only(*taken, Severity::LeftOut).size(), 1U);
}

TEST(SmallSources, AllFilesOfTheSamplesImport) {
    const auto shared = shared_tariffs();
    if (!shared) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    auto files = files_in(*shared / "other-eu-asia");
    EXPECT_EQ(files.size(), 24U);
    files.push_back(*shared / "telecom" / "rate-deck-az.csv");
    files.push_back(*shared / "waste" / "ontario-ca-solid-waste.json");
    Options options;
    options.prices = catalog::PriceBasis::Net;
    for (const auto& file : files) {
        const auto taken = read(read_whole(file), options);
        ASSERT_TRUE(taken) << file << ": " << taken.error().message();
        EXPECT_EQ(told(*taken, Severity::Refused), "") << file;
    }
}

}  // namespace
}  // namespace bw::tariff_sources

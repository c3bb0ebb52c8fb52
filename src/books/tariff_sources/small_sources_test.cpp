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

TEST(PriceFile, MoreThanNineDecimalsAreRoundedAndTold) {
    Options options;
    options.prices = catalog::PriceBasis::Net;
    const auto taken = read(price_file(R"("import": {"flatRate": 0.12345678951})"), options);
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    EXPECT_TRUE(charges_of(taken->document.schedules.at(0)).contains("price: 0.12345679\n"));
    EXPECT_TRUE(told(*taken, Severity::Reading)
                    .contains("tariff.import.flatRate: rounded to nine decimals"));
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

TEST(PriceFile, WithoutAFirstDayTheUserSaysIt) {
    const std::string text =
        R"({"meta": {"id": "nz-x", "currency": "NZD", "unit": "kWh", "region": "Otago",
 "sourceId": "X1", "sourceUpdated": "2026-05-01"},
 "tariff": {"kind": "flat", "import": {"flatRate": 0.3}}})";
    const auto unsaid = read(text);
    ASSERT_FALSE(unsaid);
    EXPECT_TRUE(unsaid.error().message().contains("no first day (tariff.validFrom): --from DAY"));
    Options options;
    options.prices = catalog::PriceBasis::Net;
    options.from = LocalDate::of(2026, 1, 1);
    const auto taken = read(text, options);
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    EXPECT_TRUE(told(*taken, Severity::Reading).contains("it is that of --from"));
    EXPECT_EQ(taken->document.schedules.at(0).head.from.to_string(), "2026-01-01");
    // What the file names gives way, too.
    const auto later = read(price_file(R"("import": {"flatRate": 0.25})"), options);
    ASSERT_TRUE(later) << later.error().message();
    EXPECT_EQ(later->document.schedules.at(0).head.from.to_string(), "2026-01-01");
    EXPECT_TRUE(told(*later, Severity::Reading).contains("tariff.validFrom: the first day is"));
}

TEST(PriceFile, ALongNameIsShortenedAndTold) {
    const std::string id = "us-az-river-power-company-standard-price-plan-for-residential-time-of-"
                           "use-service-of-homes";
    const auto taken = read(fmt::format(
        R"({{"meta": {{"id": "{}", "currency": "USD"}}, "tariff": {{"validFrom": "2026-01-01",
 "import": {{"flatRate": 0.3}}}}}})",
        id));
    ASSERT_TRUE(taken) << taken.error().message();
    const auto& schedule = taken->document.schedules.at(0);
    EXPECT_EQ(schedule.head.name,
              "u-a-r-p-company-standard-price-plan-for-residential-time-of-use-service-of-homes");
    EXPECT_EQ(schedule.charges.at(0).of.unit, "kWh");  // where the file names none
    EXPECT_TRUE(told(*taken, Severity::Reading).contains("meta.id: a name has at most 80"));
}

TEST(PriceFile, DaysMayBeListed) {
    const auto when = [](std::string_view days) -> std::string {
        const auto taken = read(price_file(fmt::format(
            R"("import": {{"bands": [{{"id": "a", "rate": 1}}, {{"id": "b", "rate": 2}}],
 "schedule": [{{"days": {}, "from": "00:00", "to": "24:00", "band": "a"}},
 {{"days": ["mon", "tue", "wed", "thu", "fri", "sun"], "from": "00:00", "to": "24:00",
  "band": "b"}}]}})",
            days)));
        if (!taken) return taken.error().message();
        const auto& charges = taken->document.schedules.at(0).charges;
        return charges.empty() ? told(*taken, Severity::Refused)
                               : print_when(charges[0].seasons.at(0).windows.at(0).when);
    };
    EXPECT_EQ(when(R"(["sat"])"), "Sat");
    EXPECT_TRUE(when(R"(["Sat."])").contains("'Sat.' are no days: energy is not billed"));
    EXPECT_TRUE(when("[]").contains("no days: energy is not billed"));
    EXPECT_TRUE(when(R"(["sat", "sun"])").contains("each hour of the week exactly once"));
}

TEST(PriceFile, FeedInAndControlledLoadAreChargesOfWhoHasThem) {
    Options options;
    options.prices = catalog::PriceBasis::Gross;
    options.tax_percent = Decimal(10);
    const auto taken = read(price_file(R"("import": {"flatRate": 0.33},
 "export": {"bands": [{"id": "low", "name": "Low", "rate": 0.02, "color": "#00ff00"},
  {"id": "high", "name": "High", "rate": 0.09}], "schedule": [
  {"days": "all", "from": "08:00", "to": "20:00", "band": "low"},
  {"days": "all", "from": "20:00", "to": "08:00", "band": "high"}]},
 "controlledLoad": [{"id": "night", "name": "Night", "rate": 0.11},
  {"id": "day", "name": "Day", "rate": 0.22, "schedule": [
   {"days": "all", "from": "10:00", "to": "14:00", "band": "day"}]}])"),
                            options);
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    EXPECT_EQ(charges_of(taken->document.schedules.at(0)), R"(charges:
  energy:
    name: {en: Energy}
    of: import kWh
    price: 0.3
  controlled-load-1:
    name: {en: Night}
    of: controlled-1 kWh
    if:
      - controlled.load.1 == yes
    price: 0.1
  controlled-load-2:
    name: {en: Day}
    of: controlled-2 kWh
    if:
      - controlled.load.2 == yes
    price: 0.2
  feed-in:
    name: {en: Feed-in}
    of: export kWh
    if:
      - solar.retailer == yes
    windows:
      low:
        name: {en: Low}
        when: 08:00-20:00
        price: -0.02
      high:
        name: {en: High}
        when: 20:00-08:00
        price: -0.09
    tax: feed-in
)");
}

TEST(PriceFile, ABandWithoutTimesIsRefusedAndTheRestIsHeld) {
    const auto taken = read(price_file(R"("import": {"bands": [
 {"id": "a", "rate": 1}, {"id": "b", "rate": 2}], "schedule": [
 {"days": "all", "from": "00:00", "to": "24:00", "band": "a"}]}, "export": {"flatRate": 0.04},
 "demand": [{"rate": 5}])"));
    ASSERT_TRUE(taken) << taken.error().message();
    const std::string refused = told(*taken, Severity::Refused);
    EXPECT_TRUE(refused.contains("no row says when the band 'b' holds: energy is not billed"));
    EXPECT_TRUE(refused.contains("tariff.demand: this reader does not know it"));
    ASSERT_EQ(taken->document.schedules.at(0).charges.size(), 1U);
    EXPECT_EQ(taken->document.schedules.at(0).charges[0].key, "feed-in");
}

TEST(PriceFile, AnHourInTwoBandsIsRefused) {
    const auto taken = read(price_file(R"("import": {"bands": [
 {"id": "a", "rate": 1}, {"id": "b", "rate": 2}], "schedule": [
 {"days": "all", "from": "00:00", "to": "24:00", "band": "a"},
 {"days": "weekend", "from": "06:00", "to": "22:00", "band": "b"}]})"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_TRUE(taken->document.schedules.at(0).charges.empty());
}

TEST(NoSource, SaysWhatIsWrongWithTheText) {
    EXPECT_EQ(no_source("{\"items\": [\n1,", "a.json").message(),
              "a.json: items[1]: not valid JSON: it ends early, in line 2");
    EXPECT_EQ(no_source("\xff\xfe{", "a.json").message(),
              "a.json: the text is UTF-16; save it as UTF-8");
    EXPECT_TRUE(no_source("{}", "a.json").message().contains("no source of tariffs"));
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

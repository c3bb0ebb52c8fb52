#include "books/catalog/parse.h"
#include "run/quote/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace bw::run {
namespace {

using ::testing::HasSubstr;

catalog::Document tariff(const std::string& charges) {
    return *catalog::parse("schedule: S\nsector: electricity\ncurrency: EUR\nprices: net\n"
                           "from: 2026-01-01\ntax: standard\ncharges:\n" +
                               charges,
                           "s.yaml");
}

LoadPlace march() {
    return {
        "SP", *Zone::find("Europe/Berlin"), {LocalDate::of(2026, 3, 1), LocalDate::of(2026, 4, 1)}};
}

struct Rows {
    std::int64_t count = 0;
    Decimal sum;
    std::string first, last;
};
Rows rows_of(const std::string& csv) {
    std::istringstream in(csv);
    std::string line;
    std::getline(in, line);  // the header
    Rows rows;
    while (std::getline(in, line)) {
        if (rows.count++ == 0) rows.first = line;
        rows.sum += *Decimal::parse(line.substr(line.rfind(',') + 1));
        rows.last = line;
    }
    return rows;
}

TEST(StatedLoad, IsAmountUnitChannelAndTime) {
    const auto load = parse_load("350 kWh per month, 1.5 kWh export per day");
    ASSERT_TRUE(load) << load.error().message();
    ASSERT_EQ(load->size(), 2U);
    EXPECT_EQ(load->at(0).unit, "kWh");
    EXPECT_EQ(load->at(0).channel, "");
    EXPECT_EQ(load->at(1).channel, "export");
    EXPECT_EQ(load->at(1).per, catalog::TimeUnit::Day);
    for (const auto* text : {"", "350", "350 kWh", "much kWh per month", "-1 kWh per month",
                             "350 kWh per week", "1 kWh per day,"})
        EXPECT_THAT(parse_load(text).error().text, HasSubstr("is no load")) << text;
}

TEST(StatedLoad, IsTheSameAtEveryMinuteAndSumsExactly) {
    const auto load = *parse_load("100 kWh per month");
    const auto csv = load_file(load.front(), tariff("  e: {of: import kWh, price: 1}\n"), march());
    ASSERT_TRUE(csv) << csv.error().message();
    const auto rows = rows_of(*csv);
    EXPECT_EQ(rows.count, 31 * 96 - 4);  // an hour is missing when the clock goes forward
    EXPECT_EQ(rows.sum, Decimal(100));
    EXPECT_EQ(rows.first, "SP,import,kWh,2026-02-28T23:00:00Z,15,0.033647");
}

TEST(StatedLoad, IsToldInStepsThatNoWindowCuts) {
    const auto load = *parse_load("100 kWh per month");
    const auto text = tariff("  e: {of: import kWh, windows: {day: {when: \"08:05-19:00\", price: "
                             "1}, night: {when: otherwise, price: 1}}}\n");
    EXPECT_EQ(rows_of(*load_file(load.front(), text, march())).count, 12 * (31 * 24 - 1));
}

TEST(StatedLoad, OfACounterIsReadAtTheEndOfEachMonth) {
    const auto load = *parse_load("365 m3 per year");
    const auto text = tariff("  gas: {of: gas kWh from m3, price: 0.1}\n");
    auto place = march();
    place.days.to = LocalDate::of(2026, 4, 11);
    const auto csv = load_file(load.front(), text, place);
    ASSERT_TRUE(csv) << csv.error().message();
    EXPECT_THAT(*csv, HasSubstr("SP,gas,m3,2026-02-28T23:00:00Z,0\n"
                                "SP,gas,m3,2026-03-31T22:00:00Z,31\n"
                                "SP,gas,m3,2026-04-10T22:00:00Z,41\n"));
}

TEST(StatedLoad, OfWhatIsNotCountedIsRefused) {
    const auto load = *parse_load("5 kWh export per day");
    const auto csv = load_file(load.front(), tariff("  e: {of: import kWh, price: 1}\n"), march());
    EXPECT_THAT(csv.error().text, HasSubstr("counts no kWh export, only kWh import"));
}

}  // namespace
}  // namespace bw::run

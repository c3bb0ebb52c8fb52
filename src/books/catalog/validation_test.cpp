#include "books/catalog/parse.h"
#include "books/catalog/validation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace bw::catalog {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kText = R"(validation: electricity
channels:
  - of: import kWh
    most: 25 per hour
    spike: {times: 10, above: 2.5 per hour}
    same: 48
    zero_days: 14
    counter_percent: 2
  - {of: export kWh, most: 15 per hour}
)";

std::string error_of(std::string_view channel) {
    const auto parsed = parse_validation(
        "validation: electricity\nchannels:\n  - " + std::string(channel) + "\n", "v.yaml");
    return parsed ? "" : parsed.error().message();
}

TEST(Validation, IsReadByChannel) {
    const auto parsed = parse_validation(kText, "v.yaml");
    ASSERT_TRUE(parsed) << parsed.error().message();
    ASSERT_TRUE(*parsed);
    const Validation& v = **parsed;
    EXPECT_EQ(v.kind, "electricity");
    const Bounds* import = v.find("import", "kWh");
    ASSERT_NE(import, nullptr);
    EXPECT_EQ(import->most_per_hour, Decimal(25));
    EXPECT_EQ(import->spike->times, Decimal(10));
    EXPECT_EQ(import->spike->above_per_hour, *Decimal::parse("2.5"));
    EXPECT_EQ(import->same, 48);
    EXPECT_EQ(import->zero_days, 14);
    EXPECT_EQ(import->counter_percent, Decimal(2));
    const Bounds* feed_in = v.find("export", "kWh");
    ASSERT_NE(feed_in, nullptr);
    EXPECT_FALSE(feed_in->spike);
    EXPECT_EQ(feed_in->same, 0);
    EXPECT_EQ(v.find("import", "Wh"), nullptr);
}

TEST(Validation, TheExampleOfItsPageIsAccepted) {
    std::ifstream in("docs/readings.md");
    std::string text;
    bool is_inside = false;
    for (std::string line; std::getline(in, line);) {
        if (line == "```") is_inside = false;
        if (is_inside) text += line + "\n";
        if (line == "```yaml") is_inside = true;
    }
    const auto parsed = parse_validation(text, "docs/readings.md");
    ASSERT_TRUE(parsed) << parsed.error().message();
    ASSERT_TRUE(*parsed) << "run in the repository's root";
    EXPECT_EQ((*parsed)->channels.size(), 2U);
}

TEST(Validation, OtherDocumentsAreNone) {
    const auto parsed = parse_validation("taxes: DE\ncountry: DE\n", "taxes.yaml");
    ASSERT_TRUE(parsed);
    EXPECT_FALSE(*parsed);
}

TEST(Validation, MayStandBesideTariffs) {
    const std::string text = "calendar: DE\nholidays: {2026-12-25: Christmas}\n---\n";
    const auto document = parse(text + std::string(kText), "all.yaml");
    ASSERT_TRUE(document) << document.error().message();
    EXPECT_EQ(document->calendars.size(), 1U);
    EXPECT_FALSE(parse(text + "validation: electricity\n", "all.yaml"));
}

TEST(Validation, ErrorsNameTheLine) {
    EXPECT_THAT(error_of("{of: import, most: 25 per hour}"),
                HasSubstr("v.yaml line 3: channels[1].of: write the channel and its unit"));
    EXPECT_THAT(error_of("{of: import kWh, most: 25}"), HasSubstr("25 per hour"));
    EXPECT_THAT(error_of("{of: import kWh, same: 1}"), HasSubstr("from 2 to"));
    EXPECT_THAT(error_of("{of: import kWh, spike: {times: 0.5, above: 1 per hour}}"),
                HasSubstr("from 1 to"));
    EXPECT_THAT(error_of("{of: import kWh, mots: 25 per hour}"), HasSubstr("most"));
    EXPECT_THAT(error_of("{of: import kWh}\n  - {of: import kWh}"), HasSubstr("stands twice"));
}

}  // namespace
}  // namespace bw::catalog

#include "flow/meter/formats/parts/timestamp.h"

#include <gtest/gtest.h>

namespace bw::meter {
namespace {

std::string shown(std::string_view format, std::string_view text) {
    const auto reading = TimeFormat::parse(format)->read(text);
    if (!reading) return "none";
    std::string out = reading->local.to_string();
    if (reading->offset_seconds) out += " " + std::to_string(*reading->offset_seconds);
    if (reading->microseconds != 0) out += " us" + std::to_string(reading->microseconds);
    return out;
}

TEST(TimeFormat, IsoIsRead) {
    EXPECT_EQ(shown("iso", "2024-07-01T00:30:15Z"), "2024-07-01 00:30:15 0");
    EXPECT_EQ(shown("iso", "2024-07-01 00:30"), "2024-07-01 00:30:00");
    EXPECT_EQ(shown("iso", "2020-04-01 01:00:00+00:00"), "2020-04-01 01:00:00 0");
    EXPECT_EQ(shown("iso", "2024-07-01T00:30:15.250-0530"), "2024-07-01 00:30:15 -19800 us250000");
    EXPECT_EQ(shown("iso", "2024-07-01"), "2024-07-01 00:00:00");
    EXPECT_EQ(shown("iso", "2024-07-01T24:00"), "2024-07-02 00:00:00");
    for (const char* bad :
         {"", "2024-02-30", "2024-07-01T25:00", "2024-07-01T24:01", "2024-07-01T00:60", "2024-7-1",
          "1980-12-31", "2100-01-01", "2024-07-01T00:30Zx", "yesterday"}) {
        EXPECT_EQ(shown("iso", bad), "none") << bad;
    }
}

TEST(TimeFormat, OffsetsStandAlone) {
    EXPECT_EQ(parse_offset("Z"), 0);
    EXPECT_EQ(parse_offset("+07"), 25'200);
    EXPECT_EQ(parse_offset("-0330"), -12'600);
    EXPECT_EQ(parse_offset("+05:30"), 19'800);
    for (const char* bad : {"", "+", "07", "+7", "+07:", "+19", "+0760", "+053", "UTC", "+07 "}) {
        EXPECT_FALSE(parse_offset(bad)) << bad;
    }
}

TEST(TimeFormat, PatternsAndEpochsAreRead) {
    EXPECT_EQ(shown("DD.MM.YYYY hh:mm", "31.12.2023 23:45"), "2023-12-31 23:45:00");
    EXPECT_EQ(shown("YYYYMMDDhhmmss", "20231231234501"), "2023-12-31 23:45:01");
    EXPECT_EQ(shown("MM/DD/YYYY", "12/31/2023"), "2023-12-31 00:00:00");
    EXPECT_EQ(shown("DD.MM.YYYY hh:mm", "31.12.2023 23:45:00"), "none");
    EXPECT_EQ(shown("D/MM/YYYY", "1/07/2011"), "2011-07-01 00:00:00");
    EXPECT_EQ(shown("D-MMM-YY", "1-Jul-10"), "2010-07-01 00:00:00");
    EXPECT_EQ(shown("D-MMM-YY", "31-DEC-81"), "1981-12-31 00:00:00");
    EXPECT_EQ(shown("D-MMM-YY", "1-Jux-10"), "none");
    EXPECT_EQ(shown("D-MMM-YY", "1-anf-10"), "none");
    EXPECT_EQ(shown("M/D/YYYY h:mm", "7/4/2024 9:05"), "2024-07-04 09:05:00");
    EXPECT_EQ(shown("YYYY-MM", "1983-01"), "1983-01-01 00:00:00");
    EXPECT_EQ(shown("M/D/YYYY h:mm AM", "7/4/2024 12:05 AM"), "2024-07-04 00:05:00");
    EXPECT_EQ(shown("M/D/YYYY h:mm AM", "7/4/2024 1:05 am"), "2024-07-04 01:05:00");
    EXPECT_EQ(shown("M/D/YYYY h:mm AM", "7/4/2024 12:05 PM"), "2024-07-04 12:05:00");
    EXPECT_EQ(shown("M/D/YYYY hh:mm:ssAM", "7/4/2024 11:59:01pm"), "2024-07-04 23:59:01");
    for (const char* bad :
         {"7/4/2024 13:05 PM", "7/4/2024 0:05 AM", "7/4/2024 1:05", "7/4/2024 1:05 XM"})
        EXPECT_EQ(shown("M/D/YYYY h:mm AM", bad), "none") << bad;
    EXPECT_EQ(shown("epoch", "991847488"), "2001-06-06 17:11:28 0");
    EXPECT_EQ(shown("epoch-ms", "991847488250"), "2001-06-06 17:11:28 0 us250000");
    EXPECT_EQ(shown("epoch", "99999999999999"), "none");
    EXPECT_FALSE(TimeFormat::parse("hh:mm"));
}

TEST(WallClock, ClockChangesAreToldApartOrRefused) {
    WallClock berlin(*Zone::find("Europe/Berlin"));
    const auto local = [](int month, int day, int hour, int minute) {
        return LocalTime{LocalDate::of(2024, month, day), hour * 3600 + minute * 60};
    };
    const auto text = [](std::optional<Instant> at) { return at ? at->to_string() : "none"; };
    EXPECT_EQ(text(berlin.to_instant(local(7, 1, 12, 0), {})), "2024-07-01T10:00:00Z");
    EXPECT_EQ(text(berlin.to_instant(local(1, 1, 12, 0), {})), "2024-01-01T11:00:00Z");
    EXPECT_EQ(text(berlin.to_instant(local(3, 31, 1, 30), {})), "2024-03-31T00:30:00Z");
    EXPECT_EQ(text(berlin.to_instant(local(3, 31, 2, 30), {})), "none");
    EXPECT_EQ(text(berlin.to_instant(local(3, 31, 3, 0), {})), "2024-03-31T01:00:00Z");
    // 27 October: 02:00 and 02:30 come twice; the order of the file tells which is which.
    std::optional<Instant> previous;
    std::string order;
    for (const auto& [hour, minute] :
         {std::pair{1, 30}, {2, 0}, {2, 30}, {2, 0}, {2, 30}, {3, 0}}) {
        previous = berlin.to_instant(local(10, 27, hour, minute), previous);
        order += text(previous).substr(11, 5) + " ";
    }
    EXPECT_EQ(order, "23:30 00:00 00:30 01:00 01:30 02:00 ");
    previous = std::nullopt;
    order.clear();
    for (const auto& [hour, minute] :
         {std::pair{3, 0}, {2, 30}, {2, 0}, {2, 30}, {2, 0}, {1, 30}}) {
        previous = berlin.to_instant(local(10, 27, hour, minute), previous, previous.has_value());
        order += text(previous).substr(11, 5) + " ";
    }
    EXPECT_EQ(order, "02:00 01:30 01:00 00:30 00:00 23:30 ");
}

}  // namespace
}  // namespace bw::meter

#include "flow/meter/formats/parts/collect_test.h"
#include "flow/meter/formats/telecom/radius.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::meter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Run {
    CollectSink sink;
    Result<void> result;
};
Run run(std::string_view text, RadiusParser::Options options = {}) {
    Run out;
    RadiusParser parser(out.sink, std::move(options));
    out.result = parse_all(parser, text, 17);
    return out;
}

std::string packet(std::string_view type, std::string_view more, std::string_view session = "0001",
                   std::string_view head = "") {
    return fmt::format(
        "{}\tAcct-Session-Id = \"{}\"\n\tUser-Name = \"anna\"\n\tAcct-Status-Type = {}\n"
        "\tNAS-IP-Address = 192.0.2.10\n{}\n",
        head, session, type, more);
}

std::string reason(const std::string& text) {
    const auto [sink, result] = run(text);
    EXPECT_TRUE(result) << result.error().message();
    EXPECT_THAT(sink.calls, IsEmpty());
    return sink.reject_text();
}

TEST(Radius, APairOfPacketsIsASession) {
    const auto [sink, result] = run(
        packet("Start", "\tTimestamp = 1720000000\n", "0001", "Wed Jul  3 09:46:40 2024\n") +
        packet("Stop",
               "\tAcct-Input-Octets = 15\n\tAcct-Output-Octets = 5\n\tAcct-Input-Gigawords = 1\n"
               "\tAcct-Output-Gigawords = 2\n\tAcct-Session-Time = 120\n"
               "\tCalled-Station-Id = \"dsl.example\"\n\tTimestamp = 1720000121\n"
               "\tAcct-Delay-Time = 1\n"));
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.calls.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.calls[0].code, "anna");
    EXPECT_EQ(sink.calls[0].record_id, "0001@192.0.2.10");
    EXPECT_EQ(sink.calls[0].destination, "dsl.example");
    EXPECT_EQ(sink.calls[0].bytes, 20 + 3 * (std::int64_t{1} << 32));
    EXPECT_EQ(sink.calls[0].seconds, 120);
    EXPECT_EQ(sink.calls[0].start, Instant::from_seconds(1'720'000'000));
    EXPECT_EQ(sink.calls[0].records, 2);
}

TEST(Radius, WritingVaries) {
    const auto [sink, result] = run("Packet-Type = Access-Request\nUser-Name = 'anna'\n"
                                    "NAS-Identifier = 'nas'\nAcct-Status-Type := 2\n"
                                    "Acct-Session-Id == 0002\nAcct-Session-Time = 60\n"
                                    "Event-Timestamp = 'Feb  1 2015 08:28:58 WIB'\n"
                                    "Vendor-Specific.ADSL-Forum.Access = 0x00\n");
    ASSERT_EQ(sink.calls.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.calls[0].record_id, "0002@nas");
    EXPECT_EQ(sink.calls[0].start, *Instant::parse("2015-02-01T01:27:58Z"));
}

TEST(Radius, TimesAndTheirZones) {
    const auto start = [](std::string_view time, RadiusParser::Options options = {}) {
        const auto out =
            run(packet("Stop", fmt::format("\tAcct-Session-Time = 0\n\tAcct-Input-Octets"
                                           " = 1\n{}",
                                           time)),
                std::move(options));
        return out.sink.calls.empty() ? out.sink.reject_text()
                                      : out.sink.calls[0].start.to_string();
    };
    const RadiusParser::Options berlin{.zone = *Zone::find("Europe/Berlin"), .service_point = {}};
    EXPECT_EQ(start("\tEvent-Timestamp = \"Jul 3 2024 12:00:00 CEST\"\n"), "2024-07-03T10:00:00Z");
    EXPECT_EQ(start("\tEvent-Timestamp = \"Jul 3 2024 12:00:00 +07\"\n"), "2024-07-03T05:00:00Z");
    EXPECT_EQ(start("\tEvent-Timestamp = \"Jul 3 2024 12:00:00 -03\"\n", berlin),
              "2024-07-03T15:00:00Z");
    EXPECT_EQ(start("\tEvent-Timestamp = \"Wed Jul  3 12:00:00 2024 +0530\"\n", berlin),
              "2024-07-03T06:30:00Z");
    EXPECT_EQ(start("\tEvent-Timestamp = \"Jul 3 2024 12:00:00 +05:30\"\n"),
              "2024-07-03T06:30:00Z");
    EXPECT_THAT(start("\tEvent-Timestamp = \"Jul 3 2024 12:00:00 +7\"\n"),
                HasSubstr("1 time: the time's zone is missing"));
    EXPECT_EQ(start("\tEvent-Timestamp = 1720000000\n"), "2024-07-03T09:46:40Z");
    EXPECT_EQ(start("\tEvent-Timestamp = \"2024-07-03T12:00:00+02:00\"\n"), "2024-07-03T10:00:00Z");
    EXPECT_EQ(start("\tEvent-Timestamp = \"Jul 3 2024 12:00:00\"\n", berlin),
              "2024-07-03T10:00:00Z");
    EXPECT_THAT(start("\tEvent-Timestamp = \"Jul 3 2024 12:00:00 IST\"\n"),
                HasSubstr("1 time: the time's zone is missing or has several meanings"));
    EXPECT_THAT(start("\tEvent-Timestamp = \"Mar 31 2024 02:30:00\"\n", berlin),
                HasSubstr("the clock change skips the time"));
    EXPECT_THAT(start("\tEvent-Timestamp = \"soon\"\n"), HasSubstr("1 time: the time is none"));
    EXPECT_THAT(start(""), HasSubstr("1 time: the record has no time"));
    const auto by_date = run(
        packet("Stop", "\tAcct-Input-Octets = 1\n", "0001", "Wed Jul  3 12:00:00 2024\n"), berlin);
    ASSERT_EQ(by_date.sink.calls.size(), 1U) << by_date.sink.reject_text();
    EXPECT_EQ(by_date.sink.calls[0].start, *Instant::parse("2024-07-03T10:00:00Z"));
}

TEST(Radius, RecordsMayFollowEachOtherByTheirDateAlone) {
    std::string text;
    for (int i = 0; i < 3; ++i) {
        text += fmt::format(
            "Wed Jul  3 12:00:0{} 2024\n\tAcct-Session-Id = \"{}\"\n\tUser-Name = \"a\"\n"
            "\tAcct-Status-Type = Stop\n\tNAS-IP-Address = 192.0.2.1\n"
            "\tAcct-Input-Octets = 7\n\tTimestamp = 1720000000\n",
            i, i);
    }
    EXPECT_EQ(run(text).sink.calls.size(), 3U);
}

TEST(Radius, TheSubscriberMayBeAnotherAttribute) {
    const std::string text = packet("Stop", "\tCalling-Station-Id = \"+491512345\"\n"
                                            "\tAcct-Input-Octets = 7\n\tTimestamp = 1720000000\n");
    EXPECT_EQ(run(text, {.zone = {}, .service_point = {}, .subscriber = "Calling-Station-Id"})
                  .sink.calls.at(0)
                  .code,
              "+491512345");
    EXPECT_EQ(run(text, {.zone = {}, .service_point = "HOME"}).sink.calls.at(0).code, "HOME");
}

TEST(Radius, ServersThatStartAreNoUsage) {
    const auto [sink, result] = run(packet("Accounting-On", "") + packet("8", ""));
    ASSERT_TRUE(result);
    EXPECT_EQ(sink.unanswered, 2);
}

TEST(Radius, BadRecordsSayWhy) {
    const std::string time = "\tTimestamp = 1720000000\n";
    EXPECT_THAT(reason("\tUser-Name = \"anna\"\n\n"), HasSubstr("1 structure: no accounting"));
    EXPECT_THAT(reason(packet("Launch", time)), HasSubstr("1 structure: no accounting"));
    EXPECT_THAT(reason(packet("Stop", time, "")), HasSubstr("1 structure: session id"));
    EXPECT_THAT(reason(packet("Stop", time, std::string(60, 'x'))),
                HasSubstr("1 structure: session"));
    EXPECT_THAT(reason(packet("Stop", time + "\tUser-Name = \"\"\n")),
                HasSubstr("1 code: User-Name"));
    EXPECT_THAT(reason(packet("Stop", time + "\tAcct-Input-Octets = -1\n")), HasSubstr("1 value:"));
    EXPECT_THAT(reason(packet("Stop", time + "\tAcct-Input-Gigawords = 999999\n")),
                HasSubstr("1 value: octets or gigawords"));
    EXPECT_THAT(reason(packet("Stop", time + "\tAcct-Session-Time = 99999999\n")),
                HasSubstr("1 value: Acct-Session-Time"));
    EXPECT_THAT(reason(packet("Stop", time + "\tAcct-Delay-Time = x\n")),
                HasSubstr("1 value: Acct-Delay-Time"));
    EXPECT_THAT(reason(packet("Stop", "\tTimestamp = 5\n")), HasSubstr("1 time: the time is none"));
    EXPECT_THAT(reason(packet("Stop", time + "\tUser-Name = \"\xFF\"\n")),
                HasSubstr("1 encoding:"));
}

TEST(Radius, BrokenFilesAreRefusedWhole) {
    EXPECT_THAT(run("").result.error().text, HasSubstr("the file is empty"));
    EXPECT_THAT(run("\n\n").result.error().text, HasSubstr("holds no accounting records"));
    EXPECT_THAT(run("\tAcct-Session-Id = \"0").result.error().text, HasSubstr("was cut off"));
}

}  // namespace
}  // namespace bw::meter

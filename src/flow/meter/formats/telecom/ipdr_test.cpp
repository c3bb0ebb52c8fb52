#include "flow/meter/formats/parts/collect_test.h"
#include "flow/meter/formats/telecom/ipdr.h"

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
template <typename P>
Run run(std::string_view text, std::string service_point = {}) {
    Run out;
    P parser(out.sink, std::move(service_point));
    out.result = parse_all(parser, text, 17);
    return out;
}

const std::string kHead = "VoIP3.0-A.0.xsd,,,,,,\nhttp://www.ipdr.org/namespaces/ipdr,,,,,,\n"
                          "subscriberID,startTime,endTime,originalDestinationId,destinationId,"
                          "uniqueCallId,callDuration\n";
const std::string kStreams = "SM3.5-A.0.xsd,,,,\nSM$http://x,,,,\nSM:subscriberID,SM:startTime,"
                             "SM:endTime,SM:streamID,SM:totalVolume\n";

std::string reason(const std::string& row, const std::string& head = kHead) {
    const auto [sink, result] = run<IpdrCsvParser>(head + row);
    EXPECT_TRUE(result) << result.error().message();
    EXPECT_THAT(sink.calls, IsEmpty());
    return sink.reject_text();
}

std::string record(std::string_view start, std::string_view end, std::string_view duration) {
    return fmt::format(" <IPDR xsi:type=\"V\">\n<subscriberID>anna</subscriberID><startTime>{}"
                       "</startTime><endTime>{}</endTime><originalDestinationId>5029@h"
                       "</originalDestinationId><uniqueCallId>c1</uniqueCallId><callDuration>{}"
                       "</callDuration><homeLocationIdEgress>\n</homeLocationIdEgress></IPDR>\n",
                       start, end, duration);
}
std::string document(std::string_view records, std::string_view count) {
    return fmt::format(
        "<?xml version=\"1.0\"?>\n<IPDRDoc xmlns=\"http://www.ipdr.org/namespaces/ipdr\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n{}<IPDRDoc.End "
        "count=\"{}\"/></IPDRDoc>\n",
        records, count);
}

TEST(IpdrCsv, CallsAreReadByName) {
    const auto [sink, result] = run<IpdrCsvParser>(
        kHead +
        "5049@h,1720000000,1720000007,5029@h,,call-1,6500\n"
        "5049@h,1720000100,1720000100,5030@h,,call-2,\n5049@h,1720000200,1720000201,,5031,c3,1\n");
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.calls.size(), 2U) << sink.reject_text();
    EXPECT_EQ(sink.calls[0].code, "5049@h");
    EXPECT_EQ(sink.calls[0].destination, "5029");
    EXPECT_EQ(sink.calls[0].record_id, "call-1");
    EXPECT_EQ(sink.calls[0].seconds, 7);  // a started second counts
    EXPECT_EQ(sink.calls[0].kind, EventKind::Voice);
    EXPECT_EQ(sink.calls[0].start, Instant::from_seconds(1'720'000'000));
    EXPECT_EQ(sink.calls[1].destination, "5031");
    EXPECT_EQ(sink.unanswered, 1);
    EXPECT_EQ(run<IpdrCsvParser>(kHead + "a,1720000000,1720000007,5029,,c,1\n", "HOME")
                  .sink.calls.at(0)
                  .code,
              "HOME");
}

TEST(IpdrCsv, StreamsAreDataSessions) {
    const auto [sink, result] = run<IpdrCsvParser>(
        kStreams + "1,1720000000,1720004099,0123-1,244186112\n1,1720000000,1720004099,0124-1,\n");
    ASSERT_EQ(sink.calls.size(), 2U) << sink.reject_text();
    EXPECT_EQ(sink.calls[0].kind, EventKind::Data);
    EXPECT_EQ(sink.calls[0].bytes, 244'186'112);
    EXPECT_EQ(sink.calls[0].seconds, 4099);
    EXPECT_EQ(sink.calls[0].record_id, "0123-1@1720000000");
    EXPECT_EQ(sink.calls[1].bytes, 0);
}

TEST(IpdrCsv, BadRecordsSayWhy) {
    EXPECT_THAT(reason(",1720000000,1720000007,5029,,c,1\n"), HasSubstr("4 code: subscriberID"));
    EXPECT_THAT(reason("a,soon,1720000007,5029,,c,1\n"), HasSubstr("4 time: startTime or endTime"));
    EXPECT_THAT(reason("a,991,999,5029,,c,1\n"), HasSubstr("4 time: the call is not of the years"));
    EXPECT_THAT(reason("a,1720000007,1720000000,5029,,c,1\n"), HasSubstr("4 time: the call ends"));
    EXPECT_THAT(reason("a,1720000000,1720000007,5029,,c,60000\n"),
                HasSubstr("does not fit between"));
    EXPECT_THAT(reason("a,1720000000,1720000007,5029,,c,x\n"), HasSubstr("4 value: callDuration"));
    EXPECT_THAT(reason("a,1720000000,1720000007,anna,,c,1\n"),
                HasSubstr("4 value: the destination"));
    EXPECT_THAT(reason("a,1720000000,1720000007,5029,,,1\n"), HasSubstr("4 structure: neither"));
    EXPECT_THAT(reason("a,1720000000,1720000007\n"),
                HasSubstr("4 structure: 3 fields, expected 7"));
    EXPECT_THAT(reason("a\xFF,1720000000,1720000007,5029,,c,1\n"), HasSubstr("4 encoding:"));
    EXPECT_THAT(reason("1,1720000000,1720004099,s,-1\n", kStreams),
                HasSubstr("4 value: totalVolume"));
    EXPECT_THAT(reason("1,1720004099,1720000000,s,1\n", kStreams),
                HasSubstr("4 time: the session"));
}

TEST(IpdrCsv, BrokenFilesAreRefusedWhole) {
    const auto error = [](const std::string& text) {
        const auto [sink, result] = run<IpdrCsvParser>(text);
        return result ? "taken" : result.error().text;
    };
    EXPECT_THAT(error(""), HasSubstr("no IPDR file"));
    EXPECT_THAT(error(kHead), HasSubstr("holds no records"));
    EXPECT_THAT(error(kHead + "a,1720000000"), HasSubstr("was cut off"));
}

TEST(IpdrXml, CallsAreReadAndCounted) {
    const auto [sink, result] = run<IpdrXmlParser>(
        document(record("2024-07-03T09:46:40.250Z", "2024-07-03T09:46:47.250Z", "7000") +
                     record("2024-07-03T09:46:40Z", "2024-07-03T09:46:40Z", "0"),
                 "2"));
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.calls.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.calls[0].start, *Instant::parse("2024-07-03T09:46:40.250Z"));
    EXPECT_EQ(sink.calls[0].seconds, 7);
    EXPECT_EQ(sink.calls[0].destination, "5029");
    EXPECT_EQ(sink.unanswered, 1);
    EXPECT_THAT(sink.repairs, IsEmpty());
}

TEST(IpdrXml, SecondsTakenForMillisecondsAreMendedWhereTheDurationShowsIt) {
    const auto [sink, result] = run<IpdrXmlParser>(
        document(record("1970-01-12T11:30:47.624Z", "1970-01-12T11:30:47.631Z", "7000"), "1"));
    ASSERT_EQ(sink.calls.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.calls[0].start, Instant::from_seconds(991'847'624));
    EXPECT_THAT(sink.repairs, ElementsAre("3 times of 1970 were seconds written as milliseconds"));
    const auto other = run<IpdrXmlParser>(
        document(record("1970-01-12T11:30:47.624Z", "1970-01-12T11:30:54.624Z", "7000"), "1"));
    EXPECT_THAT(other.sink.reject_text(), HasSubstr("3 time: the call is not of the years"));
}

TEST(IpdrXml, ServiceFlowsOfCableModemsAreNamed) {
    const auto [sink, result] = run<IpdrXmlParser>(
        "<IPDRDoc><IPDR><IPDRcreationTime>2006-06-05T07:11:00Z</IPDRcreationTime><CMmacAddress>"
        "00-09-36-A7-70-89</CMmacAddress><serviceOctetsPassed>16653</serviceOctetsPassed></IPDR>"
        "<IPDRDoc.End count='1'/></IPDRDoc>");
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_THAT(sink.calls, IsEmpty());
    EXPECT_THAT(sink.reject_text(), HasSubstr("1 structure: the counter of a service flow"));
}

TEST(IpdrXml, BrokenDocumentsAreRefusedWhole) {
    const auto error = [](const std::string& text) {
        const auto [sink, result] = run<IpdrXmlParser>(text);
        return result ? "taken" : result.error().message();
    };
    const std::string one = record("2024-07-03T09:46:40Z", "2024-07-03T09:46:47Z", "7000");
    EXPECT_EQ(error(document(one, "1")), "taken");
    EXPECT_THAT(error(document(one, "2")), HasSubstr("the document counts 2 records, it holds 1"));
    EXPECT_THAT(error(document("", "0")), HasSubstr("holds no records"));
    EXPECT_THAT(error("<feed/>"), HasSubstr("line 1: not an IPDR document"));
    const std::string whole = document(one, "1");
    for (std::size_t length = 0; length + 2 < whole.size(); length += 7) {
        EXPECT_NE(error(whole.substr(0, length)), "taken") << length;
    }
}

}  // namespace
}  // namespace bw::meter

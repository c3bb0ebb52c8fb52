#include "flow/meter/formats/energy/mscons.h"
#include "flow/meter/formats/parts/collect_test.h"

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
Run run(std::string_view text, MsconsParser::Options options = {}, std::size_t chunk = 11) {
    Run out;
    MsconsParser parser(out.sink, std::move(options));
    out.result = parse_all(parser, text, chunk);
    return out;
}

// A message with the count it needs.
std::string message(std::string_view body, std::string_view reference = "1",
                    std::string_view type = "MSCONS", std::string_view function = "9") {
    const std::string text = fmt::format("UNH+{}+{}:D:04B:UN:2.4c'BGM+7+D{}+{}'UNS+D'NAD+DP'{}",
                                         reference, type, reference, function, body);
    const auto segments = std::ranges::count(text, '\'') + 1;
    return fmt::format("{}UNT+{}+{}'", text, segments, reference);
}
std::string interchange(std::string_view messages, int count = 1) {
    return fmt::format("UNA:+.? 'UNB+UNOC:3+1:500+2:500+240301:1200+REF'{}UNZ+{}+REF'", messages,
                       count);
}

const std::string kPoint = "LOC+172+DE0001'";
const std::string kProfile = "LIN+1'PIA+5+1-1?:1.29.0:SRW'";
std::string quarter(std::string_view value, std::string_view from, std::string_view to,
                    std::string_view qualifier = "220") {
    return fmt::format("QTY+{}:{}'DTM+163:{}?+01:303'DTM+164:{}?+01:303'", qualifier, value, from,
                       to);
}
const std::string kQuarter = quarter("1.25", "202403010000", "202403010015");

std::string reason(const std::string& body) {
    const auto [sink, result] = run(interchange(message(body)));
    EXPECT_TRUE(result) << result.error().message();
    EXPECT_TRUE(sink.runs.empty() && sink.reads.empty() && sink.uses.empty());
    return sink.reject_text();
}

TEST(Mscons, ALoadProfileIsReadValueByValue) {
    const auto [sink, result] = run(interchange(
        message(kPoint + kProfile + kQuarter + quarter("0", "202403010015", "202403010030", "67") +
                quarter("", "202403010030", "202403010045", "Z30"))));
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 3U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].code, "DE0001");
    EXPECT_EQ(sink.runs[0].channel, "import");
    EXPECT_EQ(sink.runs[0].unit, "kWh");
    EXPECT_EQ(sink.runs[0].start, *Instant::parse("2024-02-29T23:00:00Z"));
    EXPECT_EQ(sink.runs[0].step_seconds, 900);
    EXPECT_THAT(sink.runs[0].values, ElementsAre(125));
    EXPECT_EQ(sink.runs[0].line, 10);  // the segment, with UNA
    EXPECT_THAT(sink.runs[1].qualities, ElementsAre(Quality::Substituted));
    EXPECT_THAT(sink.runs[2].values, ElementsAre(kMissing));
}

TEST(Mscons, CountersAreReadWithTheirTime) {
    const auto [sink, result] = run(interchange(
        message(kPoint + "RFF+MG:1ABC'LIN+1'PIA+5+1-1?:1.8.2:SRW'QTY+220:1234567.357'"
                         "DTM+9:202403011100?+00:303'DTM+7:202403012300?+00:303'STS+Z33++Z83'"
                         "LIN+2'PIA+5+7-20?:3.0.0:SRW'QTY+67:17.5'DTM+9:202403010800?+01:303'")));
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.reads.size(), 2U) << sink.reject_text();
    EXPECT_EQ(sink.reads[0].channel, "import.t2");
    EXPECT_EQ(sink.reads[0].read, 1'234'567'357);
    EXPECT_EQ(sink.reads[0].time, *Instant::parse("2024-03-01T23:00:00Z"));
    EXPECT_EQ(sink.reads[1].channel, "gas");
    EXPECT_EQ(sink.reads[1].unit, "m3");
    EXPECT_EQ(sink.reads[1].quality, Quality::Substituted);
    EXPECT_EQ(sink.reads[1].time, *Instant::parse("2024-03-01T07:00:00Z"));
}

TEST(Mscons, EnergyOfGasIsKnownByItsCode) {
    const auto [sink, result] =
        run(interchange(message(kPoint + "LIN+1'PIA+5+7-20?:99.33.17:SRW'" +
                                quarter("1234.5", "202403010500", "202403010600"))));
    ASSERT_EQ(sink.runs.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].channel, "7-20:99.33.17");
    EXPECT_EQ(sink.runs[0].unit, "kWh");
    EXPECT_THAT(sink.runs[0].values, ElementsAre(12'345));
}

TEST(Mscons, AMonthIsAUse) {
    const auto [sink, result] = run(interchange(
        message(kPoint + "LIN+1'PIA+5+1-1?:1.9.0:SRW'QTY+79:10.5:MWH'DTM+163:202405012200?+00:303'"
                         "DTM+164:202406012200?+00:303'")));
    ASSERT_EQ(sink.uses.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.uses[0].channel, "import");
    EXPECT_EQ(sink.uses[0].value, 10'500);
    EXPECT_EQ(sink.uses[0].scale, 0);
    EXPECT_EQ(sink.uses[0].unit, "kWh");
}

TEST(Mscons, DecimalMarkIsWhatUnaSaysOrTheOther) {
    const std::string text = interchange(message(kPoint + kProfile + kQuarter));
    std::string comma = text;
    comma.replace(0, 9, "UNA:+,? '");
    EXPECT_EQ(run(comma).sink.runs.size(), 1U);
    comma.replace(comma.find("1.25"), 4, "1,25");
    EXPECT_THAT(run(comma).sink.runs.at(0).values, ElementsAre(125));
}

TEST(Mscons, TimesWithoutOffsetNeedAZone) {
    const std::string text =
        interchange(message(kPoint + kProfile +
                            "QTY+220:1'DTM+163:202407010000:203'DTM+164:202407010015:203'"
                            "LIN+2'PIA+5+1-1?:1.8.0:SRW'QTY+220:5'DTM+9:20240701:102'"));
    EXPECT_THAT(run(text).sink.reject_text(), HasSubstr("10 time: the time carries no offset"));
    const auto [sink, result] =
        run(text, {.zone = *Zone::find("Europe/Berlin"), .service_point = {}});
    ASSERT_EQ(sink.runs.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].start, *Instant::parse("2024-06-30T22:00:00Z"));
    EXPECT_EQ(sink.reads.at(0).time, *Instant::parse("2024-06-30T22:00:00Z"));
}

TEST(Mscons, EachPointOfAMessageHasItsOwnValues) {
    const auto [sink, result] = run(interchange(message(
        kPoint + kProfile + kQuarter + "NAD+DP'LOC+172+DE0002'LIN+1'PIA+5+1-1?:2.29.0:SRW'" +
        kQuarter + "NAD+DP'LOC+107+GROUP'" + kProfile + kQuarter)));
    ASSERT_EQ(sink.runs.size(), 2U) << sink.reject_text();
    EXPECT_EQ(sink.runs[1].code, "DE0002");
    EXPECT_EQ(sink.runs[1].channel, "export");
    EXPECT_THAT(sink.reject_text(), HasSubstr("code: no LOC+172"));
    const auto one = run(interchange(message(kPoint + kProfile + kQuarter)),
                         {.zone = {}, .service_point = "HOME"});
    EXPECT_EQ(one.sink.runs.at(0).code, "HOME");
}

TEST(Mscons, BadQuantitiesSayWhy) {
    EXPECT_THAT(reason(kProfile + kQuarter), HasSubstr("9 code: no LOC+172"));
    EXPECT_THAT(reason(kPoint + "LIN+1'" + kQuarter), HasSubstr("9 channel: no PIA+5"));
    EXPECT_THAT(reason(kPoint + "LIN+1'PIA+5+1-1?:1.6.0:SRW'QTY+67:4250'DTM+306:202405:610'"),
                HasSubstr("10 channel: no energy: a maximum"));
    EXPECT_THAT(reason(kPoint + "LIN+1'PIA+5+1-1?:1.8.0*01:SRW'" + kQuarter),
                HasSubstr("10 channel: a value of an earlier billing period"));
    const std::string at = kPoint + kProfile;
    EXPECT_THAT(reason(at + quarter("x", "202403010000", "202403010015")), HasSubstr("10 value:"));
    EXPECT_THAT(reason(at + quarter("1", "202403010000", "202403010015", "46")),
                HasSubstr("10 quality:"));
    EXPECT_THAT(reason(at + quarter("1:XYZ", "202403010000", "202403010015")),
                HasSubstr("10 unit:"));
    EXPECT_THAT(reason(at + quarter("1", "202413010000", "202403010015")), HasSubstr("10 time:"));
    EXPECT_THAT(reason(at + quarter("1", "202403010000", "202403010007")),
                HasSubstr("10 interval:"));
    EXPECT_THAT(reason(at + "QTY+220:1'"), HasSubstr("10 time: the quantity has no time"));
    EXPECT_THAT(reason(at + "QTY+220:1'DTM+7:2024:602'"),
                HasSubstr("10 time: the time is in none of the formats"));
    EXPECT_THAT(reason(at + "QTY+220:1'DTM+7:202403010000+99:303'"), HasSubstr("10 time:"));
    EXPECT_THAT(reason(at + "QTY+220:-1'DTM+7:202403010000?+01:303'"),
                HasSubstr("never below zero"));
}

TEST(Mscons, OtherMessagesAreRejectedAsOneRecord) {
    const auto [sink, result] =
        run(interchange(message(kPoint + kProfile + kQuarter, "1", "UTILMD") +
                            message("RFF+ACW:D1'" + kPoint, "2", "MSCONS", "1") +
                            message(kPoint + kProfile + kQuarter, "3"),
                        3));
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(sink.runs.size(), 1U);
    ASSERT_EQ(sink.rejects.size(), 2U) << sink.reject_text();
    EXPECT_THAT(sink.reject_text(), HasSubstr("3 structure: a message that is no MSCONS"));
    EXPECT_THAT(sink.reject_text(), HasSubstr("structure: a message that cancels an earlier one"));
}

TEST(Mscons, CountsAndReferencesMustAgree) {
    const auto error = [](const std::string& text) {
        const auto [sink, result] = run(text);
        return result ? "taken" : result.error().message();
    };
    const std::string good = message(kPoint + kProfile + kQuarter);
    EXPECT_EQ(error(interchange(good)), "taken");
    EXPECT_THAT(error(interchange(good, 2)), HasSubstr("UNZ counts 2 messages, the file holds 1"));
    std::string lost = interchange(good);
    lost.erase(lost.find("NAD+DP'"), 7);
    EXPECT_THAT(error(lost), HasSubstr("UNT counts 11 segments, the message has 10"));
    std::string other = interchange(good);
    other.replace(other.find("UNZ+1+REF"), 9, "UNZ+1+FER");
    EXPECT_THAT(error(other), HasSubstr("different interchanges"));
    other = interchange(good);
    other.replace(other.find("UNT+11+1"), 8, "UNT+11+2");
    EXPECT_THAT(error(other), HasSubstr("different messages"));
    EXPECT_THAT(error(interchange(good) + "UNB+1'"), HasSubstr("after the end segment UNZ"));
    EXPECT_THAT(error("UNH+1+MSCONS'"), HasSubstr("the first segment is not UNB"));
    EXPECT_THAT(error(interchange("UNH+1+MSCONS'UNZ+1+REF'")), HasSubstr("its end UNT is missing"));
    EXPECT_THAT(error(interchange("XYZ+1'")), HasSubstr("segment 'XYZ' outside a message"));
    EXPECT_THAT(error(interchange(message("LOC+172+X'"))), HasSubstr("holds no readings"));
    EXPECT_THAT(error(""), HasSubstr("no segment UNB"));
    for (std::size_t length = 0; length < interchange(good).size(); ++length) {
        EXPECT_NE(error(interchange(good).substr(0, length)), "taken") << length;
    }
}

}  // namespace
}  // namespace bw::meter

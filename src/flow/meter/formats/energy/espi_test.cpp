#include "flow/meter/formats/energy/espi.h"
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
Run run(std::string_view text, std::string service_point = {}, std::size_t chunk = 29) {
    Run out;
    EspiParser parser(out.sink, std::move(service_point));
    out.result = parse_all(parser, text, chunk);
    return out;
}

std::string entry(std::string_view self, std::string_view related, std::string_view content) {
    std::string links = fmt::format("<link rel='self' href='{}'/><link rel='up' href='{}'/>", self,
                                    self.substr(0, self.rfind('/')));
    while (!related.empty()) {
        const auto end = std::min(related.find(' '), related.size());
        links += fmt::format("<link rel='related' href='{}'/>", related.substr(0, end));
        related.remove_prefix(std::min(end + 1, related.size()));
    }
    return fmt::format("<entry><id>urn:uuid:ID-{}</id>{}<title/><content>{}</content></entry>\n",
                       self.substr(self.rfind('/') + 1), links, content);
}

std::string espi(std::string_view kind, std::string_view inside) {
    return fmt::format("<{0} xmlns='http://naesb.org/espi'>{1}</{0}>", kind, inside);
}

const std::string kPoint =
    entry("/UsagePoint/7", "/UsagePoint/7/MeterReading /LocalTimeParameters/1",
          espi("UsagePoint", "<ServiceCategory><kind>0</kind></ServiceCategory>"));
const std::string kClock =
    entry("/LocalTimeParameters/1", "",
          espi("LocalTimeParameters",
               "<dstEndRule>B40E2000</dstEndRule><dstOffset>3600</dstOffset>"
               "<dstStartRule>360E2000</dstStartRule><tzOffset>-18000</tzOffset>"));
const std::string kMeter =
    entry("/UsagePoint/7/MeterReading/1", "/ReadingType/9", espi("MeterReading", ""));

std::string type(std::string_view fields =
                     "<accumulationBehaviour>4</accumulationBehaviour><commodity>1</commodity>"
                     "<flowDirection>1</flowDirection><intervalLength>900</intervalLength>"
                     "<powerOfTenMultiplier>0</powerOfTenMultiplier><uom>72</uom>"
                     "<interharmonic><numerator>600</numerator></interharmonic>") {
    return entry("/ReadingType/9", "", espi("ReadingType", fields));
}

std::string reading(std::string_view value, std::string_view period, std::string_view more = "") {
    return fmt::format("<IntervalReading>{}{}{}</IntervalReading>", more,
                       period.empty() ? "" : fmt::format("<timePeriod>{}</timePeriod>", period),
                       value.empty() ? "" : fmt::format("<value>{}</value>", value));
}
std::string at(std::int64_t start, std::int64_t duration = 900) {
    return fmt::format("<duration>{}</duration><start>{}</start>", duration, start);
}
constexpr std::int64_t kStart = 1'330'578'000;  // 2012-03-01T05:00Z, midnight of the clock above

std::string content(std::string_view readings, std::int64_t start = kStart) {
    return espi("IntervalBlock", fmt::format("<interval><duration>86400</duration><start>{}"
                                             "</start></interval>{}",
                                             start, readings));
}
std::string block(std::string_view readings) {
    return entry("/UsagePoint/7/MeterReading/1/IntervalBlock/1", "", content(readings));
}

std::string feed(std::string_view entries) {
    return fmt::format("<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom'><id>x</id>"
                       "<title>T</title>\n{}</feed>",
                       entries);
}
std::string whole(std::string_view readings, const std::string& reading_type = type()) {
    return feed(kPoint + kClock + kMeter + reading_type + block(readings));
}

std::string reason(const std::string& text) {
    const auto [sink, result] = run(text);
    EXPECT_TRUE(result) << result.error().message();
    EXPECT_TRUE(sink.runs.empty() && sink.reads.empty() && sink.uses.empty());
    return sink.reject_text();
}

TEST(Espi, ReadingsOfABlockAreIntervals) {
    const auto [sink, result] =
        run(whole(reading("282", at(kStart)) + reading("323", at(kStart + 900),
                                                       "<cost>965</cost><ReadingQuality><quality>8"
                                                       "</quality></ReadingQuality>")));
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 2U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].code, "ID-7");
    EXPECT_EQ(sink.runs[0].channel, "import");
    EXPECT_EQ(sink.runs[0].unit, "kWh");
    EXPECT_EQ(sink.runs[0].start, *Instant::parse("2012-03-01T05:00:00Z"));
    EXPECT_EQ(sink.runs[0].step_seconds, 900);
    EXPECT_EQ(sink.runs[0].scale, 3);
    EXPECT_THAT(sink.runs[0].values, ElementsAre(282));
    EXPECT_THAT(sink.runs[1].qualities, ElementsAre(Quality::Estimated));
    EXPECT_EQ(sink.runs[0].records, 1);
    EXPECT_EQ(run(whole(reading("282", at(kStart))), "HOME").sink.runs.at(0).code, "HOME");
}

TEST(Espi, EntriesMayComeInAnyOrder) {
    const std::string readings = block(reading("1", at(kStart)));
    for (const auto& entries :
         {readings + kPoint + kMeter + type(), kMeter + readings + type() + kPoint,
          type() + kMeter + kPoint + readings}) {
        EXPECT_EQ(run(feed(entries)).sink.runs.size(), 1U);
    }
    EXPECT_THAT(reason(feed(kPoint + kMeter + readings)),
                HasSubstr("channel: the feed does not hold what its block refers to"));
    EXPECT_THAT(reason(feed(kPoint + type() + readings)), HasSubstr("channel: the feed does not"));
}

TEST(Espi, AnEntryMayHoldManyBlocks) {
    constexpr std::int64_t kBlocks = 200;
    std::string blocks;
    for (std::int64_t i = 0; i < kBlocks; ++i) {
        blocks += content(reading("1", "") + reading("2", ""), kStart + i * 86400) + "\n";
    }
    const auto [sink, result] =
        run(feed(kPoint + kMeter + type() +
                 entry("/UsagePoint/7/MeterReading/1/IntervalBlock/1", "", blocks)));
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 2 * kBlocks) << sink.reject_text();
    EXPECT_EQ(sink.runs[2].start, Instant::from_seconds(kStart + 86400));
    EXPECT_EQ(sink.runs.back().start, Instant::from_seconds(kStart + (kBlocks - 1) * 86400 + 900));
    EXPECT_THAT(sink.runs.back().values, ElementsAre(2));
}

TEST(Espi, RelatedLinksJoinWhatPathsDoNot) {
    const auto linked = [](std::string_view self, std::string_view related,
                           std::string_view inside) {
        return fmt::format("<entry><id>{0}</id><link rel='self' href='{0}'/>"
                           "<link rel='related' href='{1}'/><content>{2}</content></entry>\n",
                           self, related, inside);
    };
    const std::string point = espi("UsagePoint", "");
    const std::string meter = entry("/U/1/MeterReading/1", "/ReadingType/9 /B/5/IntervalBlock/1",
                                    espi("MeterReading", ""));
    const std::string readings = linked("/B/5/IntervalBlock/1", "", content(reading("1", "")));
    for (const auto& entries :
         {linked("/A/1", "/U/1/MeterReading/1", point) + meter + type() + readings,
          readings + meter + linked("/A/1", "/U/1/MeterReading", point) + type()}) {
        const auto [sink, result] = run(feed(entries));
        ASSERT_EQ(sink.runs.size(), 1U) << sink.reject_text();
        EXPECT_EQ(sink.runs[0].code, "/A/1");
    }
    // Two points that claim one meter: nobody knows whose it is, but by its path.
    const std::string claims =
        linked("/A/1", "/U/1/MeterReading/1", point) + linked("/A/2", "/U/1/MeterReading/1", point);
    EXPECT_THAT(reason(feed(claims + meter + type() + readings)), HasSubstr("channel: the feed"));
    const auto by_path = run(feed(claims + linked("/U/1", "", point) + meter + type() + readings));
    ASSERT_EQ(by_path.sink.runs.size(), 1U) << by_path.sink.reject_text();
    EXPECT_EQ(by_path.sink.runs[0].code, "/U/1");
}

TEST(Espi, UnitsMultipliersAndChannels) {
    const auto shown = [](std::string_view fields) {
        const auto out = run(whole(reading("1234567", at(kStart)), type(fields)));
        if (out.sink.runs.empty()) return out.sink.reject_text();
        const auto& r = out.sink.runs[0];
        return fmt::format("{} {} {}/{}", r.channel, r.unit, r.values[0], r.scale);
    };
    EXPECT_EQ(shown("<uom>72</uom><powerOfTenMultiplier>-3</powerOfTenMultiplier>"),
              "import kWh 1234567/6");
    EXPECT_EQ(shown("<uom>72</uom><powerOfTenMultiplier>3</powerOfTenMultiplier>"
                    "<flowDirection>19</flowDirection>"),
              "export kWh 1234567/0");
    EXPECT_EQ(shown("<uom>169</uom><commodity>7</commodity><flowDirection>1</flowDirection>"
                    "<powerOfTenMultiplier>-5</powerOfTenMultiplier>"),
              "gas therm 1234567/5");
    EXPECT_EQ(shown("<uom>42</uom><commodity>9</commodity><tou>2</tou>"
                    "<powerOfTenMultiplier>-4</powerOfTenMultiplier>"),
              "water.t2 m3 1234567/4");
    EXPECT_EQ(shown("<uom>73</uom><commodity>1</commodity><flowDirection>19</flowDirection>"),
              "reactive.export kvarh 1234567/3");
    EXPECT_EQ(shown("<uom>72</uom><flowDirection>4</flowDirection>"), "net kWh 1234567/3");
    EXPECT_EQ(shown("<uom>167</uom><commodity>7</commodity>"
                    "<powerOfTenMultiplier>-3</powerOfTenMultiplier>"),
              "gas m3 1234567/3");
    EXPECT_EQ(shown("<uom>120</uom><commodity>7</commodity>"), "gas ft3 1234567/0");
    EXPECT_EQ(shown("<uom>132</uom><commodity>7</commodity>"), "gas therm 1234567/5");
    EXPECT_THAT(shown("<uom>130</uom>"), HasSubstr("unit: its ReadingType's unit (uom 130)"));
    EXPECT_THAT(shown("<uom>38</uom>"), HasSubstr("unit: its ReadingType's unit (uom 38)"));
    EXPECT_THAT(shown("<uom>72</uom><powerOfTenMultiplier>x</powerOfTenMultiplier>"),
                HasSubstr("unit: its ReadingType's powerOfTenMultiplier"));
    EXPECT_THAT(shown("<uom>72</uom><accumulationBehaviour>12</accumulationBehaviour>"),
                HasSubstr("structure: its ReadingType's accumulation (12)"));
    EXPECT_THAT(shown("<uom>72</uom><flowDirection>7</flowDirection>"), HasSubstr("channel: its"));
    EXPECT_THAT(shown("<uom>72</uom><commodity>99</commodity>"),
                HasSubstr("channel: its commodity"));
}

TEST(Espi, CumulativeReadingsAreCounters) {
    const auto [sink, result] = run(
        whole(reading("123456", at(kStart, 3600)) + reading("-1", at(kStart + 3600, 3600)) +
                  reading("", at(kStart + 7200, 3600)),
              type("<uom>72</uom><accumulationBehaviour>3</accumulationBehaviour><tou>1</tou>")));
    ASSERT_EQ(sink.reads.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.reads[0].channel, "import.t1");
    EXPECT_EQ(sink.reads[0].read, 123456);
    EXPECT_EQ(sink.reads[0].time, *Instant::parse("2012-03-01T06:00:00Z"));
    EXPECT_EQ(sink.unanswered, 1);
    EXPECT_THAT(sink.reject_text(), HasSubstr("value: a counter is never below zero"));
}

TEST(Espi, GapsAndMissingParts) {
    const auto [sink, result] =
        run(whole(reading("1", "") + reading("2", "") + reading("", at(kStart + 7200)) +
                  reading("4", "<start>" + std::to_string(kStart + 9000) + "</start>")));
    ASSERT_EQ(sink.runs.size(), 4U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].start, Instant::from_seconds(kStart));
    EXPECT_EQ(sink.runs[1].start, Instant::from_seconds(kStart + 900));
    EXPECT_THAT(sink.runs[2].values, ElementsAre(kMissing));
    EXPECT_EQ(sink.runs[3].start, Instant::from_seconds(kStart + 9000));
    EXPECT_EQ(sink.runs[3].step_seconds, 900);
}

TEST(Espi, OddDaysAreTakenWhereTheClockChanges) {
    constexpr std::int64_t kMarch11 = 1'331'442'000;  // the day the clock above goes forward
    const auto taken = run(whole(reading("2300", at(kMarch11, 23 * 3600))));
    ASSERT_EQ(taken.sink.runs.size(), 1U) << taken.sink.reject_text();
    EXPECT_EQ(taken.sink.runs[0].values.size(), 23U);
    EXPECT_THAT(taken.sink.repairs, ElementsAre(HasSubstr("a day of 23 or 25 hours")));
    EXPECT_THAT(reason(whole(reading("2300", at(kStart, 23 * 3600)))),
                HasSubstr("interval: a length of 23 or 25 hours, but"));
    const std::string month = whole(reading("900000", at(kStart, 31 * 86400)));
    ASSERT_EQ(run(month).sink.uses.size(), 1U);
    EXPECT_EQ(run(month).sink.uses[0].value, 900'000);
}

TEST(Espi, QualitiesTheWeakestStands) {
    const auto quality = [](std::string_view codes) {
        std::string more;
        for (const char c : codes) {
            const int code = c == '5' ? 15 : c == '9' ? 19 : c - '0';
            more += fmt::format("<ReadingQuality><quality>{}</quality></ReadingQuality>", code);
        }
        const auto out = run(whole(reading("1", at(kStart), more)));
        if (out.sink.runs.empty()) return out.sink.reject_text();
        constexpr std::string_view kNames[] = {"actual", "customer", "final", "substituted",
                                               "estimated"};
        return std::string(kNames[static_cast<std::size_t>(out.sink.runs[0].qualities[0])]);
    };
    EXPECT_EQ(quality(""), "actual");
    EXPECT_EQ(quality("9"), "actual");
    EXPECT_EQ(quality("07"), "substituted");
    EXPECT_EQ(quality("78"), "estimated");
    EXPECT_THAT(quality("5"), HasSubstr("quality: quality 15 is no measurement"));
}

TEST(Espi, BadReadingsSayWhyWithTheirLine) {
    EXPECT_THAT(reason(whole("\n" + reading("x", at(kStart)))), HasSubstr("8 value:"));
    EXPECT_THAT(reason(whole(reading("1", at(kStart, 700)))), HasSubstr("7 interval:"));
    EXPECT_THAT(reason(whole(reading("1", at(1)))), HasSubstr("7 time: no time of the years"));
    EXPECT_THAT(reason(whole(reading("1", "<start>soon</start><duration>900</duration>"))),
                HasSubstr("7 structure: a time, duration or quality"));
    EXPECT_THAT(reason(whole(reading("9999999999999", at(kStart)))), HasSubstr("7 value:"));
}

TEST(Espi, ClocksThatSayNothingOrNonsenseRejectNothing) {
    const auto with_clock = [](std::string_view fields) {
        return run(feed(kPoint +
                        entry("/LocalTimeParameters/1", "", espi("LocalTimeParameters", fields)) +
                        kMeter + type() + block(reading("2300", at(kStart, 23 * 3600)))));
    };
    const auto broken = with_clock("<dstEndRule>67271F70</dstEndRule><dstOffset>3600</dstOffset>"
                                   "<dstStartRule>360E2000</dstStartRule>"
                                   "<tzOffset>-18000</tzOffset>");
    EXPECT_EQ(broken.sink.runs.size(), 1U) << broken.sink.reject_text();
    EXPECT_THAT(broken.sink.rejects, IsEmpty());
    EXPECT_THAT(broken.sink.repairs, ElementsAre(HasSubstr("4 LocalTimeParameters that are not"),
                                                 HasSubstr("a day of 23 or 25 hours")));
    const auto empty =
        with_clock("<dstEndRule/><dstOffset/><dstStartRule> </dstStartRule><tzOffset/>");
    EXPECT_EQ(empty.sink.runs.size(), 1U) << empty.sink.reject_text();
    EXPECT_THAT(empty.sink.repairs, ElementsAre(HasSubstr("a day of 23 or 25 hours")));
}

TEST(Espi, AMonthThatEndsAnHourLateIsCutWhereTheNextBegins) {
    constexpr std::int64_t kDay = 86400, kHour = 3600;
    const auto spans = [](std::int64_t overlap) {
        const auto [sink, result] =
            run(whole(reading("1", at(kStart, 30 * kDay + overlap)) +
                      reading("2", at(kStart + 30 * kDay, 31 * kDay + kHour))));
        EXPECT_EQ(sink.uses.size(), 2U) << sink.reject_text();
        return std::pair(sink.uses.at(0).span.to, sink.repairs);
    };
    const auto [cut, repairs] = spans(kHour);
    EXPECT_EQ(cut, Instant::from_seconds(kStart + 30 * kDay));
    EXPECT_THAT(repairs, ElementsAre(HasSubstr("7 a use that ended an hour after")));
    for (const std::int64_t other : {std::int64_t{0}, 2 * kHour, kDay}) {
        EXPECT_EQ(spans(other).first, Instant::from_seconds(kStart + 30 * kDay + other));
        EXPECT_THAT(spans(other).second, IsEmpty());
    }
    const auto days =
        run(whole(reading("1", at(kStart, kDay)) + reading("2", at(kStart + kDay - kHour, kDay))));
    EXPECT_EQ(days.sink.runs.size(), 2U) << days.sink.reject_text();
    EXPECT_THAT(days.sink.repairs, IsEmpty());
}

TEST(Espi, CostsWithoutValuesAreToldOf) {
    const auto [sink, result] =
        run(whole(reading("", at(kStart), "<cost>12</cost>") + reading("", at(kStart + 900)) +
                  reading("1", at(kStart + 1800), "<cost>12</cost>")));
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 3U) << sink.reject_text();
    EXPECT_THAT(sink.runs[0].values, ElementsAre(kMissing));
    EXPECT_THAT(sink.repairs, ElementsAre(HasSubstr("a reading that tells a cost and no value")));
}

TEST(Espi, OnePeriodOfSeveralTimesOfUseIsRegisters) {
    const auto part = [](std::string_view value, std::int64_t start, std::string_view more) {
        return fmt::format("<IntervalReading><timePeriod>{}</timePeriod><value>{}</value>{}"
                           "</IntervalReading>",
                           at(start), value, more);
    };
    const auto [sink, result] =
        run(whole(part("1", kStart, "<tou>1</tou>") + part("2", kStart, "<tou>2</tou>") +
                  part("3", kStart + 900, "<tou>1</tou>")));
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 3U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].channel, "import.t1");
    EXPECT_EQ(sink.runs[1].channel, "import.t2");
    EXPECT_EQ(sink.runs[2].channel, "import.t1");
    // Where each period has one, it says only what the clock says.
    const auto hours =
        run(whole(part("1", kStart, "<tou>1</tou><consumptionTier>1</consumptionTier>") +
                  part("2", kStart + 900, "<tou>2</tou>")));
    ASSERT_EQ(hours.sink.runs.size(), 2U) << hours.sink.reject_text();
    EXPECT_EQ(hours.sink.runs[1].channel, "import");
    EXPECT_THAT(reason(whole(part("1", kStart, "<consumptionTier>1</consumptionTier>") +
                             part("2", kStart, "<consumptionTier>2</consumptionTier>"))),
                HasSubstr("structure: its block cuts a period by the tiers of a tariff"));
}

TEST(Espi, ASecondAfterTheMinuteIsTheMinute) {
    const auto [sink, result] =
        run(whole(reading("1", at(kStart + 1, 86400)) + reading("2", at(kStart + 86401, 86400)) +
                  reading("3", at(kStart + 2, 900))));
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 3U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].start, Instant::from_seconds(kStart));
    EXPECT_EQ(sink.runs[1].start, Instant::from_seconds(kStart + 86400));
    EXPECT_EQ(sink.runs[2].start, Instant::from_seconds(kStart + 2));
    EXPECT_EQ(sink.repairs.size(), 2U);
}

TEST(Espi, MonthsAreCutInEntriesOfTheirOwnToo) {
    constexpr std::int64_t kDay = 86400, kHour = 3600;
    const std::string first = block(reading("1", at(kStart, 30 * kDay + kHour)));
    const std::string second = block(reading("2", at(kStart + 30 * kDay, 31 * kDay)));
    for (const auto& blocks : {first + second, second + first}) {
        const auto [sink, result] = run(feed(kPoint + kMeter + type() + blocks));
        ASSERT_TRUE(result) << result.error().message();
        ASSERT_EQ(sink.uses.size(), 2U) << sink.reject_text();
        const auto& cut = sink.uses[sink.uses[0].value == 1 ? 0 : 1];
        EXPECT_EQ(cut.span.to, Instant::from_seconds(kStart + 30 * kDay));
        EXPECT_THAT(sink.repairs, ElementsAre(HasSubstr("a use that ended an hour after")));
    }
}

TEST(Espi, BrokenFilesAreRefusedWhole) {
    const auto message = [](const std::string& text) {
        const auto [sink, result] = run(text);
        return result ? "taken" : result.error().message();
    };
    EXPECT_THAT(message("<html/>"), HasSubstr("line 1: not a Green Button feed"));
    EXPECT_THAT(message(feed(kPoint)), HasSubstr("holds no interval readings"));
    EXPECT_THAT(message("<!DOCTYPE feed [<!ENTITY a 'b'>]>" + feed(kPoint)),
                HasSubstr("type declaration"));
    const std::string text = whole(reading("1", at(kStart)));
    EXPECT_EQ(message(text), "taken");
    for (std::size_t length = 0; length < text.size(); length += 13) {
        EXPECT_NE(message(text.substr(0, length)), "taken") << length;
    }
}

TEST(EspiClock, RulesSayWhenTheClockChanges) {
    const auto clock = EspiClock::parse("-18000", "3600", "360E2000", "B40E2000");
    ASSERT_TRUE(clock);
    const auto offset = [&](std::string_view at) {
        return clock->offset_seconds(*Instant::parse(at)) / 3600;
    };
    EXPECT_EQ(offset("2012-03-11T06:59:59Z"), -5);
    EXPECT_EQ(offset("2012-03-11T07:00:00Z"), -4);
    EXPECT_EQ(offset("2012-11-04T05:59:59Z"), -4);
    EXPECT_EQ(offset("2012-11-04T06:00:00Z"), -5);
    // Sydney: first Sunday of October to first Sunday of April, each at a wall clock of 2 and 3.
    const auto sydney = EspiClock::parse("36000", "3600", "A40E2000", "440E3000");
    ASSERT_TRUE(sydney);
    EXPECT_EQ(sydney->offset_seconds(*Instant::parse("2024-01-15T00:00:00Z")), 39600);
    EXPECT_EQ(sydney->offset_seconds(*Instant::parse("2024-04-06T15:59:59Z")), 39600);
    EXPECT_EQ(sydney->offset_seconds(*Instant::parse("2024-04-06T16:00:00Z")), 36000);
    EXPECT_EQ(sydney->offset_seconds(*Instant::parse("2024-10-05T16:00:00Z")), 39600);
    // The last Sunday of March and October (operator 7), as in Europe.
    const auto berlin = EspiClock::parse("3600", "3600", "3E0E2000", "AE0E3000");
    ASSERT_TRUE(berlin);
    EXPECT_EQ(berlin->offset_seconds(*Instant::parse("2024-03-31T00:59:59Z")), 3600);
    EXPECT_EQ(berlin->offset_seconds(*Instant::parse("2024-03-31T01:00:00Z")), 7200);
    EXPECT_EQ(berlin->offset_seconds(*Instant::parse("2024-10-27T01:00:00Z")), 3600);
    EXPECT_EQ(EspiClock::parse("3600", "3600", "FFFFFFFF", "FFFFFFFF")
                  ->offset_seconds(*Instant::parse("2024-07-01T00:00:00Z")),
              3600);
    EXPECT_FALSE(EspiClock::parse("", "", "", ""));
    EXPECT_FALSE(EspiClock::parse("3600", "3600", "060E2000", "AE0E3000"));  // month 0
    EXPECT_FALSE(EspiClock::parse("3600", "3600", "3E0E2000", "AE0E3000x"));
    EXPECT_FALSE(EspiClock::parse("3600", "", "3E0E2000", "AE0E3000"));
}

}  // namespace
}  // namespace bw::meter

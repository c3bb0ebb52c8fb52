// What was imported is read as columns, as of any cut, before months are closed and after.
#include "base/random.h"
#include "flow/meter/world_test.h"
#include "testing/property.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace bw::meter {
namespace {

using bw::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MeterReader : public ::testing::TestWithParam<testing::StoreKind> {};
ON_BOTH_STORES(MeterReader);

TEST_P(MeterReader, WhatIsImportedIsRead) {
    World w(GetParam());
    const auto report = w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "0.5") +
                                 row("P1", "2024-03-01T00:30Z", "0.25", "estimated") +
                                 row("P2", "2024-03-02T00:00Z", "7"));
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->batch, Batch{1});
    EXPECT_EQ(report->format, Format::IntervalCsv);
    EXPECT_EQ(report->received, 3);
    EXPECT_EQ(report->accepted, 3);
    EXPECT_EQ(report->values, 3);
    EXPECT_EQ(report->lines, 4);
    const Usage usage = w.read(1, {kMarch.from, at("2024-03-01T02:00:00Z")});
    ASSERT_EQ(usage.intervals.size(), 1U);
    const auto& column = usage.intervals[0];
    EXPECT_EQ(column.channel, "import");
    EXPECT_EQ(column.unit, "kWh");
    EXPECT_EQ(column.scale, 2);
    EXPECT_EQ(column.start, kMarch.from);
    EXPECT_THAT(column.values, ElementsAre(50, 25, kMissing, kMissing));
    EXPECT_THAT(column.qualities, ElementsAre(Quality::Actual, Quality::Estimated, Quality::Missing,
                                              Quality::Missing));
    ASSERT_EQ(column.sources.size(), 1U);
    EXPECT_EQ(column.sources[0].batch, Batch{1});
    EXPECT_NE(column.sources[0].block_hash, 0U);
    EXPECT_TRUE(w.read(3, kMarch).intervals.empty());
    EXPECT_TRUE(w.read(1, {kMarch.to, at("2024-05-01T00:00:00Z")}).intervals.empty());
}

// At nine decimals, whatever the scale: it is that of all that was read.
std::vector<std::int64_t> exact(const IntervalColumn& column) {
    std::vector<std::int64_t> values = column.values;
    for (auto& value : values)
        for (int place = column.scale; place < 9 && value != kMissing; ++place) value *= 10;
    return values;
}

TEST_P(MeterReader, MonthsReadAtOnceAreTheMonthsReadOneByOne) {
    World w(GetParam());
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-02-29T23:30Z", "1") +
                         row("P1", "2024-03-01T00:00Z", "0.5", "estimated") +
                         row("P1", "2024-03-31T23:30Z", "0.25") +
                         row("P1", "2024-05-01T00:00Z", "2")));
    const Span whole{at("2024-02-01T00:00:00Z"), at("2024-06-01T00:00:00Z")};
    const Usage all = w.read(1, whole);
    int with_values = 0;
    for (const auto& [from, to] : {std::pair("2024-02-01", "2024-03-01"),
                                   {"2024-03-01", "2024-04-01"},
                                   {"2024-04-01", "2024-05-01"},
                                   {"2024-05-01", "2024-06-01"},
                                   {"2024-02-29", "2024-03-02"}}) {
        const Span span{at(std::string(from) + "T00:00:00Z"), at(std::string(to) + "T00:00:00Z")};
        const Usage cut = intervals_in(all, span), read = w.read(1, span);
        ASSERT_EQ(cut.intervals.size(), read.intervals.size()) << from;
        for (std::size_t i = 0; i < cut.intervals.size(); ++i) {
            EXPECT_EQ(cut.intervals[i].start, read.intervals[i].start) << from;
            EXPECT_EQ(cut.intervals[i].qualities, read.intervals[i].qualities) << from;
            EXPECT_EQ(exact(cut.intervals[i]), exact(read.intervals[i])) << from;
            ++with_values;
        }
    }
    EXPECT_EQ(with_values, 4);  // nobody measured anything in April
}

TEST_P(MeterReader, LaterBatchSupersedesAndOlderCutsStillReadRight) {
    World w(GetParam());
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1", "estimated") +
                         row("P1", "2024-03-01T00:30Z", "2")));
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1.5", "final")));
    const Span hour{kMarch.from, at("2024-03-01T01:00:00Z")};
    const auto now = w.read(1, hour);
    EXPECT_THAT(now.intervals[0].values, ElementsAre(15, 20));
    EXPECT_THAT(now.intervals[0].qualities, ElementsAre(Quality::Final, Quality::Actual));
    EXPECT_EQ(now.intervals[0].sources.size(), 2U);
    const auto then = w.read(1, hour, Batch{1});
    EXPECT_THAT(then.intervals[0].values, ElementsAre(1, 2));
    EXPECT_EQ(then.intervals[0].sources.size(), 1U);
}

TEST_P(MeterReader, TouchedNamesThePointsOfTheBatchesAndSpan) {
    World w(GetParam());
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1")));
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P2", "2024-03-31T23:30Z", "1") +
                         row("P1", "2024-04-01T00:00Z", "1")));
    const auto reader = w.reader();
    EXPECT_THAT(w.touched(Batch{0}, Batch{2}, kMarch),
                ElementsAre(ServicePointId{1}, ServicePointId{2}));
    EXPECT_THAT(w.touched(Batch{1}, Batch{2}, kMarch), ElementsAre(ServicePointId{2}));
    EXPECT_THAT(w.touched(Batch{2}, Batch{2}, kMarch), IsEmpty());
    EXPECT_TRUE(*reader.is_touched(ServicePointId{2}, Batch{1}, Batch{2}, kMarch));
    EXPECT_FALSE(*reader.is_touched(ServicePointId{1}, Batch{1}, Batch{2}, kMarch));
}

TEST_P(MeterReader, RegistersComeWithNeighbours) {
    World w(GetParam());
    const std::string header = "service_point,channel,unit,time,read,quality,digits\n";
    ASSERT_TRUE(w.import(header + "P1,water,m3,2023-01-10T00:00Z,100.5,actual,5\n"
                                  "P1,water,m3,2023-12-31T23:00Z,220,actual,5\n"
                                  "P1,water,m3,2024-03-02T00:00Z,251.25,customer,5\n"
                                  "P1,water,m3,2024-12-31T23:00Z,400,actual,5\n"
                                  "P1,water,m3,2025-01-31T23:00Z,410,actual,5\n"));
    const auto usage = w.read(1, kMarch);
    ASSERT_EQ(usage.registers.size(), 1U);
    const auto& column = usage.registers[0];
    EXPECT_EQ(column.digits, 5);
    EXPECT_EQ(column.scale, 2);
    EXPECT_THAT(column.reads, ElementsAre(22000, 25125, 40000));
    EXPECT_EQ(column.qualities[1], Quality::Customer);
    // A read far away that is no neighbour does not touch March; one in between does.
    ASSERT_TRUE(w.import(header + "P1,water,m3,2025-01-15T23:00Z,405,actual,5\n"));
    EXPECT_THAT(w.touched(Batch{1}, Batch{2}, kMarch), IsEmpty());
    ASSERT_TRUE(w.import(header + "P1,water,m3,2024-07-01T23:00Z,300,actual,5\n"));
    EXPECT_THAT(w.touched(Batch{2}, Batch{3}, kMarch), ElementsAre(ServicePointId{1}));
}

TEST_P(MeterReader, FilesThatTellDigitsAndSuchThatDoNotAreOfOneCounter) {
    World w(GetParam());
    ASSERT_TRUE(w.import("service_point,channel,unit,time,read,quality\n"
                         "P1,water,m3,2024-03-01T00:00Z,100,actual\n"
                         "P1,water,m3,2024-03-20T00:00Z,120,actual\n"));
    ASSERT_TRUE(w.import("service_point,channel,unit,time,read,quality,digits\n"
                         "P1,water,m3,2024-03-20T00:00Z,125,actual,5\n"
                         "P1,water,m3,2024-03-31T00:00Z,130,actual,5\n"));
    const auto usage = w.read(1, kMarch);
    ASSERT_EQ(usage.registers.size(), 1U);
    EXPECT_EQ(usage.registers[0].digits, 5);
    EXPECT_THAT(usage.registers[0].reads, ElementsAre(100, 125, 130));  // the later batch
}

TEST_P(MeterReader, UsesOfMonthsAreCountersThatNobodySaw) {
    World w(GetParam());
    constexpr std::string_view kHead = "service_point,channel,unit,start,end,value,quality\n";
    ASSERT_TRUE(w.import(std::string(kHead) +
                         "P1,water,m3,2024-01-01T00:00Z,2024-02-01T00:00Z,10.5,actual\n"
                         "P1,water,m3,2024-02-01T00:00Z,2024-03-01T00:00Z,9,estimated\n"
                         "P1,water,m3,2024-03-01T00:00Z,2024-04-01T00:00Z,11,actual\n"
                         "P1,water,m3,2024-05-01T00:00Z,2024-06-01T00:00Z,7,actual\n"
                         "P9,water,m3,2024-01-01T00:00Z,2024-03-01T00:00Z,5,actual\n"));
    const auto march = w.read(1, kMarch).registers;
    ASSERT_EQ(march.size(), 1U);
    EXPECT_TRUE(march[0].is_use);
    EXPECT_THAT(march[0].times, ElementsAre(at("2024-02-01T00:00:00Z"), at("2024-03-01T00:00:00Z"),
                                            at("2024-04-01T00:00:00Z")));
    EXPECT_EQ(march[0].scale, 1);
    EXPECT_THAT(march[0].reads, ElementsAre(0, 90, 200));
    EXPECT_THAT(march[0].qualities,
                ElementsAre(Quality::Estimated, Quality::Estimated, Quality::Actual));
    // Corrected as two halves: the whole month does not stand beside them.
    ASSERT_TRUE(w.import(std::string(kHead) +
                         "P1,water,m3,2024-03-01T00:00Z,2024-03-15T00:00Z,4,actual\n"
                         "P1,water,m3,2024-03-15T00:00Z,2024-04-01T00:00Z,5,actual\n"));
    const auto halves = w.read(1, kMarch).registers;
    ASSERT_EQ(halves.size(), 1U);
    EXPECT_THAT(halves[0].reads, ElementsAre(0, 90, 130, 180));
    EXPECT_THAT(halves[0].sources.size(), 2U);
    EXPECT_TRUE(*w.reader().is_touched(ServicePointId{1}, Batch{1}, Batch{2}, kMarch));
    EXPECT_FALSE(*w.reader().is_touched(ServicePointId{1}, Batch{1}, Batch{2},
                                        {at("2024-05-01T00:00:00Z"), at("2024-06-01T00:00:00Z")}));
    ASSERT_TRUE(close_period(w.context, LocalDate::of(2024, 3, 1), Batch{2}));
    EXPECT_THAT(w.read(1, kMarch).registers.at(0).reads, ElementsAre(0, 90, 130, 180));
    w.points.known["P9"] = ServicePointId{9};
    ASSERT_EQ(adopt_pending(w.context)->values, 1);
    EXPECT_THAT(w.read(9, kMarch).registers.at(0).reads, ElementsAre(0, 5));
}

TEST_P(MeterReader, UsesThatFillTheTimeBetweenTwoReadsStandInstead) {
    World w(GetParam());
    ASSERT_TRUE(w.import("service_point,channel,unit,time,read\n"
                         "P1,import,m3,2024-02-01T00:00Z,1\nP1,import,m3,2024-03-01T00:00Z,2\n"
                         "P1,import,m3,2024-04-01T00:00Z,90\nP1,import,m3,2024-04-20T00:00Z,91\n"));
    ASSERT_TRUE(w.import("service_point,channel,unit,start,end,value\n"
                         "P1,import,m3,2024-03-01T00:00Z,2024-03-20T00:00Z,3\n"));
    EXPECT_EQ(w.read(1, kMarch).registers.size(), 2U);  // it leaves some of the time open
    ASSERT_TRUE(w.import("service_point,channel,unit,start,end,value\n"
                         "P1,import,m3,2024-03-20T00:00Z,2024-04-01T00:00Z,4\n"));
    const auto registers = w.read(1, kMarch).registers;
    ASSERT_EQ(registers.size(), 3U);
    EXPECT_THAT(registers[0].reads, ElementsAre(1, 2));
    EXPECT_THAT(registers[1].reads, ElementsAre(90));
    EXPECT_TRUE(registers[2].is_use);
}

TEST_P(MeterReader, WhatIsReadAfterTheEndOfAMonthWasMeasuredSaysNothingOfIt) {
    World w(GetParam());
    const auto bring = [&](std::string_view time, int read) {
        ASSERT_TRUE(w.import(
            fmt::format("service_point,channel,unit,time,read\nP1,import,m3,{},{}\n", time, read)));
    };
    const auto reads = [&] { return w.read(1, kMarch).registers.at(0).reads; };
    bring("2024-02-01T00:00Z", 1);
    bring("2024-03-01T00:00Z", 2);
    bring("2024-03-30T00:00Z", 3);
    bring("2024-04-20T00:00Z", 5);
    EXPECT_THAT(reads(), ElementsAre(1, 2, 3, 5)) << "the month may end between the last two";
    bring("2024-04-03T00:00Z", 4);
    EXPECT_THAT(reads(), ElementsAre(1, 2, 3, 4));
    const auto is_touched = [&](int batch) {
        return *w.reader().is_touched(ServicePointId{1}, Batch{batch - 1}, Batch{batch}, kMarch);
    };
    EXPECT_TRUE(is_touched(5));
    EXPECT_FALSE(is_touched(4)) << "no longer";
    bring("2024-04-02T00:00Z", 4);
    EXPECT_TRUE(is_touched(6)) << "as near to the end as a read that stands for it";
}

TEST_P(MeterReader, NeighboursGoOnToTheNextMeasuredRead) {
    World w(GetParam());
    const std::string header = "service_point,channel,unit,time,read,quality\n";
    ASSERT_TRUE(w.import(header + "P1,water,m3,2023-10-01T00:00Z,1,actual\n"
                                  "P1,water,m3,2023-11-01T00:00Z,2,actual\n"
                                  "P1,water,m3,2023-12-01T00:00Z,3,estimated\n"
                                  "P1,water,m3,2024-03-02T00:00Z,4,actual\n"
                                  "P1,water,m3,2024-05-01T00:00Z,5,customer\n"
                                  "P1,water,m3,2024-06-01T00:00Z,6,estimated\n"
                                  "P1,water,m3,2024-07-01T00:00Z,7,final\n"
                                  "P1,water,m3,2024-08-01T00:00Z,8,actual\n"));
    const auto usage = w.read(1, kMarch);
    ASSERT_EQ(usage.registers.size(), 1U);
    EXPECT_THAT(usage.registers[0].reads, ElementsAre(2, 3, 4, 5, 6, 7));
    // So the measured read that decides on the estimates of March touches March.
    ASSERT_TRUE(w.import(header + "P1,water,m3,2024-06-15T00:00Z,6,actual\n"));
    EXPECT_THAT(w.touched(Batch{1}, Batch{2}, kMarch), ElementsAre(ServicePointId{1}));
}

TEST_P(MeterReader, CallsAreUniqueByRecordId) {
    World w(GetParam());
    const std::string header = "record_id,service_point,kind,start,seconds,bytes,destination\n";
    ASSERT_TRUE(w.import(header + "a,P1,voice,2024-03-05T10:00:00Z,61,0,+49 30 1234\n"
                                  "b,P1,data,2024-03-04T10:00:00Z,600,123456,web\n"
                                  "c,P1,message,2024-03-06T10:00:00Z,,,+4915\n"));
    const auto again = w.import(header + "a,P1,voice,2024-03-05T10:00:00Z,59,0,+49301234\n");
    ASSERT_TRUE(again);
    const auto events = w.read(1, kMarch).events;
    EXPECT_THAT(events.record_ids, ElementsAre("b", "a", "c"));
    EXPECT_THAT(events.seconds, ElementsAre(600, 59, 0));
    EXPECT_THAT(events.bytes, ElementsAre(123456, 0, 0));
    EXPECT_THAT(events.destinations, ElementsAre("web", "+49301234", "+4915"));
    EXPECT_EQ(events.sources.size(), 2U);
}

TEST_P(MeterReader, ChangedIntervalLengthNeverCountsTwice) {
    World w(GetParam());
    ASSERT_TRUE(w.import(std::string(kHeader) +
                         row("P1", "2024-03-01T00:00Z", "1", "actual", "15") +
                         row("P1", "2024-03-01T00:15Z", "2", "actual", "15") +
                         row("P1", "2024-03-01T00:30Z", "3", "actual", "15") +
                         row("P1", "2024-03-01T00:45Z", "4", "actual", "15")));
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T00:30Z", "70") +
                         row("P1", "2024-03-01T01:00Z", "80")));
    const auto usage = w.read(1, {kMarch.from, at("2024-03-01T02:00:00Z")});
    ASSERT_EQ(usage.intervals.size(), 2U);
    EXPECT_EQ(usage.intervals[0].step_seconds, 900);
    EXPECT_THAT(usage.intervals[0].values, ElementsAre(1, 2));
    EXPECT_EQ(usage.intervals[1].step_seconds, 1800);
    EXPECT_EQ(usage.intervals[1].start, at("2024-03-01T00:30:00Z"));
    EXPECT_THAT(usage.intervals[1].values, ElementsAre(70, 80));
    // And back: quarter hours of a third batch cover the half hour.
    ASSERT_TRUE(
        w.import(std::string(kHeader) + row("P1", "2024-03-01T00:45Z", "9", "actual", "15")));
    const auto back = w.read(1, {kMarch.from, at("2024-03-01T02:00:00Z")});
    ASSERT_EQ(back.intervals.size(), 3U);
    EXPECT_THAT(back.intervals[1].values, ElementsAre(9));
    EXPECT_THAT(back.intervals[2].values, ElementsAre(80));
}

std::string overlap_words(const Usage& usage) {
    std::string out;
    for (const auto& o : usage.overlaps)
        out += fmt::format("{} of {} from {} {} {}\n", o.intervals, o.hidden.to_string(),
                           o.span.from.to_string(), o.is_correction ? "corrected to" : "crossed by",
                           o.standing.to_string());
    return out;
}

TEST_P(MeterReader, LengthsThatSayTheSameDoNotContradict) {
    World w(GetParam());
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "3") +
                         row("P1", "2024-03-01T00:30Z", "5")));
    EXPECT_FALSE(*w.reader().is_mixed(ServicePointId{1}, kMarch));
    ASSERT_TRUE(w.import(std::string(kHeader) +
                         row("P1", "2024-03-01T00:00Z", "1", "actual", "15") +
                         row("P1", "2024-03-01T00:15Z", "2", "actual", "15")));
    EXPECT_TRUE(*w.reader().is_mixed(ServicePointId{1}, kMarch));
    EXPECT_EQ(overlap_words(w.read(1, kMarch)), "");
    // A whole hour of the same sum; what nobody measured contradicts nothing.
    ASSERT_TRUE(
        w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "8", "actual", "60")));
    EXPECT_EQ(overlap_words(w.read(1, kMarch)), "");
    ASSERT_TRUE(
        w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "9", "estimated", "120")));
    EXPECT_EQ(overlap_words(w.read(1, kMarch)), "");
}

TEST_P(MeterReader, LengthsThatSayOtherThingsAreTold) {
    World w(GetParam());
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1") +
                         row("P1", "2024-03-01T00:30Z", "2") +
                         row("P1", "2024-03-01T02:00Z", "4")));
    ASSERT_TRUE(
        w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "7", "actual", "60")));
    EXPECT_EQ(overlap_words(w.read(1, kMarch)),
              "2 of 3 from 2024-03-01T00:00:00Z corrected to 7\n");
    EXPECT_EQ(overlap_words(w.read(1, {at("2024-03-01T01:00:00Z"), kMarch.to})), "");
    // Begun a quarter of an hour later.
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T02:15Z", "4")));
    EXPECT_EQ(overlap_words(w.read(1, {at("2024-03-01T01:00:00Z"), kMarch.to})),
              "1 of 4 from 2024-03-01T02:00:00Z crossed by 4\n");
}

TEST_P(MeterReader, WhatLiesBehindAnInstantIsFoundInAnyMonth) {
    World w(GetParam());
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1")));
    const ServicePointId point{1};
    EXPECT_EQ(*w.reader().end_behind(point, at("2024-03-01T00:30:00Z")), std::nullopt);
    EXPECT_EQ(*w.reader().end_behind(point, at("2024-03-01T00:00:00Z")),
              at("2024-03-01T00:30:00Z"));
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2025-11-01T00:00Z", "1")));
    EXPECT_EQ(*w.reader().end_behind(point, at("2024-05-01T00:00:00Z")),
              at("2025-11-01T00:30:00Z"));
    EXPECT_EQ(*w.reader().end_behind(ServicePointId{2}, at("2024-05-01T00:00:00Z")), std::nullopt);
}

bool same(const Usage& a, const Usage& b) {
    const auto key = [](const Usage& u) {
        std::string out;
        for (const auto& c : u.intervals) {
            out += fmt::format("{} {} {} {} {}:", c.channel, c.unit, c.scale, c.start.us,
                               c.step_seconds);
            for (std::size_t i = 0; i < c.values.size(); ++i) {
                out += fmt::format("{}{},", c.values[i], static_cast<int>(c.qualities[i]));
            }
            for (const auto& s : c.sources)
                out += fmt::format(" {}/{}", s.batch.value, s.block_hash);
        }
        for (const auto& s : u.events.sources)
            out += fmt::format(" {}/{}", s.batch.value, s.block_hash);
        for (const auto& id : u.events.record_ids) out += id;
        out += overlap_words(u);
        return out;
    };
    return key(a) == key(b);
}

TEST_P(MeterReader, ClosingChangesNothingForAnyCut) {
    bw::testing::check_property(
        [] {
            Random random(*bw::testing::any<std::uint64_t>());
            World w(GetParam());
            std::vector<Usage> before;
            const auto import_one = [&](std::int64_t i) {
                std::string text(kHeader);
                for (int n = 0; n < 12; ++n) {
                    const auto start =
                        Instant{kMarch.from.us + random.between(-20, 40) * 1'800'000'000};
                    text += row(random.chance(1, 2) ? "P1" : "P2", start.to_string(),
                                fmt::format("{}.{}", i, random.between(0, 99)));
                }
                RC_ASSERT(w.import(text).has_value());
            };
            const auto read_all = [&](Batch cut) {
                return w.read(1, {Instant{kMarch.from.us - 36'000'000'000}, kMarch.to}, cut);
            };
            before.push_back(read_all(Batch{0}));
            const std::int64_t batches = 6;
            for (std::int64_t i = 1; i <= batches; ++i) {
                import_one(i);
                before.push_back(read_all(Batch{i}));
                if (random.chance(1, 3)) {
                    const auto closed =
                        close_period(w.context, LocalDate::of(2024, 3, 9), Batch{i});
                    const bool is_fine = closed || closed.error().code == Code::NotFound;
                    RC_ASSERT(is_fine);
                }
            }
            for (std::int64_t i = 0; i <= batches; ++i) {
                RC_ASSERT(same(before[static_cast<std::size_t>(i)], read_all(Batch{i})));
            }
        },
        8);
}

TEST_P(MeterReader, GenerationsCountAndRefuseNonsense) {
    World w(GetParam());
    const auto march = LocalDate::of(2024, 3, 1);
    EXPECT_EQ(close_period(w.context, march, Batch{0}).error().code, Code::NotFound);
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1")));
    EXPECT_EQ(close_period(w.context, march, Batch{2}).error().code, Code::Conflict);
    const auto first = close_period(w.context, march, Batch{1});
    ASSERT_TRUE(first) << first.error().message();
    EXPECT_EQ(first->generation, 1);
    EXPECT_EQ(first->values, 1);
    EXPECT_EQ(close_period(w.context, march, Batch{1}).error().code, Code::Duplicate);
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T00:30Z", "1")));
    EXPECT_EQ(close_period(w.context, march, Batch{2})->generation, 2);
    EXPECT_EQ(close_period(w.context, march, Batch{1}).error().code, Code::Conflict);
    EXPECT_EQ(w.files(), 4U);
    EXPECT_EQ(sweep_unfinished(w.context), 0);
}

TEST_P(MeterReader, ManyThreadsReadAtOnce) {
    World w(GetParam());
    for (int day = 1; day <= 5; ++day) {
        std::string text(kHeader);
        for (int point = 1; point <= 2; ++point) {
            text += row(fmt::format("P{}", point), fmt::format("2024-03-{:02}T00:00Z", day),
                        fmt::format("{}", point * 100 + day));
        }
        ASSERT_TRUE(w.import(text));
    }
    const Reader reader = w.reader();
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&reader, &right, i] {
                for (int n = 0; n < 25; ++n) {
                    const std::int64_t point = 1 + (i + n) % 2;
                    const auto usage = reader.read(ServicePointId{point}, kMarch);
                    const auto& values = usage->intervals.at(0).values;
                    right +=
                        values[0] == point * 100 + 1 && values[48 * 4] == point * 100 + 5 ? 1 : 0;
                }
            });
        }
    }
    EXPECT_EQ(right, 100);
}

}  // namespace
}  // namespace bw::meter

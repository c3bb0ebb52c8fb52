// Import, read, close, adopt: over a real store and real files in a temporary folder.
#include "base/random.h"
#include "flow/meter/formats/parts/collect_test.h"
#include "flow/meter/import.h"
#include "flow/meter/scratch_folder.h"
#include "flow/meter/segment_claim.h"
#include "flow/meter/verify.h"
#include "platform/crypto/sha256.h"
#include "platform/store/batch.h"
#include "platform/store/keys.h"
#include "testing/child.h"
#include "testing/property.h"
#include "testing/stores.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <atomic>
#include <fstream>
#include <map>
#include <thread>

namespace bw::meter {
namespace {

using bw::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr TenantId kTenant{1};

class Points final : public ServicePoints {
public:
    std::optional<ServicePointId> find(std::string_view code) override {
        const auto found = known.find(code);
        if (found == known.end()) return std::nullopt;
        return found->second;
    }
    std::map<std::string, ServicePointId, std::less<>> known;
};

class TextSource final : public ByteSource {
public:
    explicit TextSource(std::string text) : text_(std::move(text)) {}
    Result<std::size_t> read(std::span<char> out) override {
        const std::size_t count = std::min(out.size(), text_.size() - at_);
        std::copy_n(text_.data() + at_, count, out.data());
        at_ += count;
        return count;
    }

private:
    std::string text_;
    std::size_t at_ = 0;
};

std::vector<store::Migration> migrations() {
    return store::all_of({store::platform_schema(), schema()});
}

struct World {
    TempDir folder;
    testing::TestStore store;
    std::unique_ptr<store::Database> database;
    Points points;
    FixedClock clock{*Instant::parse("2024-05-01T00:00:00Z")};
    faults::Faults faults;
    ImportContext context;

    explicit World(testing::StoreKind kind = testing::StoreKind::Sqlite)
        : store(kind), database(open()),
          context{
              *database, folder.path() / "usage", folder.path() / "scratch", points, clock, kTenant,
              &faults} {
        points.known["P1"] = ServicePointId{1};
        points.known["P2"] = ServicePointId{2};
    }
    std::unique_ptr<store::Database> open() const {
        auto opened = store::open(store.location());
        EXPECT_TRUE(opened);
        EXPECT_TRUE(store::migrate(**opened, migrations()));
        return *std::move(opened);
    }
    Result<ImportReport> import(const std::string& text, const ImportOptions& options = {},
                                std::string_view name = "file.csv") {
        TextSource source(text);
        return import_source(context, source, name, options);
    }
    Batch cut() { return store::current_cut(*database->begin(store::Access::Read), kTenant); }
    Reader reader(std::optional<Batch> as_of = {}) {
        auto opened = Reader::open(*database->begin(store::Access::Read), context.folder, kTenant,
                                   AsOf{as_of.value_or(cut())});
        EXPECT_TRUE(opened);
        return *std::move(opened);
    }
    Usage read(std::int64_t point, Span span, std::optional<Batch> as_of = {}) {
        auto usage = reader(as_of).read(ServicePointId{point}, span);
        EXPECT_TRUE(usage) << usage.error().message();
        return *std::move(usage);
    }
    std::int64_t count(std::string_view sql) {
        return database->begin(store::Access::Read)->integer(sql).value_or(-1);
    }
    std::size_t files() const {
        std::size_t n = 0;
        if (!std::filesystem::exists(context.folder)) return 0;
        for (const auto& file : std::filesystem::directory_iterator(context.folder))
            n += file.exists() ? 1 : 0;
        return n;
    }
};

Instant at(std::string_view text) { return *Instant::parse(text); }
const Span kMarch{at("2024-03-01T00:00:00Z"), at("2024-04-01T00:00:00Z")};

constexpr std::string_view kHeader = "service_point,channel,unit,start,minutes,value,quality\n";
std::string row(std::string_view point, std::string_view start, std::string_view value,
                std::string_view quality = "actual", std::string_view minutes = "30",
                std::string_view channel = "import") {
    return fmt::format("{},{},kWh,{},{},{},{}\n", point, channel, start, minutes, value, quality);
}

class MeterImport : public ::testing::TestWithParam<testing::StoreKind> {};
class MeterPeriod : public MeterImport {};
ON_BOTH_STORES(MeterImport);
ON_BOTH_STORES(MeterPeriod);

TEST_P(MeterImport, KeysObeyTheirFamilies) {
    const testing::TestStore store(GetParam());
    EXPECT_THAT(store::check_schema(store.location(), migrations()), IsEmpty());
}

TEST_P(MeterImport, WhatIsImportedIsRead) {
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

TEST_P(MeterImport, SameContentTwiceAddsNothing) {
    World w(GetParam());
    const std::string text = std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "0.5");
    ASSERT_TRUE(w.import(text));
    const auto again = w.import(text, {}, "other-name.csv");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Code::Duplicate);
    EXPECT_THAT(again.error().text, HasSubstr("as batch 1"));
    EXPECT_EQ(w.cut(), Batch{1});
    EXPECT_EQ(w.files(), 1U);
    EXPECT_EQ(w.read(1, kMarch).intervals.size(), 1U);
}

TEST_P(MeterImport, SameContentReadAnotherWayIsNew) {
    World w(GetParam());
    const std::string text =
        "service_point,unit,start,minutes,value\nP1,kWh,2024-03-01T00:00,30,1\n";
    EXPECT_EQ(w.import(text).error().code, Code::Refused);  // no zone
    EXPECT_EQ(w.import(text, {.settings = {"zone=UTC"}})->accepted, 1);
    EXPECT_EQ(w.import(text, {.settings = {"zone=UTC"}}).error().code, Code::Duplicate);
    EXPECT_THAT(w.import(text, {.settings = {"colour=red"}}).error().text,
                HasSubstr("a setting is"));
    const auto mapping = parse_mapping("format: interval-csv\nzone: UTC+10:00\n", "m.yaml");
    EXPECT_EQ(w.import(text, {.mapping = *mapping})->accepted, 1);
    EXPECT_EQ(w.read(1, kMarch).intervals.at(0).sources.at(0).batch, Batch{1});
}

TEST_P(MeterImport, RejectsAreRowsWithLineAndReason) {
    World w(GetParam());
    const auto report = w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "0.5") +
                                 row("P1", "2024-03-01T00:30Z", "a lot") +
                                 row("P1", "2024-13-01T00:30Z", "1") + "P1,import\n");
    ASSERT_TRUE(report);
    EXPECT_EQ(report->received, 4);
    EXPECT_EQ(report->rejected, 3);
    ASSERT_EQ(report->rejects.size(), 3U);
    EXPECT_EQ(report->rejects[0].line, 3);
    EXPECT_EQ(report->rejects[0].excerpt, "a lot");
    std::vector<std::string> rows;
    w.database->begin(store::Access::Read)
        ->for_each("SELECT line, code FROM usage_reject WHERE tenant_id = 1 ORDER BY ordinal",
                   [&](const store::Row& r) {
                       rows.push_back(fmt::format("{} {}", r.integer(0), r.text(1)));
                   });
    EXPECT_THAT(rows, ElementsAre("3 value", "4 time", "5 structure"));
    EXPECT_EQ(w.count("SELECT received - accepted - rejected - pending FROM batch"), 0);
}

TEST_P(MeterImport, RefusedFileLeavesNothing) {
    World w(GetParam());
    const auto report = w.import("100,NEM12,202402030412,MDP1,RETAILER1\n"
                                 "200,P1,E1,1,E1,N1,SERIAL,kWh,720,\n300,20240301,1,2,A,,,,\n",
                                 {}, "cut.csv");
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, Code::Refused);
    EXPECT_EQ(report.error().subject, "cut.csv:3");
    EXPECT_EQ(w.cut(), Batch{0});
    EXPECT_EQ(w.files(), 0U);
    EXPECT_TRUE(std::filesystem::is_empty(w.context.scratch));
}

TEST_P(MeterImport, FileOfNothingButRejectsIsRefusedAndCanComeAgain) {
    World w(GetParam());
    const std::string text = std::string(kHeader) + row("P1", "2024-03-01 00:00", "1");
    const auto refused = w.import(text);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Refused);
    EXPECT_THAT(refused.error().text, HasSubstr("line 2: the time carries no offset"));
    EXPECT_EQ(w.cut(), Batch{0});
    ImportOptions options;
    options.mapping = default_mapping(Format::IntervalCsv);
    options.mapping->zone = *Zone::find("Europe/Berlin");
    EXPECT_TRUE(w.import(text, options));
}

TEST_P(MeterImport, TheSameContentReadInAnotherWayIsAnotherBatch) {
    World w(GetParam());
    const std::string text = std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1");
    ASSERT_TRUE(w.import(text));
    ImportOptions named;
    named.format = Format::IntervalCsv;  // what it shows by itself
    EXPECT_EQ(w.import(text, named).error().code, Code::Duplicate);
    ImportOptions told;
    told.mapping = default_mapping(Format::IntervalCsv);
    told.mapping->source = "format: interval-csv";
    EXPECT_EQ(w.import(text, told)->batch, Batch{2});
    EXPECT_EQ(w.import(text, told).error().code, Code::Duplicate);
    EXPECT_EQ(w.read(1, kMarch).intervals.at(0).values.at(0), 1);
}

TEST_P(MeterImport, LaterBatchSupersedesAndOlderCutsStillReadRight) {
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

TEST_P(MeterImport, UnknownServicePointsWaitAndAreAdopted) {
    World w(GetParam());
    const auto first =
        w.import(std::string(kHeader) + row("P9", "2024-03-01T00:00Z", "1") +
                 row("P9", "2024-03-01T00:30Z", "2") + row("P1", "2024-03-01T00:00Z", "3"));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->pending, 2);
    EXPECT_EQ(first->accepted, 1);
    EXPECT_THAT(first->unknown, ElementsAre("P9"));
    EXPECT_EQ(adopt_pending(w.context)->batch, Batch{});
    w.points.known["P9"] = ServicePointId{9};
    // From here on P9 is known: this later value must survive the adoption of the older ones.
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P9", "2024-03-01T00:30Z", "5")));
    EXPECT_THAT(w.read(9, {kMarch.from, at("2024-03-01T01:00:00Z")}).intervals[0].values,
                ElementsAre(kMissing, 5));
    const auto adopted = adopt_pending(w.context);
    ASSERT_TRUE(adopted) << adopted.error().message();
    EXPECT_EQ(adopted->batch, Batch{3});
    EXPECT_EQ(adopted->codes, 1);
    EXPECT_EQ(adopted->records, 2);
    EXPECT_EQ(adopted->values, 1);
    const auto usage = w.read(9, {kMarch.from, at("2024-03-01T01:00:00Z")});
    EXPECT_THAT(usage.intervals[0].values, ElementsAre(1, 5));
    EXPECT_EQ(adopt_pending(w.context)->batch, Batch{});
    EXPECT_THAT(*w.reader().touched(Batch{2}, Batch{3}, kMarch), ElementsAre(ServicePointId{9}));
}

TEST_P(MeterImport, TouchedNamesThePointsOfTheBatchesAndSpan) {
    World w(GetParam());
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1")));
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P2", "2024-03-31T23:30Z", "1") +
                         row("P1", "2024-04-01T00:00Z", "1")));
    const auto reader = w.reader();
    EXPECT_THAT(*reader.touched(Batch{0}, Batch{2}, kMarch),
                ElementsAre(ServicePointId{1}, ServicePointId{2}));
    EXPECT_THAT(*reader.touched(Batch{1}, Batch{2}, kMarch), ElementsAre(ServicePointId{2}));
    EXPECT_THAT(*reader.touched(Batch{2}, Batch{2}, kMarch), IsEmpty());
    EXPECT_TRUE(*reader.is_touched(ServicePointId{2}, Batch{1}, Batch{2}, kMarch));
    EXPECT_FALSE(*reader.is_touched(ServicePointId{1}, Batch{1}, Batch{2}, kMarch));
}

TEST_P(MeterImport, RegistersComeWithNeighbours) {
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
    EXPECT_THAT(*w.reader().touched(Batch{1}, Batch{2}, kMarch), IsEmpty());
    ASSERT_TRUE(w.import(header + "P1,water,m3,2024-07-01T23:00Z,300,actual,5\n"));
    EXPECT_THAT(*w.reader().touched(Batch{2}, Batch{3}, kMarch), ElementsAre(ServicePointId{1}));
}

TEST_P(MeterImport, FilesThatTellDigitsAndSuchThatDoNotAreOfOneCounter) {
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

TEST_P(MeterImport, UsesOfMonthsAreCountersThatNobodySaw) {
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

TEST_P(MeterImport, RepairsAreRowsWithTheirFirstLineAndCount) {
    World w(GetParam());
    const auto report = w.import("service_point,unit,start,end,value\n"
                                 "P1,kWh,2024-03-29T23:00Z,2024-03-30T23:00Z,24\n"
                                 "P1,kWh,2024-03-30T23:00Z,2024-03-31T22:00Z,23\n"
                                 "P2,kWh,2024-03-30T23:00Z,2024-03-31T22:00Z,46\n");
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->accepted, 3);
    ASSERT_EQ(report->repairs.size(), 1U);
    EXPECT_EQ(report->repairs[0].line, 3);
    EXPECT_EQ(report->repairs[0].records, 2);
    EXPECT_EQ(w.count("SELECT records FROM usage_repair WHERE line = 3 AND batch = 1"), 2);
    const auto columns = w.read(1, kMarch).intervals;  // a day, then the hours of a shorter one
    ASSERT_EQ(columns.size(), 2U);
    EXPECT_EQ(columns[1].values.size(), 23U);
}

TEST_P(MeterImport, NeighboursGoOnToTheNextMeasuredRead) {
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
    EXPECT_THAT(*w.reader().touched(Batch{1}, Batch{2}, kMarch), ElementsAre(ServicePointId{1}));
}

TEST_P(MeterImport, CallsAreUniqueByRecordId) {
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

TEST_P(MeterImport, ChangedIntervalLengthNeverCountsTwice) {
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
        return out;
    };
    return key(a) == key(b);
}

TEST_P(MeterPeriod, ClosingChangesNothingForAnyCut) {
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

TEST_P(MeterPeriod, GenerationsCountAndRefuseNonsense) {
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

TEST_P(MeterImport, OnlyTheUnfinishedIsSwept) {
    World w(GetParam());
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1")));
    const auto put = [&](std::string_view name) {
        std::ofstream(w.context.folder / name) << "half a file";
    };
    put("0123.arrivals");
    put("0123.arrivals.index");
    put("0123.arrivals.claim");
    put("4567.arrivals");  // somebody's facts, of another copy of the store perhaps
    put("notes.txt");
    EXPECT_EQ(sweep_unfinished(w.context), 1);
    EXPECT_EQ(w.files(), 3U);
    EXPECT_TRUE(std::filesystem::exists(w.context.folder / "4567.arrivals"));
    EXPECT_EQ(w.read(1, kMarch).intervals.size(), 1U);
}

TEST_P(MeterImport, SegmentsThatTheStoreDoesNotKnowAreNeverOverwritten) {
    World w(GetParam());
    const std::string text = std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1");
    const auto stem = crypto::hex(crypto::sha256(text).bytes).substr(0, 40);
    std::filesystem::create_directories(w.context.folder);
    std::ofstream(w.context.folder / (stem + ".arrivals")) << "of a newer store";
    ASSERT_TRUE(w.import(text));
    EXPECT_EQ(read_whole(w.context.folder / (stem + ".arrivals")), "of a newer store");
    EXPECT_EQ(w.read(1, kMarch).intervals.size(), 1U);
    EXPECT_EQ(w.import(text).error().code, Code::Duplicate);
    EXPECT_EQ(w.files(), 2U);
}

TEST_P(MeterImport, ScratchOfTheDeadIsSweptAndOfTheLivingIsNot) {
    World w(GetParam());
    const ScratchFolder alive(w.context.scratch);
    std::ofstream(alive.path() / "run0") << "in work";
    std::filesystem::create_directories(w.context.scratch / "import-dead");
    std::ofstream(w.context.scratch / "import-dead" / "run0") << "usage of somebody";
    std::filesystem::create_directories(w.context.scratch / "mine");
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1")));
    EXPECT_TRUE(std::filesystem::exists(alive.path() / "run0"));
    EXPECT_FALSE(std::filesystem::exists(w.context.scratch / "import-dead"));
    EXPECT_TRUE(std::filesystem::exists(w.context.scratch / "mine"));
}

TEST_P(MeterImport, VerifyFindsEveryFlippedByteAndForeignFile) {
    World w(GetParam());
    const std::string text = std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1") +
                             row("P9", "2024-04-01T00:00Z", "2") + row("P1", "x", "2");
    ASSERT_TRUE(w.import(text));
    ASSERT_TRUE(close_period(w.context, LocalDate::of(2024, 3, 1), Batch{1}));
    const auto verified = [&] {
        return verify(*w.database->begin(store::Access::Read), w.context.folder, kTenant, [] {});
    };
    EXPECT_THAT(verified().findings, IsEmpty());
    EXPECT_EQ(verified().segments, 2);
    for (const auto& file : blob::list(w.context.folder)) {
        const auto path = w.context.folder / file.name;
        const std::string whole = read_whole(path);
        for (std::size_t i = 0; i <= whole.size(); ++i) {  // the last one: a byte less
            std::string damaged = whole;
            if (i < whole.size()) damaged[i] = static_cast<char>(damaged[i] ^ 4);
            else damaged.pop_back();
            std::ofstream(path, std::ios::binary | std::ios::trunc) << damaged;
            const auto found = verified().findings;
            ASSERT_EQ(found.size(), 1U) << file.name << " byte " << i;
            ASSERT_THAT(found[0], HasSubstr("usage/" + file.name)) << i;
        }
        std::filesystem::remove(path);
        EXPECT_THAT(verified().findings, ElementsAre(HasSubstr("the file is missing")));
        std::ofstream(path, std::ios::binary) << whole;
    }
    std::ofstream(w.context.folder / "0123.arrivals") << "of a newer store";
    std::ofstream(w.context.folder / "4567.arrivals.claim") << "";
    std::ofstream(w.context.folder / "4567.arrivals") << "half of it";
    EXPECT_THAT(verified().findings, ElementsAre(HasSubstr("usage/0123.arrivals: no batch names")));
}

// Kills the process at each point an import passes; what another process finds is all or nothing.
TEST_P(MeterImport, KilledAnywhereItLeavesAllOrNothing) {
    const std::string text = std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1") +
                             row("P9", "2024-03-01T00:00Z", "2") +
                             row("P1", "2024-03-01T00:30Z", "x");
    for (const char* point :
         {"meter.segment.durable", "meter.import.before_commit", "store.commit.before",
          "store.commit.after", "meter.import.after_commit"}) {
        const TempDir home;
        World w(GetParam());
        w.database.reset();
        const auto ended = testing::in_child([&] {
            auto database = store::open(w.store.location(), &w.faults);
            ImportContext context{**database, w.context.folder, w.context.scratch, w.points,
                                  w.clock,    kTenant,          &w.faults};
            w.faults.kill_at(point, 1);
            TextSource source(text);
            const auto report = import_source(context, source, "file.csv", {});
            return report ? 0 : 1;
        });
        EXPECT_TRUE(ended.is_killed()) << point;
        w.database = w.open();
        ImportContext context{*w.database, w.context.folder, w.context.scratch,
                              w.points,    w.clock,          kTenant};
        TextSource source(text);  // the import sweeps first
        const auto again = import_source(context, source, "file.csv", {});
        const bool is_committed = !again;
        if (is_committed) {
            EXPECT_EQ(again.error().code, Code::Duplicate) << point;
        }
        EXPECT_EQ(w.count("SELECT count(*) FROM batch"), 1) << point;
        EXPECT_EQ(w.count("SELECT count(*) FROM usage_reject"), 1) << point;
        EXPECT_EQ(w.count("SELECT count(*) FROM usage_pending"), 1) << point;
        EXPECT_EQ(w.files(), 1U) << point;
        const auto reader = Reader::open(*w.database->begin(store::Access::Read), context.folder,
                                         kTenant, AsOf{Batch{1}});
        EXPECT_EQ(reader->read(ServicePointId{1}, kMarch)->intervals.size(), 1U) << point;
    }
}

TEST_P(MeterImport, ManyThreadsReadAtOnce) {
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

TEST_P(MeterImport, FileThatIsBeingImportedElsewhereIsLeftAlone) {
    World w(GetParam());
    const std::string text = std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1");
    const auto stem = crypto::hex(crypto::sha256(text).bytes).substr(0, 40);
    std::filesystem::create_directories(w.context.folder);
    {
        const auto theirs = SegmentClaim::take(w.context.folder, stem, "arrivals");
        ASSERT_TRUE(theirs);
        std::ofstream(theirs->path()) << "half of it";
        EXPECT_EQ(w.import(text).error().code, Code::Conflict);
        EXPECT_EQ(sweep_unfinished(w.context), 0);
    }
    EXPECT_EQ(sweep_unfinished(w.context), 1);  // they ended without a commit
    EXPECT_TRUE(w.import(text));
    EXPECT_EQ(w.files(), 1U);
}

TEST_P(MeterImport, GzipIsUnpackedAndACutOneRefused) {
    World w(GetParam());
    const std::string text = std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1");
    const auto path = w.folder.path() / "file.csv.gz";
    gzFile file = ::gzopen(path.c_str(), "wb");
    ASSERT_NE(file, nullptr);
    ::gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
    ::gzclose(file);
    const std::string packed = read_whole(path);
    for (std::size_t length = 2; length < packed.size(); length += 7) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << packed.substr(0, length);
        const auto report = import_file(w.context, path, {});
        ASSERT_FALSE(report) << length;
        EXPECT_EQ(report.error().code, Code::Refused) << length;
    }
    std::ofstream(path, std::ios::binary | std::ios::trunc) << packed;
    ASSERT_TRUE(import_file(w.context, path, {}));
    EXPECT_EQ(w.import(text).error().code, Code::Duplicate);  // the same content, unpacked
}

TEST_P(MeterImport, ManyRejectsAreBounded) {
    World w(GetParam());
    class Endless final : public ByteSource {
    public:
        Result<std::size_t> read(std::span<char> out) override {
            std::size_t at = 0;
            if (!begun_) at = kHeader.copy(out.data(), out.size());
            begun_ = true;
            while (at + 2 <= out.size()) at += std::string_view("x\n").copy(out.data() + at, 2);
            return at;
        }

    private:
        bool begun_ = false;
    } source;
    const auto report = import_source(w.context, source, "endless.csv", {.rejects_max = 100'000});
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().text, HasSubstr("more than 100000 records are wrong"));
    EXPECT_EQ(w.files(), 0U);
}

TEST_P(MeterImport, DamagedSegmentIsAnErrorNotANumber) {
    World w(GetParam());
    ASSERT_TRUE(w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1")));
    for (const auto& file : std::filesystem::directory_iterator(w.context.folder)) {
        std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(18);
        bytes.put('\x55');
    }
    const auto usage = w.reader().read(ServicePointId{1}, kMarch);
    ASSERT_FALSE(usage);
    EXPECT_EQ(usage.error().code, Code::Corrupt);
    EXPECT_THAT(usage.error().subject, HasSubstr(".arrivals"));
}

TEST_P(MeterImport, SharedNem12FilesAreKeptWhole) {
    const auto shared = shared_data();
    if (!shared) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    World w(GetParam());
    const auto report =
        import_file(w.context, *shared / "meters/nem12/Example_NEM12_ManyNMIs.csv.gz", {});
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->received, report->pending);
    EXPECT_EQ(report->rejected, 0);
    EXPECT_EQ(report->values, report->received * 288);
    w.points.known["nmi42"] = ServicePointId{42};
    ASSERT_EQ(adopt_pending(w.context)->codes, 1);
    const auto usage = w.read(42, {at("2019-12-31T14:00:00Z"), at("2020-01-01T14:00:00Z")});
    ASSERT_EQ(usage.intervals.size(), 2U);
    EXPECT_EQ(usage.intervals[0].channel, "E2");
    EXPECT_EQ(usage.intervals[1].channel, "import");
    EXPECT_EQ(std::ranges::count(usage.intervals[1].values, kMissing), 0);
    EXPECT_EQ(usage.intervals[1].values.size(), 288U);
}

TEST_P(MeterImport, SharedHomesAreKeptToTheLastValue) {
    const auto shared = shared_data();
    if (!shared) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    World w(GetParam());
    ImportOptions options;
    options.mapping =
        *parse_mapping("format: interval-csv\nzone: UTC+10:00\n"
                       "columns: {start: reading_datetime, value: general_supply_kwh}\n"
                       "constants: {service_point: P1, channel: import, unit: kWh, minutes: 30}\n",
                       "sgsc.yaml");
    const auto report =
        import_file(w.context, *shared / "meters/sgsc/customer-10006414.csv.gz", options);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->accepted, report->received);
    EXPECT_GT(report->values, 17'000);
    EXPECT_EQ(report->values + report->replaced, report->received);
    const auto size =
        std::filesystem::file_size(std::filesystem::directory_iterator(w.context.folder)->path());
    EXPECT_LT(size, static_cast<std::uintmax_t>(report->values) * 3);
}

}  // namespace
}  // namespace bw::meter

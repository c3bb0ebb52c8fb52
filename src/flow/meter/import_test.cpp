// What comes in: batches, rejects, repairs, readings that wait; over a real store and real files.
#include "flow/meter/formats/parts/collect_test.h"
#include "flow/meter/world_test.h"
#include "platform/crypto/sha256.h"
#include "platform/store/keys.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include <fstream>

namespace bw::meter {
namespace {

using bw::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MeterImport : public ::testing::TestWithParam<testing::StoreKind> {};
ON_BOTH_STORES(MeterImport);

TEST_P(MeterImport, KeysObeyTheirFamilies) {
    const testing::TestStore store(GetParam());
    EXPECT_THAT(store::check_schema(store.location(), migrations()), IsEmpty());
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

// It is the first of May 2024.
TEST_P(MeterImport, WhatHasNotComeYetIsToldAndWhatCannotBeRejected) {
    World w(GetParam());
    const auto report =
        w.import(std::string(kHeader) + row("P1", "2024-05-01T23:30Z", "1") +
                 row("P1", "2024-05-02T00:30Z", "1") + row("P1", "2026-04-30T00:00Z", "1") +
                 row("P1", "2031-01-01T00:00Z", "1"));
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->accepted, 3);
    ASSERT_EQ(report->rejects.size(), 1U);
    EXPECT_EQ(report->rejects[0].line, 5);
    EXPECT_EQ(report->rejects[0].reason, "2031-01-01T00:00:00Z is in the future: the clock of the "
                                         "meter or the zone is wrong");
    ASSERT_EQ(report->repairs.size(), 1U);
    EXPECT_EQ(report->repairs[0].line, 3);
    EXPECT_EQ(report->repairs[0].records, 2);
    EXPECT_THAT(report->repairs[0].what, HasSubstr("not come yet"));
    const auto read = w.import("service_point,channel,unit,time,read\n"
                               "P1,import,kWh,2035-01-01T00:00Z,7\n");
    EXPECT_THAT(read.error().text, HasSubstr("line 2: 2035-01-01T00:00:00Z is in the future"));
}

TEST_P(MeterImport, RowsThatLieOverOthersAreTold) {
    World w(GetParam());
    const auto report = w.import(std::string(kHeader) + row("P1", "2024-03-01T00:00Z", "1") +
                                 row("P1", "2024-03-01T00:30Z", "1") +
                                 row("P1", "2024-03-01T00:15Z", "1", "actual", "15") +
                                 row("P2", "2024-03-01T00:00Z", "1", "actual", "15"));
    ASSERT_TRUE(report) << report.error().message();
    ASSERT_EQ(report->repairs.size(), 1U);
    EXPECT_EQ(report->repairs[0].records, 1);
    EXPECT_THAT(report->repairs[0].what, HasSubstr("rows that lie over others"));
    EXPECT_EQ(w.read(1, kMarch).overlaps.size(), 1U);
    const auto uses = w.import("service_point,channel,unit,start,end,value\n"
                               "P1,import,m3,2024-03-01T00:00Z,2024-04-01T00:00Z,9\n"
                               "P1,import,m3,2024-03-20T00:00Z,2024-04-10T00:00Z,9\n"
                               "P2,import,m3,2024-03-20T00:00Z,2024-04-10T00:00Z,9\n");
    ASSERT_TRUE(uses) << uses.error().message();
    ASSERT_EQ(uses->repairs.size(), 1U);
    EXPECT_EQ(uses->repairs[0].records, 1);
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
    EXPECT_THAT(w.touched(Batch{2}, Batch{3}, kMarch), ElementsAre(ServicePointId{9}));
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

// What the demo writes is taken by the readers that importing uses: tariffs, issuers, readings,
// call records.
#include "apps/demo/cast.h"
#include "apps/demo/demo.h"
#include "books/catalog/parse.h"
#include "books/customers/customers.h"
#include "flow/meter/formats/detect.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace bw::demo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// Counts what a reader hands on.
class CountingSink final : public meter::RecordSink {
public:
    void interval(const meter::IntervalRun& run) override {
        points.insert(std::string(run.code));
        measures.insert(std::string(run.channel) + " " + std::string(run.unit));
        for (const auto quality : run.qualities) ++qualities[quality];
        ++days;
    }
    void register_read(const meter::RegisterRead& read) override {
        points.insert(std::string(read.code));
        measures.insert(std::string(read.channel) + " " + std::string(read.unit));
        ++reads;
    }
    void use(const meter::UseRecord&) override { ++unused; }
    void call(const meter::CallRecord& record) override {
        points.insert(std::string(record.code));
        ++kinds[record.kind];
        is_ids_unique &= ids.insert(std::string(record.record_id)).second;
    }
    void without_usage(std::int64_t) override { ++unused; }
    void reject(const meter::Reject& reject) override { rejects.push_back(reject.code); }
    void repair(std::int64_t, std::string_view) override { ++unused; }

    std::set<std::string> points, ids, measures;
    std::map<meter::Quality, int> qualities;
    std::map<meter::EventKind, int> kinds;
    int days = 0, reads = 0, unused = 0;
    bool is_ids_unique = true;
    std::vector<meter::RejectCode> rejects;
};

class DemoFiles : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<bw::testing::TempDir>();
        auto files = generate(folder_->path(), {});
        ASSERT_TRUE(files) << files.error().message();
        files_ = *std::move(files);
    }
    static void TearDownTestSuite() { folder_.reset(); }

    static std::string text(const std::string& path) {
        std::ifstream in(folder_->path() / path, std::ios::binary);
        std::ostringstream bytes;
        bytes << in.rdbuf();
        return bytes.str();
    }
    static CountingSink parse_usage(const std::string& path) {
        CountingSink sink;
        const std::string bytes = text(path);
        const auto format = meter::detect(std::string_view(bytes).substr(0, 64 << 10));
        EXPECT_TRUE(format) << path << ": " << format.error().message();
        if (!format) return sink;
        const auto parser = meter::make_parser(*format, meter::default_mapping(*format), sink);
        const auto fed = parser->feed(bytes);
        EXPECT_TRUE(fed) << path << ": " << fed.error().message();
        const auto finished = parser->finish();
        EXPECT_TRUE(finished) << path << ": " << finished.error().message();
        return sink;
    }

    static inline std::unique_ptr<bw::testing::TempDir> folder_;
    static inline std::vector<File> files_;
};

TEST_F(DemoFiles, EveryTariffTextParses) {
    std::set<std::string> plans, schedules, measures;
    std::size_t deck_rows = 0;
    for (const File& file : files_) {
        if (file.kind != FileKind::Catalog) continue;
        if (file.path.ends_with(".csv")) {
            const auto deck = catalog::parse_deck(text(file.path), file.path);
            ASSERT_TRUE(deck) << deck.error().message();
            deck_rows = deck->rows.size();
            continue;
        }
        const auto document = catalog::parse(text(file.path), file.path);
        ASSERT_TRUE(document) << document.error().message();
        for (const auto& plan : document->plans) plans.insert(plan.head.name);
        for (const auto& schedule : document->schedules) {
            schedules.insert(schedule.head.name);
            for (const auto& charge : schedule.charges)
                if (charge.kind == catalog::ChargeKind::Usage)
                    measures.insert(charge.of.channel + " " + charge.of.unit);
        }
    }
    EXPECT_THAT(plans,
                UnorderedElementsAre("AURORA-HOME", "AURORA-FLEX", "AURORA-WATER",
                                     "NORDLINK-MOBILE-S", "NORDLINK-MOBILE-L", "NORDLINK-FIBRE"));
    EXPECT_THAT(schedules, UnorderedElementsAre("AURORA-HOME", "AURORA-FLEX", "AURORA-WATER"));
    EXPECT_EQ(deck_rows, 59U);
    // What the tariffs count is what the files measure.
    std::set<std::string> measured =
        parse_usage("readings/2026-08/electricity-001.nem12.csv").measures;
    measured.merge(parse_usage("readings/2026-08/water.csv").measures);
    EXPECT_EQ(measures, measured);
}

TEST_F(DemoFiles, EveryIssuerParsesWithItsBankAccount) {
    std::vector<std::string> codes;
    for (const File& file : files_) {
        if (file.kind != FileKind::Issuer) continue;
        const auto issuer = customers::parse_issuer(text(file.path), file.path);
        ASSERT_TRUE(issuer) << issuer.error().message();
        codes.push_back(issuer->code);
        EXPECT_EQ(issuer->taxes, "DE");
    }
    EXPECT_THAT(codes, ElementsAre("AURORA", "AURORA", "NORDLINK", "NORDLINK"));
}

TEST_F(DemoFiles, ReadingsHaveTheirGapsAndAnUnknownPoint) {
    const CountingSink august = parse_usage("readings/2026-08/electricity-001.nem12.csv");
    EXPECT_THAT(august.rejects, IsEmpty());
    EXPECT_THAT(august.points, SizeIs(61));
    EXPECT_TRUE(august.points.contains(cast::kUnknownPoint));
    EXPECT_EQ(august.days, 61 * 32);
    EXPECT_GE(august.qualities.at(meter::Quality::Missing), 6);
    EXPECT_GE(august.qualities.at(meter::Quality::Estimated), 3 * 48);
    EXPECT_EQ(parse_usage("readings/2026-09/electricity-001.nem12.csv").days, 60 * 30);
    // In October one home has a day without readings, one meter is silent, and a new one begins on
    // the 16th.
    const CountingSink october = parse_usage("readings/2026-10/electricity-001.nem12.csv");
    EXPECT_THAT(october.points, SizeIs(60 - 1 + 1));
    EXPECT_EQ(october.days, 57 * 31 + 30 + 15 + 17);
    const CountingSink corrected =
        parse_usage("readings/2026-09/electricity-corrections.nem12.csv");
    EXPECT_EQ(corrected.days, 3);
    EXPECT_EQ(corrected.qualities.size(), 1U);
}

TEST_F(DemoFiles, WaterIsReadAtBothEndsOfTheFirstMonth) {
    const CountingSink august = parse_usage("readings/2026-08/water.csv");
    const CountingSink october = parse_usage("readings/2026-10/water.csv");
    EXPECT_THAT(august.rejects, IsEmpty());
    EXPECT_THAT(august.points, SizeIs(::testing::Gt(10U)));
    EXPECT_EQ(august.reads, static_cast<int>(2 * august.points.size()));
    EXPECT_EQ(october.reads, static_cast<int>(october.points.size()));
}

TEST_F(DemoFiles, CallFilesHoldAllKindsAndOnlyTheFourBadRecords) {
    for (const std::string month : {"2026-08", "2026-09", "2026-10"}) {
        const CountingSink calls = parse_usage("usage/" + month + "/calls.csv");
        EXPECT_THAT(calls.kinds, SizeIs(3));
        EXPECT_TRUE(calls.is_ids_unique);
        EXPECT_THAT(calls.points, SizeIs(::testing::Gt(20U)));
        EXPECT_THAT(calls.rejects, SizeIs(month == "2026-09" ? 4 : 0)) << month;
    }
}

}  // namespace
}  // namespace bw::demo

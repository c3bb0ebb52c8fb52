// Files are there as a whole or not at all: left-overs, kills at any point, damage, two at once.
#include "flow/meter/formats/parts/collect_test.h"
#include "flow/meter/scratch_folder.h"
#include "flow/meter/segment_claim.h"
#include "flow/meter/verify.h"
#include "flow/meter/world_test.h"
#include "platform/crypto/sha256.h"
#include "testing/child.h"

#include <gmock/gmock.h>

#include <fstream>

namespace bw::meter {
namespace {

using bw::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MeterSafety : public ::testing::TestWithParam<testing::StoreKind> {};
ON_BOTH_STORES(MeterSafety);

TEST_P(MeterSafety, OnlyTheUnfinishedIsSwept) {
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

TEST_P(MeterSafety, SegmentsThatTheStoreDoesNotKnowAreNeverOverwritten) {
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

TEST_P(MeterSafety, ScratchOfTheDeadIsSweptAndOfTheLivingIsNot) {
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

TEST_P(MeterSafety, VerifyFindsEveryFlippedByteAndForeignFile) {
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

TEST_P(MeterSafety, KilledAnywhereItLeavesAllOrNothing) {
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

TEST_P(MeterSafety, FileThatIsBeingImportedElsewhereIsLeftAlone) {
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

TEST_P(MeterSafety, DamagedSegmentIsAnErrorNotANumber) {
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

}  // namespace
}  // namespace bw::meter

// The disk fails and the process dies: what a commit promised holds, what it did not is gone.
#include "platform/blob/blob.h"
#include "platform/store/store.h"
#include "testing/child.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>

#include <cerrno>
#include <cstring>
#include <span>

namespace bw::store {
namespace {

using faults::Faults;
using faults::Operation;
using ::testing::HasSubstr;

class StoreFault : public ::testing::Test {
protected:
    StoreFault() { create(*open(location_).value()); }

    static void create(Database& database) {
        auto tx = database.begin(Access::Write);
        tx->define("CREATE TABLE t (id BIGINT PRIMARY KEY, data TEXT)");
        tx->commit();
    }
    static void insert(Database& database, int id) {
        auto tx = database.begin(Access::Write);
        tx->execute("INSERT INTO t VALUES (?1, ?2)", id, std::string(5000, 'x'));
        tx->commit();
    }
    static std::int64_t rows(Database& database) {
        return *database.begin(Access::Read)->integer("SELECT count(*) FROM t");
    }
    static bool is_sound(Database& database) {
        return database.begin(Access::Read)->find("PRAGMA integrity_check", [](const Row& row) {
            return row.string(0);
        }) == "ok";
    }

    testing::TempDir dir_;
    std::string location_ = dir_.file("store.db");
};

// SQLite's way: the first write fails, then the second, .. until one insert passes without a fault.
TEST_F(StoreFault, EachFailedWriteOrSyncClosesTheStoreAndLosesNothingCommitted) {
    for (const Operation operation : {Operation::Write, Operation::Sync}) {
        bool hit = true;
        int nth = 1;
        for (; hit && nth < 100; ++nth) {
            Faults faults;
            std::int64_t before = 0;
            {
                const auto database = open(location_, &faults).value();
                before = rows(*database);
                faults.fail(operation, nth, EIO);
                try {
                    insert(*database, 1000 * static_cast<int>(operation) + nth);
                    hit = false;
                } catch (const StoreError& error) {
                    EXPECT_FALSE(error.retryable());
                    EXPECT_THAT(error.what(), HasSubstr("check the disk"));
                    EXPECT_EQ(rows(*database), before);  // reading goes on
                    EXPECT_THROW(insert(*database, 1), StoreError);
                }
                faults.fail(operation, 0, 0);
            }
            const auto database = open(location_).value();
            EXPECT_TRUE(is_sound(*database));
            // A failed sync: the row may have reached the disk all the same.
            EXPECT_GE(rows(*database), before);
            EXPECT_LE(rows(*database), before + 1);
        }
        EXPECT_FALSE(hit) << "every insert met a fault";
        EXPECT_GT(nth, 2) << "no insert met a fault";
    }
}

TEST_F(StoreFault, FullDiskSaysSo) {
    Faults faults;
    const auto database = open(location_, &faults).value();
    faults.fail(Operation::Write, 1, ENOSPC);
    try {
        insert(*database, 1);
        FAIL() << "no StoreError";
    } catch (const StoreError& error) {
        EXPECT_THAT(error.what(), HasSubstr("make room on the disk"));
    }
    EXPECT_THROW(insert(*database, 1), StoreError);
}

// Killed right before or right after a commit, in another process.
TEST_F(StoreFault, KillAroundACommitKeepsExactlyWhatWasCommitted) {
    for (const auto& [point, expected] :
         {std::pair<std::string_view, int>{"store.commit.before", 2}, {"store.commit.after", 3}}) {
        const auto ended = testing::in_child([&] {
            Faults faults;
            faults.kill_at(point, 3);
            const auto database = open(location_, &faults).value();
            for (int id = 1; id <= 10; ++id) insert(*database, id);
            return 0;
        });
        ASSERT_TRUE(ended.is_killed()) << point;
        const auto database = open(location_).value();
        EXPECT_EQ(rows(*database), expected) << point;
        EXPECT_TRUE(is_sound(*database));
        auto tx = database->begin(Access::Write);
        tx->execute("DELETE FROM t");
        tx->commit();
    }
}

// Killed inside: in the middle of each write, before and after each sync, of four commits and what
// they bring on. Each row that was promised is there; of the others, the whole or nothing.
TEST_F(StoreFault, KillInsideACommitKeepsWhatWasPromised) {
    for (const std::string_view point : {"sqlite.written.half", "sqlite.sync", "sqlite.synced"}) {
        bool is_reached = true;
        int nth = 1;
        for (; is_reached && nth < 200; ++nth) {
            const auto promised = dir_.file("promised");
            const auto ended = testing::in_child([&] {
                Faults faults;
                const auto database = open(location_, &faults).value();
                faults.kill_at(point, nth);
                for (int id = 1; id <= 4; ++id) {
                    insert(*database, id);
                    blob::write_durably(promised, std::as_bytes(std::span(&id, 1)));
                }
                return 0;
            });
            is_reached = ended.is_killed();
            int kept = 0;
            if (blob::size_of(promised) > 0)
                std::memcpy(&kept, blob::MappedFile(promised).bytes().data(), sizeof kept);
            blob::remove_file(promised);
            const auto database = open(location_).value();
            EXPECT_TRUE(is_sound(*database)) << point << nth;
            EXPECT_GE(rows(*database), kept) << point << nth;
            EXPECT_LE(rows(*database), kept + 1) << point << nth;
            auto tx = database->begin(Access::Write);
            tx->execute("DELETE FROM t");
            tx->commit();
        }
        EXPECT_FALSE(is_reached) << point;
        EXPECT_GT(nth, 4) << point;
    }
}

// Killed at any moment: the row numbers that are there have no gap.
TEST_F(StoreFault, KillAtAnyTimeLeavesAPrefix) {
    std::int64_t had = 0;
    for (int round = 0; round < 5; ++round) {
        testing::Child child([&] {
            const auto database = open(location_).value();
            for (auto id = static_cast<int>(rows(*database)) + 1;; ++id) insert(*database, id);
            return 0;
        });
        ASSERT_FALSE(child.has_ended_within(20 + 7 * round));
        child.kill();
        ASSERT_TRUE(child.wait().is_killed());
        const auto database = open(location_).value();
        EXPECT_TRUE(is_sound(*database));
        const std::int64_t has = rows(*database);
        EXPECT_GE(has, had);
        const auto reader = database->begin(Access::Read);
        EXPECT_EQ(reader->integer("SELECT coalesce(max(id), 0) FROM t"), has);
        had = has;
    }
    EXPECT_GT(had, 0);
}

}  // namespace
}  // namespace bw::store

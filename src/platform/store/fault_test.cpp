// The disk fails and the process dies: what a commit promised holds, what it did not is gone.
#include "platform/blob/faults.h"
#include "platform/store/store.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

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
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            Faults faults;
            faults.kill_at(point, 3);
            const auto database = open(location_, &faults).value();
            for (int id = 1; id <= 10; ++id) insert(*database, id);
            ::_exit(0);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << point;
        const auto database = open(location_).value();
        EXPECT_EQ(rows(*database), expected) << point;
        EXPECT_TRUE(is_sound(*database));
        auto tx = database->begin(Access::Write);
        tx->execute("DELETE FROM t");
        tx->commit();
    }
}

// Killed at any moment: the row numbers that are there have no gap.
TEST_F(StoreFault, KillAtAnyTimeLeavesAPrefix) {
    std::int64_t had = 0;
    for (int round = 0; round < 5; ++round) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            const auto database = open(location_).value();
            for (auto id = static_cast<int>(rows(*database)) + 1;; ++id) insert(*database, id);
        }
        ::usleep(20'000U + 7'000U * static_cast<unsigned>(round));
        ASSERT_EQ(::kill(child, SIGKILL), 0);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
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

#include "platform/store/batch.h"
#include "run/workspace.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>

#include <fstream>

namespace bw::run {
namespace {

namespace fs = std::filesystem;
using store::Access;
using ::testing::HasSubstr;

class OpenedWorkspace : public ::testing::Test {
protected:
    OpenedWorkspace() { EXPECT_TRUE(create_workspace(root_, around_)); }
    Result<Workspace> open(Access access) const { return open_workspace(root_, around_, access); }
    void put(const fs::path& name) const {
        fs::create_directories((root_ / name).parent_path());
        std::ofstream(root_ / name) << "facts";
    }
    void change(std::string_view sql) const {
        const auto database = store::open((root_ / "store.db").string()).value();
        auto tx = database->begin(Access::Write);
        tx->define(sql);
        tx->commit();
    }

    testing::TempDir dir_;
    fs::path root_ = dir_.path() / "w";
    FixedClock clock_{Instant::from_seconds(0)};
    crypto::SeededSecrets secrets_{1};
    Surroundings around_{&clock_, &secrets_, nullptr};
};

TEST_F(OpenedWorkspace, WhatTheStoreDoesNotKnowIsLeftAlone) {
    put("usage/0123.arrivals");
    put("archive/tenant-1/books-2026/run-7/unit-1.seg");
    put("scratch/mine.txt");
    for (const Access access : {Access::Read, Access::Write}) {
        EXPECT_TRUE(open(access));
        EXPECT_TRUE(fs::exists(root_ / "usage/0123.arrivals"));
        EXPECT_TRUE(fs::exists(root_ / "archive/tenant-1/books-2026/run-7/unit-1.seg"));
        EXPECT_TRUE(fs::exists(root_ / "scratch/mine.txt"));
    }
}

TEST_F(OpenedWorkspace, EmptiedStoreBesideDataIsRefusedAndStaysAsItIs) {
    put("usage/0123.arrivals");
    std::ofstream(root_ / "store.db", std::ios::trunc).close();
    for (const Access access : {Access::Read, Access::Write}) {
        const auto opened = open(access);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().code, Code::Refused);
        EXPECT_THAT(opened.error().text, HasSubstr("restore store.db from its backup"));
    }
    EXPECT_EQ(fs::file_size(root_ / "store.db"), 0U);
    EXPECT_TRUE(fs::exists(root_ / "usage/0123.arrivals"));
}

TEST_F(OpenedWorkspace, StoreThatLostATableIsRefused) {
    change("DROP TABLE usage_file");
    for (const Access access : {Access::Read, Access::Write})
        EXPECT_THAT(open(access).error().text, HasSubstr("usage_file"));
}

TEST_F(OpenedWorkspace, UnfinishedOneIsFinishedByWriting) {
    std::ofstream(root_ / "store.db", std::ios::trunc).close();
    EXPECT_EQ(open(Access::Read).error().code, Code::Refused);
    EXPECT_TRUE(open(Access::Write));
    EXPECT_TRUE(open(Access::Read));
}

TEST_F(OpenedWorkspace, ReadingMigratesNothing) {
    for (const char* table : {"run_numbers", "run_unit", "bill_run", "workspace_identity",
                              "run_verdict", "run_scope", "touch", "run_total", "quarantine"})
        change("DROP TABLE " + std::string(table));
    change("DELETE FROM migration WHERE room = 'run'");
    EXPECT_THAT(open(Access::Read).error().text, HasSubstr("upgrade"));
    EXPECT_TRUE(open(Access::Write));
    EXPECT_TRUE(open(Access::Read));
}

TEST_F(OpenedWorkspace, ReadingMakesNothing) {
    for (const char* folder : {"usage", "scratch", "archive"}) fs::remove(root_ / folder);
    {
        const auto workspace = open(Access::Read);
        ASSERT_TRUE(workspace);
        EXPECT_THROW(workspace->database->begin(Access::Write), store::StoreError);
        EXPECT_EQ(store::current_cut(*workspace->database->begin(Access::Read), TenantId{1}),
                  Batch{0});
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(root_), fs::directory_iterator()), 1);
}

}  // namespace
}  // namespace bw::run

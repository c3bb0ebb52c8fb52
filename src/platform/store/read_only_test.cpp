// Reading a store where nothing may be written. The tests run as another user when they run as
// root, for whom every folder may be written.
#include "platform/blob/blob.h"
#include "platform/store/store.h"
#include "testing/child.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>

namespace bw::store {
namespace {

namespace fs = std::filesystem;

class ReadOnly : public ::testing::Test {
protected:
    ReadOnly() {
        fs::create_directories(folder_);
        const auto database = open(location_).value();
        auto tx = database->begin(Access::Write);
        tx->define("CREATE TABLE t (id BIGINT PRIMARY KEY)");
        tx->execute("INSERT INTO t VALUES (7)");
        tx->commit();
    }
    ~ReadOnly() override { fs::permissions(folder_, fs::perms::owner_all); }

    // Runs the body as somebody who may write nothing in the folder; 0 when it says true.
    int as_a_reader(const std::function<bool()>& body) {
        constexpr auto kPass =
            fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec;
        constexpr auto kLook = fs::perms::owner_read | fs::perms::group_read |
                               fs::perms::others_read | fs::perms::owner_exec |
                               fs::perms::group_exec | fs::perms::others_exec;
        fs::permissions(dir_.path(), kPass);
        fs::permissions(folder_, kLook);
        const auto ended = testing::in_child([&] {
            constexpr uid_t kNobody = 65534;
            if (::getuid() == 0 && ::setuid(kNobody) != 0) return 3;
            try {
                return body() ? 0 : 1;
            } catch (const std::exception& error) {
                std::fprintf(stderr, "%s\n", error.what());
                return 4;
            }
        });
        for (int code = 0; code < 5; ++code)
            if (ended.has_code(code)) return code;
        return 5;
    }
    bool reads_seven() {
        const auto database = open(location_, nullptr, Access::Read);
        return database && (*database)->begin(Access::Read)->integer("SELECT id FROM t") == 7;
    }

    testing::TempDir dir_;
    fs::path folder_ = dir_.path() / "a%20 b?#";
    std::string location_ = folder_ / "store.db";
};

TEST_F(ReadOnly, StoreIsReadWhereNothingMayBeWritten) {
    EXPECT_EQ(as_a_reader([&] { return reads_seven(); }), 0);
    EXPECT_EQ(blob::list(folder_).size(), 1U);
}

TEST_F(ReadOnly, StoreIsReadBesideItsWriter) {
    const auto writer = open(location_).value();
    auto tx = writer->begin(Access::Write);
    tx->execute("UPDATE t SET id = 8");
    EXPECT_EQ(as_a_reader([&] { return reads_seven(); }), 0);
    tx->commit();
    EXPECT_EQ(as_a_reader([&] { return reads_seven(); }), 1);
}

TEST_F(ReadOnly, LogThatCannotBeReadIsNotLeftOut) {
    const auto copy = folder_ / "copy.db";
    {
        const auto writer = open(location_).value();
        auto tx = writer->begin(Access::Write);
        tx->execute("UPDATE t SET id = 8");
        tx->commit();
        fs::copy(location_, copy);
        fs::copy(location_ + "-wal", copy.string() + "-wal");
    }
    EXPECT_EQ(as_a_reader([&] {
                  try {
                      return !open(copy, nullptr, Access::Read);
                  } catch (const StoreError& error) {
                      return std::string(error.what()).find("copy the workspace") !=
                             std::string::npos;
                  }
              }),
              0);
}

TEST_F(ReadOnly, ReadingChangesNothingAndCannotWrite) {
    const auto before = fs::last_write_time(location_);
    const auto database = open(location_, nullptr, Access::Read).value();
    EXPECT_EQ(database->begin(Access::Read)->integer("SELECT id FROM t"), 7);
    EXPECT_THROW(database->begin(Access::Read)->execute("UPDATE t SET id = 1"), StoreError);
    EXPECT_THROW(database->begin(Access::Write), StoreError);
    EXPECT_EQ(fs::last_write_time(location_), before);
}

TEST_F(ReadOnly, NoStoreIsMade) {
    const auto missing = open(dir_.file("none.db"), nullptr, Access::Read);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Code::NotFound);
    EXPECT_FALSE(fs::exists(dir_.file("none.db")));
}

}  // namespace
}  // namespace bw::store

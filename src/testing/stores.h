// Tests that run on SQLite and on PostgreSQL:
//     class Batches : public testing::OnBothStores { .. open(location()) .. };
//     ON_BOTH_STORES(Batches);
//     TEST_P(Batches, NumbersFollowCommits) { .. }
#pragma once

#include "testing/temp_dir.h"

#include <gtest/gtest.h>

#include <string>

namespace bw::testing {

enum class StoreKind { Sqlite, Postgres };

// Where one test keeps its store: a file in a folder of its own, or a schema of its own in the
// program's server.
class TestStore {
public:
    explicit TestStore(StoreKind kind);
    ~TestStore();
    TestStore(const TestStore&) = delete;
    TestStore& operator=(const TestStore&) = delete;

    [[nodiscard]] const std::string& location() const { return location_; }
    // Of a schema: its tables stay, migrated, and hold nothing; quicker than a new one.
    void forget_rows();

private:
    TempDir dir_;
    std::string schema_;
    std::string location_;
};

class OnBothStores : public ::testing::TestWithParam<StoreKind> {
protected:
    [[nodiscard]] static bool is_postgres() { return GetParam() == StoreKind::Postgres; }
    [[nodiscard]] const std::string& location() const { return store_.location(); }
    [[nodiscard]] const TempDir& dir() const { return dir_; }  // for files of the test

private:
    TestStore store_{GetParam()};
    TempDir dir_;
};

inline std::string store_name(const ::testing::TestParamInfo<StoreKind>& info) {
    return info.param == StoreKind::Sqlite ? "Sqlite" : "Postgres";
}

}  // namespace bw::testing

#define ON_BOTH_STORES(Suite)                                                                    \
    INSTANTIATE_TEST_SUITE_P(                                                                    \
        On, Suite,                                                                               \
        ::testing::Values(::bw::testing::StoreKind::Sqlite, ::bw::testing::StoreKind::Postgres), \
        ::bw::testing::store_name)

#include "platform/store/store.h"
#include "testing/property.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <future>
#include <limits>

namespace bw::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Store : public ::testing::Test {
protected:
    Store() : database_(open(dir_.file("store.db")).value()) {
        auto tx = database_->begin(Access::Write);
        tx->define("CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT, data BLOB)");
        tx->commit();
    }
    void insert(std::int64_t id, std::string_view name) {
        auto tx = database_->begin(Access::Write);
        tx->execute("INSERT INTO t (id, name) VALUES (?1, ?2)", id, name);
        tx->commit();
    }
    std::int64_t rows() {
        return *database_->begin(Access::Read)->integer("SELECT count(*) FROM t");
    }

    testing::TempDir dir_;
    std::unique_ptr<Database> database_;
};

TEST_F(Store, EveryKindOfValueComesBack) {
    const std::array<std::byte, 3> data{std::byte{0}, std::byte{1}, std::byte{255}};
    auto tx = database_->begin(Access::Write);
    tx->define("CREATE TABLE v (a BIGINT, b BIGINT, c BIGINT, d TEXT, e TEXT, f BLOB, g BLOB)");
    tx->execute("INSERT INTO v VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                std::numeric_limits<std::int64_t>::min(), LocalDate::of(2024, 2, 29), Instant{-1},
                std::string("Zähler\0x", 9), std::string_view(), data, Bytes());
    const auto read = [&](const Row& row) {
        EXPECT_EQ(row.integer(0), std::numeric_limits<std::int64_t>::min());
        EXPECT_EQ(row.date(1), LocalDate::of(2024, 2, 29));
        EXPECT_EQ(row.instant(2), Instant{-1});
        EXPECT_EQ(row.string(3), std::string("Zähler\0x", 9));
        EXPECT_FALSE(row.is_null(4));  // an empty text is a text
        EXPECT_EQ(row.text(4), "");
        EXPECT_TRUE(std::ranges::equal(row.bytes(5), data));
        EXPECT_FALSE(row.is_null(6));
        EXPECT_EQ(row.bytes(6).size(), 0U);
        return true;
    };
    EXPECT_TRUE(tx->find("SELECT * FROM v", read).has_value());
}

TEST_F(Store, NullIsAskedForAndNeverReadAsZero) {
    auto tx = database_->begin(Access::Write);
    tx->execute("INSERT INTO t (id, name) VALUES (?1, ?2)", 1, std::optional<std::string>());
    tx->for_each("SELECT name, id FROM t", [](const Row& row) {
        EXPECT_TRUE(row.is_null(0));
        EXPECT_THROW(static_cast<void>(row.text(0)), StoreError);
        EXPECT_THROW(static_cast<void>(row.text(1)), StoreError);  // an integer is no text
    });
}

TEST_F(Store, LargeNumberIsNotCutToASmallOne) {
    auto tx = database_->begin(Access::Write);
    tx->execute("INSERT INTO t (id) VALUES (?1)", std::int64_t{1} << 40);
    tx->for_each("SELECT id FROM t",
                 [](const Row& row) { EXPECT_THROW(static_cast<void>(row.small(0)), StoreError); });
}

TEST_F(Store, WithoutCommitNothingIsKept) {
    {
        auto tx = database_->begin(Access::Write);
        tx->execute("INSERT INTO t (id) VALUES (1)");
    }
    EXPECT_EQ(rows(), 0);
    insert(1, "a");
    EXPECT_EQ(rows(), 1);
}

TEST_F(Store, CommittedRowsAreThereAfterReopening) {
    insert(1, "a");
    database_.reset();
    database_ = open(dir_.file("store.db")).value();
    EXPECT_EQ(rows(), 1);
}

TEST_F(Store, ReaderSeesItsSnapshotBesideAWriter) {
    insert(1, "a");
    auto reader = database_->begin(Access::Read);
    insert(2, "b");
    EXPECT_EQ(reader->integer("SELECT count(*) FROM t"), 1);
    EXPECT_EQ(rows(), 2);
}

TEST_F(Store, ReaderCannotWrite) {
    auto reader = database_->begin(Access::Read);
    EXPECT_THROW(reader->execute("INSERT INTO t (id) VALUES (1)"), StoreError);
    reader.reset();
    insert(1, "a");  // and did no harm
    EXPECT_EQ(rows(), 1);
}

TEST_F(Store, ExpectedDuplicateChangesNothing) {
    auto tx = database_->begin(Access::Write);
    const auto add = [&](int id) {
        return tx->execute("INSERT INTO t (id) VALUES (?1) ON CONFLICT DO NOTHING", id);
    };
    EXPECT_EQ(add(1), 1);
    EXPECT_EQ(add(1), 0);
    EXPECT_EQ(add(2), 1);
}

TEST_F(Store, UnexpectedDuplicateEndsTheWorkButNotTheStore) {
    insert(1, "a");
    try {
        insert(1, "b");
        FAIL() << "no StoreError";
    } catch (const StoreError& error) {
        EXPECT_THAT(error.what(), HasSubstr("t.id"));
        EXPECT_FALSE(error.retryable());
    }
    insert(2, "c");
    EXPECT_EQ(rows(), 2);
}

TEST_F(Store, TextInANumbersColumnIsRefused) {
    auto tx = database_->begin(Access::Write);
    EXPECT_THROW(tx->execute("INSERT INTO t (id, name) VALUES (1, ?1)", Bytes()), StoreError);
    EXPECT_THROW(tx->execute("INSERT INTO t (id) VALUES (?1)", "one"), StoreError);
}

TEST_F(Store, AQueryRunsInsideTheRowsOfTheSameQuery) {
    insert(1, "a");
    insert(2, "b");
    auto tx = database_->begin(Access::Read);
    std::vector<std::int64_t> seen;
    constexpr std::string_view kAll = "SELECT id FROM t ORDER BY id";
    tx->for_each(kAll, [&](const Row& outer) {
        tx->for_each(kAll, [&](const Row& inner) {
            seen.push_back(outer.integer(0) * 10 + inner.integer(0));
        });
    });
    EXPECT_THAT(seen, ElementsAre(11, 12, 21, 22));
}

TEST_F(Store, ACallbackThatThrowsLeavesTheStatementUsable) {
    insert(1, "a");
    auto tx = database_->begin(Access::Read);
    const auto thrower = [](const Row&) { throw std::runtime_error("no"); };
    EXPECT_THROW(tx->for_each("SELECT id FROM t", thrower), std::runtime_error);
    EXPECT_EQ(tx->integer("SELECT id FROM t"), 1);
}

TEST_F(Store, BulkRowsArriveInOrder) {
    auto tx = database_->begin(Access::Write);
    constexpr std::string_view kColumns[] = {"id", "name"};
    auto bulk = tx->bulk("t", kColumns);
    for (int i = 0; i < 1000; ++i) bulk->row(i, std::to_string(i));
    bulk->finish();
    EXPECT_EQ(tx->integer("SELECT count(*) FROM t"), 1000);
    const auto name = [](const Row& row) { return row.string(0); };
    EXPECT_EQ(tx->find("SELECT name FROM t WHERE id = 999", name), "999");
}

TEST_F(Store, WritersTakeTurns) {
    constexpr int kThreads = 4, kEach = 25;
    std::vector<std::future<void>> threads;
    for (int t = 0; t < kThreads; ++t)
        threads.push_back(std::async(std::launch::async, [&] {
            for (int i = 0; i < kEach; ++i) {
                auto tx = database_->begin(Access::Write);
                const auto n = *tx->integer("SELECT count(*) FROM t");
                tx->execute("INSERT INTO t (id) VALUES (?1)", n);  // a lost turn repeats a number
                tx->commit();
                database_->begin(Access::Read)->integer("SELECT count(*) FROM t");
            }
        }));
    for (auto& thread : threads) thread.get();
    EXPECT_EQ(rows(), kThreads * kEach);
}

TEST_F(Store, OpenTellsWhatIsWrong) {
    EXPECT_EQ(open("").error().code, Code::Invalid);
    EXPECT_EQ(open("postgresql://localhost/b").error().code, Code::Unsupported);
    EXPECT_THROW(static_cast<void>(open(dir_.file("missing/store.db"))), StoreError);
    std::FILE* file = std::fopen(dir_.file("text").c_str(), "w");
    std::fputs(std::string(5000, 'x').c_str(), file);
    std::fclose(file);
    try {
        static_cast<void>(open(dir_.file("text")));
        FAIL() << "no StoreError";
    } catch (const StoreError& error) {
        EXPECT_THAT(error.what(), HasSubstr("no Billwright store"));
    }
}

TEST_F(Store, TwoProgrammersMistakesStop) {
    auto tx = database_->begin(Access::Write);
    EXPECT_DEATH(database_->begin(Access::Write), "broken invariant");  // would wait for itself
    EXPECT_DEATH(tx->execute("DELETE FROM t; DELETE FROM t"), "broken invariant");
    EXPECT_DEATH(tx->execute("INSERT INTO t (id) VALUES (?1)"), "broken invariant");
    tx->commit();
    EXPECT_DEATH(tx->execute("DELETE FROM t"), "broken invariant");
}

PROPERTY(StoreProperty, WhatIsWrittenIsRead) {
    const auto number = *testing::any<std::int64_t>();
    const auto text = *testing::any<std::string>();
    const testing::TempDir dir;
    const auto database = open(dir.file("p.db")).value();
    auto tx = database->begin(Access::Write);
    tx->define("CREATE TABLE p (n BIGINT, t TEXT, b BLOB)");
    const auto bytes = std::as_bytes(std::span(text));
    tx->execute("INSERT INTO p VALUES (?1, ?2, ?3)", number, text, bytes);
    const auto good = tx->find("SELECT n, t, b FROM p", [&](const Row& row) {
        return row.integer(0) == number && row.text(1) == text &&
               std::ranges::equal(row.bytes(2), bytes);
    });
    RC_ASSERT(good == true);
}

}  // namespace
}  // namespace bw::store

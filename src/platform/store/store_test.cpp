#include "base/utf8.h"
#include "platform/store/store.h"
#include "testing/property.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <future>
#include <limits>

namespace bw::store {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Store : public testing::OnBothStores {
protected:
    Store() : database_(open(location()).value()) {
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

    std::unique_ptr<Database> database_;
};
ON_BOTH_STORES(Store);

TEST_P(Store, EveryKindOfValueComesBack) {
    const std::array<std::byte, 3> data{std::byte{0}, std::byte{1}, std::byte{255}};
    auto tx = database_->begin(Access::Write);
    tx->define("CREATE TABLE v (a BIGINT, b BIGINT, c BIGINT, d TEXT, e TEXT, f BLOB, g BLOB)");
    tx->execute("INSERT INTO v VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                std::numeric_limits<std::int64_t>::min(), LocalDate::of(2024, 2, 29), Instant{-1},
                std::string("Zähler\n№"), std::string_view(), data, Bytes());
    const auto read = [&](const Row& row) {
        EXPECT_EQ(row.integer(0), std::numeric_limits<std::int64_t>::min());
        EXPECT_EQ(row.date(1), LocalDate::of(2024, 2, 29));
        EXPECT_EQ(row.instant(2), Instant{-1});
        EXPECT_EQ(row.string(3), std::string("Zähler\n№"));
        EXPECT_FALSE(row.is_null(4));  // an empty text is a text
        EXPECT_EQ(row.text(4), "");
        EXPECT_TRUE(std::ranges::equal(row.bytes(5), data));
        EXPECT_FALSE(row.is_null(6));
        EXPECT_EQ(row.bytes(6).size(), 0U);
        return true;
    };
    EXPECT_TRUE(tx->find("SELECT * FROM v", read).has_value());
}

TEST_P(Store, NullIsAskedForAndNeverReadAsZero) {
    auto tx = database_->begin(Access::Write);
    tx->execute("INSERT INTO t (id, name) VALUES (?1, ?2)", 1, std::optional<std::string>());
    tx->for_each("SELECT name, id FROM t", [](const Row& row) {
        EXPECT_TRUE(row.is_null(0));
        EXPECT_THROW(static_cast<void>(row.text(0)), StoreError);
        EXPECT_THROW(static_cast<void>(row.text(1)), StoreError);  // an integer is no text
    });
}

TEST_P(Store, LargeNumberIsNotCutToASmallOne) {
    auto tx = database_->begin(Access::Write);
    tx->execute("INSERT INTO t (id) VALUES (?1)", std::int64_t{1} << 40);
    tx->for_each("SELECT id FROM t",
                 [](const Row& row) { EXPECT_THROW(static_cast<void>(row.small(0)), StoreError); });
}

TEST_P(Store, WithoutCommitNothingIsKept) {
    {
        auto tx = database_->begin(Access::Write);
        tx->execute("INSERT INTO t (id) VALUES (1)");
    }
    EXPECT_EQ(rows(), 0);
    insert(1, "a");
    EXPECT_EQ(rows(), 1);
}

TEST_P(Store, CommittedRowsAreThereAfterReopening) {
    insert(1, "a");
    database_.reset();
    database_ = open(location()).value();
    EXPECT_EQ(rows(), 1);
}

TEST_P(Store, ReaderSeesItsSnapshotBesideAWriter) {
    insert(1, "a");
    auto reader = database_->begin(Access::Read);
    insert(2, "b");
    EXPECT_EQ(reader->integer("SELECT count(*) FROM t"), 1);
    EXPECT_EQ(rows(), 2);
}

TEST_P(Store, ReaderCannotWrite) {
    auto reader = database_->begin(Access::Read);
    EXPECT_THROW(reader->execute("INSERT INTO t (id) VALUES (1)"), StoreError);
    reader.reset();
    insert(1, "a");  // and did no harm
    EXPECT_EQ(rows(), 1);
}

TEST_P(Store, ExpectedDuplicateChangesNothing) {
    auto tx = database_->begin(Access::Write);
    const auto add = [&](int id) {
        return tx->execute("INSERT INTO t (id) VALUES (?1) ON CONFLICT DO NOTHING", id);
    };
    EXPECT_EQ(add(1), 1);
    EXPECT_EQ(add(1), 0);
    EXPECT_EQ(add(2), 1);
}

TEST_P(Store, UnexpectedDuplicateEndsTheWorkButNotTheStore) {
    insert(1, "a");
    try {
        insert(1, "b");
        FAIL() << "no StoreError";
    } catch (const StoreError& error) {
        EXPECT_THAT(error.what(), HasSubstr(is_postgres() ? "t_pkey" : "t.id"));
        EXPECT_FALSE(error.retryable());
    }
    insert(2, "c");
    EXPECT_EQ(rows(), 2);
}

TEST_P(Store, TextInANumbersColumnIsRefused) {
    auto tx = database_->begin(Access::Write);
    EXPECT_THROW(tx->execute("INSERT INTO t (id, name) VALUES (1, ?1)", Bytes()), StoreError);
    EXPECT_THROW(tx->execute("INSERT INTO t (id) VALUES (?1)", "one"), StoreError);
}

TEST_P(Store, AQueryRunsInsideTheRowsOfTheSameQuery) {
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

TEST_P(Store, ACallbackThatThrowsLeavesTheStatementUsable) {
    insert(1, "a");
    auto tx = database_->begin(Access::Read);
    const auto thrower = [](const Row&) { throw std::runtime_error("no"); };
    EXPECT_THROW(tx->for_each("SELECT id FROM t", thrower), std::runtime_error);
    EXPECT_EQ(tx->integer("SELECT id FROM t"), 1);
}

// More rows wait than are kept in memory, while each of them asks and writes.
TEST_P(Store, LargeQueryAndOthersInsideItsRows) {
    constexpr int kRows = 300;
    const std::string name(10'000, 'x');
    for (int id = 0; id < kRows; ++id) insert(id, name);
    auto tx = database_->begin(Access::Write);
    tx->define("CREATE TABLE seen (id BIGINT PRIMARY KEY)");
    std::int64_t next = 0;
    tx->for_each("SELECT id, name, data FROM t ORDER BY id", [&](const Row& row) {
        EXPECT_EQ(row.integer(0), next++);
        tx->execute("INSERT INTO seen (id) VALUES (?1)", row.integer(0));
        EXPECT_EQ(tx->integer("SELECT count(*) FROM seen"), next);
        EXPECT_EQ(row.text(1), name);  // its views still live
        EXPECT_TRUE(row.is_null(2));
    });
    EXPECT_EQ(next, kRows);
}

TEST_P(Store, OthersMayComeBetweenTheRowsOfABulk) {
    auto tx = database_->begin(Access::Write);
    constexpr std::string_view kColumns[] = {"id", "name"};
    auto bulk = tx->bulk("t", kColumns);
    bulk->row(1, "a");
    EXPECT_EQ(tx->execute("INSERT INTO t (id, name) VALUES (2, 'b')"), 1);
    bulk->row(3, std::optional<std::string>());
    bulk->finish();
    bulk->row(4, "d");
    bulk->finish();
    bulk->finish();
    tx->bulk("t", kColumns)->finish();
    EXPECT_EQ(tx->integer("SELECT count(*) FROM t"), 4);
    EXPECT_EQ(tx->integer("SELECT count(*) FROM t WHERE name IS NULL"), 1);
    tx->commit();
    EXPECT_EQ(rows(), 4);
}

TEST_P(Store, BulkRefusesValuesOfAnotherType) {
    constexpr std::string_view kId[] = {"id"}, kName[] = {"id", "name"};
    const auto add = [&](std::span<const std::string_view> columns, const auto&... values) {
        auto tx = database_->begin(Access::Write);
        auto bulk = tx->bulk("t", columns);
        bulk->row(values...);
        bulk->finish();
    };
    EXPECT_THROW(add(kId, "eight by"), StoreError);
    EXPECT_THROW(add(kName, 1, Bytes()), StoreError);
}

TEST_P(Store, BulkRowTwiceIsAnError) {
    insert(7, "a");
    auto tx = database_->begin(Access::Write);
    constexpr std::string_view kColumns[] = {"id"};
    auto bulk = tx->bulk("t", kColumns);
    const auto add = [&] {
        for (int id = 0; id < 10; ++id) bulk->row(id);
        bulk->finish();
    };
    EXPECT_THROW(add(), StoreError);
    bulk.reset();
    tx.reset();
    EXPECT_EQ(rows(), 1);
}

TEST_P(Store, BulkRowsArriveInOrder) {
    auto tx = database_->begin(Access::Write);
    constexpr std::string_view kColumns[] = {"id", "name"};
    auto bulk = tx->bulk("t", kColumns);
    for (int i = 0; i < 1000; ++i) bulk->row(i, std::to_string(i));
    bulk->finish();
    EXPECT_EQ(tx->integer("SELECT count(*) FROM t"), 1000);
    const auto name = [](const Row& row) { return row.string(0); };
    EXPECT_EQ(tx->find("SELECT name FROM t WHERE id = 999", name), "999");
}

TEST_P(Store, WritersTakeTurns) {
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

// SQLite's alone: a server looks after its pages itself.
TEST(SqliteStore, IntegrityIsThatOfEveryPageAndEveryReference) {
    const testing::TempDir dir;
    auto database = open(dir.file("store.db")).value();
    {
        auto tx = database->begin(Access::Write);
        tx->define("CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT, data BLOB)");
        tx->define("CREATE TABLE u (id BIGINT PRIMARY KEY, t BIGINT REFERENCES t (id))");
        for (int i = 0; i < 1000; ++i)
            tx->execute("INSERT INTO t (id, name) VALUES (?1, ?2)", i, std::string(50, 'x'));
        tx->execute("INSERT INTO u (id, t) VALUES (1, 999)");
        tx->commit();
    }
    EXPECT_THAT(database->check_integrity(), IsEmpty());
    {
        auto tx = database->begin(Access::Write);
        tx->define("PRAGMA writable_schema = ON");  // u names a table that has no such row
        tx->execute("UPDATE sqlite_schema SET sql = replace(sql, 'REFERENCES t', 'REFERENCES u') "
                    "WHERE name = 'u'");
        tx->commit();
    }
    database.reset();
    database = open(dir.file("store.db")).value();
    EXPECT_THAT(database->check_integrity(),
                ElementsAre(HasSubstr("a row of u names one of u that is not there")));
    database.reset();
    constexpr long kPage = 4096;
    std::FILE* file = std::fopen(dir.file("store.db").c_str(), "r+");
    std::fseek(file, 8 * kPage, SEEK_SET);
    std::fputs(std::string(kPage, 'x').c_str(), file);
    std::fclose(file);
    database = open(dir.file("store.db")).value();
    EXPECT_THAT(database->check_integrity(), Contains(HasSubstr("the file is damaged")));
}

TEST(OpeningAStore, TellsWhatIsWrong) {
    const testing::TempDir dir;
    EXPECT_EQ(open("").error().code, Code::Invalid);
    EXPECT_EQ(open("postgresql://[localhost/b").error().code, Code::Invalid);
    EXPECT_THROW(static_cast<void>(open(dir.file("missing/store.db"))), StoreError);
    std::FILE* file = std::fopen(dir.file("text").c_str(), "w");
    std::fputs(std::string(5000, 'x').c_str(), file);
    std::fclose(file);
    try {
        static_cast<void>(open(dir.file("text")));
        FAIL() << "no StoreError";
    } catch (const StoreError& error) {
        EXPECT_THAT(error.what(), HasSubstr("no Billwright store"));
    }
}

TEST_P(Store, TextSortsByItsBytes) {
    int id = 0;
    for (const auto* name : {"b", "Zähler", "a", "B", "ä", "Z", "a b", "a-b"}) insert(++id, name);
    auto tx = database_->begin(Access::Read);
    std::string order;
    tx->for_each("SELECT name FROM t ORDER BY name",
                 [&](const Row& row) { order += row.string(0) + "|"; });
    EXPECT_EQ(order, "B|Z|Zähler|a|a b|a-b|b|ä|");
    EXPECT_EQ(tx->integer("SELECT count(*) FROM t WHERE name < ?1", "a"), 3);
    const auto last = [](const Row& row) { return row.string(0); };
    EXPECT_EQ(tx->find("SELECT max(name) FROM t", last), "ä");
}

TEST_P(Store, WhatIsNoTextIsRefusedWhole) {
    constexpr std::string_view kColumns[] = {"id", "name"};
    for (const std::string_view name :
         {std::string_view("a\0b", 3), std::string_view("Z\xE4hler")}) {
        EXPECT_THROW(insert(1, name), StoreError);
        auto tx = database_->begin(Access::Write);
        auto bulk = tx->bulk("t", kColumns);
        EXPECT_THROW(bulk->row(1, name), StoreError);
    }
    EXPECT_EQ(rows(), 0);
}

TEST_P(Store, SumsAreWholeNumbersOrAnError) {
    constexpr std::int64_t kLarge = std::numeric_limits<std::int64_t>::max();
    auto tx = database_->begin(Access::Write);
    tx->execute("INSERT INTO t (id) VALUES (?1), (?2), (?3)", kLarge, -1, -20'000);
    EXPECT_EQ(tx->integer("SELECT sum(id) FROM t"), kLarge - 20'001);
    EXPECT_EQ(tx->integer("SELECT sum(id) FROM t WHERE id < 0"), -20'001);
    EXPECT_EQ(tx->integer("SELECT sum(id) FROM t WHERE id = -20000"), -20'000);
    EXPECT_EQ(tx->integer("SELECT count(*) FROM t WHERE ?1 = 0 OR id = ?1", kLarge), 1);
    EXPECT_EQ(tx->integer("SELECT EXISTS (SELECT 1 FROM t)"), 1);
    tx->execute("UPDATE t SET id = ?1 WHERE id = -1", kLarge - 1);
    EXPECT_THROW(tx->integer("SELECT sum(id) FROM t"), StoreError);
}

TEST_P(Store, ProgrammersMistakesStop) {
    auto tx = database_->begin(Access::Write);
    EXPECT_DEATH(database_->begin(Access::Write), "broken invariant");  // would wait for itself
    EXPECT_DEATH(tx->execute("DELETE FROM t; DELETE FROM t"), "broken invariant");
    EXPECT_DEATH(tx->execute("INSERT INTO t (id) VALUES (?1)"), "broken invariant");
    constexpr std::string_view kColumns[] = {"id"};
    const auto commit_without_finish = [&] {
        const auto bulk = tx->bulk("t", kColumns);
        bulk->row(1);
        tx->commit();
    };
    EXPECT_DEATH(commit_without_finish(), "broken invariant");
    tx->commit();
    EXPECT_DEATH(tx->execute("DELETE FROM t"), "broken invariant");
}

void what_is_written_is_read(testing::StoreKind kind) {
    const auto number = *testing::any<std::int64_t>();
    const auto any = *testing::any<std::string>();
    const std::string text = as_utf8_text(any);
    const testing::TestStore store(kind);
    const auto database = open(store.location()).value();
    auto tx = database->begin(Access::Write);
    tx->define("CREATE TABLE p (n BIGINT, t TEXT, b BLOB)");
    const auto bytes = std::as_bytes(std::span(any));
    tx->execute("INSERT INTO p VALUES (?1, ?2, ?3)", number, text, bytes);
    constexpr std::string_view kColumns[] = {"n", "t", "b"};
    const auto bulk = tx->bulk("p", kColumns);
    bulk->row(number, text, bytes);
    bulk->finish();
    int good = 0;
    tx->for_each("SELECT n, t, b FROM p", [&](const Row& row) {
        good += row.integer(0) == number && row.text(1) == text &&
                std::ranges::equal(row.bytes(2), bytes);
    });
    RC_ASSERT(good == 2);
}
PROPERTY(StoreProperty, WhatIsWrittenIsReadOnSqlite) {
    what_is_written_is_read(testing::StoreKind::Sqlite);
}
PROPERTY_N(StoreProperty, WhatIsWrittenIsReadOnPostgres, 30) {
    what_is_written_is_read(testing::StoreKind::Postgres);
}

}  // namespace
}  // namespace bw::store

// What only a server has: addresses, lost connections, writers in several processes.
#include "platform/blob/faults.h"
#include "platform/store/dialect.h"
#include "platform/store/postgres_address.h"
#include "platform/store/store.h"
#include "testing/postgres_server.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

#include <cerrno>
#include <future>

namespace bw::store {
namespace {

using faults::Faults;
using faults::Operation;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(PostgresAddress, IsShownWithoutItsPassword) {
    const auto address = PostgresAddress::parse(
        "postgresql://anna:s3cret@one,two:5433/utility?schema=acme&sslmode=require");
    ASSERT_TRUE(address.has_value());
    EXPECT_EQ(address->schema, "acme");
    EXPECT_EQ(address->shown, "postgresql://anna@one,two:,5433/utility?schema=acme");
    EXPECT_TRUE(address->has_password);
    EXPECT_THAT(address->options, ::testing::Contains(::testing::Pair("sslmode", "require")));
    const auto plain = PostgresAddress::parse("postgresql:///utility?host=/run/postgresql");
    ASSERT_TRUE(plain.has_value());
    EXPECT_EQ(plain->shown, "postgresql:///run/postgresql/utility?schema=billwright");
    EXPECT_FALSE(plain->has_password);
}

TEST(PostgresAddress, ThatCannotBeReadIsNotRepeated) {
    for (const auto* text : {"postgresql://anna:s3cret@[host/x", "postgresql://a/b?pass=s3cret",
                             "postgresql://a/b?schema=s3cret!", "postgresql://a/b?schema=",
                             "postgresql://a/b?schema=pg_s3cret", "postgresql://a/b?schema=9"}) {
        const auto address = PostgresAddress::parse(text);
        ASSERT_FALSE(address.has_value()) << text;
        EXPECT_EQ(address.error().code, Code::Invalid);
        EXPECT_THAT(address.error().message(), Not(HasSubstr("s3cret")));
    }
}

TEST(PostgresDialect, TypesAndParametersBecomeItsOwn) {
    EXPECT_EQ(
        to_postgres("CREATE TABLE t (text TEXT NOT NULL, blob BLOB, n BIGINT, \"TEXT\" TEXT,"
                    " PRIMARY KEY (text, n), CHECK (text <> 'TEXT'))"),
        "CREATE TABLE t (text TEXT COLLATE \"C\" NOT NULL, blob BYTEA, n BIGINT, \"TEXT\" TEXT "
        "COLLATE \"C\", PRIMARY KEY (text, n), CHECK (text <> 'TEXT'))");
    EXPECT_EQ(to_postgres("ALTER TABLE t ADD COLUMN b TEXT"),
              "ALTER TABLE t ADD COLUMN b TEXT COLLATE \"C\"");
    EXPECT_EQ(to_postgres("CREATE INDEX i ON t (a, text)"), "CREATE INDEX i ON t (a, text)");
    const auto sql = with_dollars("SELECT '?1', \"?2\" FROM t WHERE a = ?12 AND b=?3 -- ?4\n");
    EXPECT_EQ(sql.text, "SELECT '?1', \"?2\" FROM t WHERE a = $12 AND b=$3 -- ?4\n");
    EXPECT_EQ(sql.parameters, 12);
}

class Postgres : public ::testing::Test {
protected:
    Postgres() { create(*open(store_.location()).value()); }
    static void create(Database& database) {
        auto tx = database.begin(Access::Write);
        tx->define("CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT)");
        tx->commit();
    }
    static void insert(Database& database, std::int64_t id) {
        auto tx = database.begin(Access::Write);
        tx->execute("INSERT INTO t (id, name) VALUES (?1, 'x')", id);
        constexpr std::string_view kColumns[] = {"id", "name"};
        const auto bulk = tx->bulk("t", kColumns);
        bulk->row(-id, "y");
        bulk->finish();
        tx->commit();
    }
    static std::int64_t rows(Database& database) {
        return *database.begin(Access::Read)->integer("SELECT count(*) FROM t");
    }

    testing::TestStore store_{testing::StoreKind::Postgres};
};

TEST_F(Postgres, ServerThatIsNotThereIsToldWithoutThePassword) {
    try {
        static_cast<void>(open("postgresql://anna:s3cret@/b?host=/nowhere"));
        FAIL() << "no StoreError";
    } catch (const StoreError& error) {
        EXPECT_TRUE(error.retryable());
        EXPECT_THAT(error.what(), HasSubstr("postgresql://anna@/nowhere/b?schema=billwright"));
        EXPECT_THAT(error.what(), Not(HasSubstr("s3cret")));
    }
}

TEST_F(Postgres, DatabaseThatIsNotUtf8IsRefused) {
    auto& server = testing::shared_postgres();
    server.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc "
                   "TEMPLATE template0");
    try {
        static_cast<void>(open(server.location("acme", "latin")));
        FAIL() << "no StoreError";
    } catch (const StoreError& error) {
        EXPECT_FALSE(error.retryable());
        EXPECT_THAT(error.what(), HasSubstr("ENCODING 'UTF8'"));
    }
    server.execute("DROP DATABASE latin");
}

TEST_F(Postgres, ErrorsQuoteNoData) {
    const auto database = open(store_.location()).value();
    auto tx = database->begin(Access::Write);
    tx->define("CREATE TABLE n (name TEXT PRIMARY KEY)");
    tx->execute("INSERT INTO n VALUES (?1)", "Jane Doe");
    try {
        tx->execute("INSERT INTO n VALUES (?1)", "Jane Doe");
        FAIL() << "no StoreError";
    } catch (const StoreError& error) {
        EXPECT_THAT(error.what(), HasSubstr("n_pkey"));
        EXPECT_THAT(error.what(), Not(HasSubstr("Jane")));
    }
}

TEST_F(Postgres, RulesThatAreNotInForceAreTold) {
    const auto database = open(store_.location()).value();
    EXPECT_THAT(database->check_integrity(), IsEmpty());
    auto tx = database->begin(Access::Write);
    tx->define("CREATE TABLE u (id BIGINT PRIMARY KEY, t BIGINT)");
    tx->define(
        "ALTER TABLE u ADD CONSTRAINT u_names_t FOREIGN KEY (t) REFERENCES t (id) NOT VALID");
    tx->commit();
    EXPECT_THAT(database->check_integrity(),
                ElementsAre(HasSubstr("u_names_t of table u is not in force")));
}

TEST_F(Postgres, OpenedForReadingItMakesAndWritesNothing) {
    const auto missing =
        open(testing::shared_postgres().location("nobody_made_it"), nullptr, Access::Read);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Code::NotFound);
    const auto database = open(store_.location(), nullptr, Access::Read).value();
    EXPECT_EQ(rows(*database), 0);
    EXPECT_THROW(database->begin(Access::Write), StoreError);
    EXPECT_THROW(database->begin(Access::Read)->execute("DELETE FROM t"), StoreError);
}

// As two processes: each has its own pool.
TEST_F(Postgres, WritersOfSeveralProcessesTakeTurns) {
    constexpr int kEach = 25;
    const auto work = [&] {
        const auto database = open(store_.location()).value();
        for (int i = 0; i < kEach; ++i) {
            auto tx = database->begin(Access::Write);
            const auto n = *tx->integer("SELECT count(*) FROM t");
            tx->execute("INSERT INTO t (id) VALUES (?1)", n);  // a lost turn repeats a number
            tx->commit();
        }
    };
    auto other = std::async(std::launch::async, work);
    work();
    other.get();
    EXPECT_EQ(rows(*open(store_.location()).value()), 2 * kEach);
}

TEST_F(Postgres, SchemasAreStoresOfTheirOwn) {
    const testing::TestStore second{testing::StoreKind::Postgres};
    const auto one = open(store_.location()).value();
    const auto two = open(second.location()).value();
    create(*two);
    // Neither waits for the other's turn.
    auto tx = one->begin(Access::Write);
    insert(*two, 1);
    tx.reset();
    EXPECT_EQ(rows(*one), 0);
    EXPECT_EQ(rows(*two), 2);
}

// SQLite's way: the first exchange with the server is cut, then the second, ..
TEST_F(Postgres, EachExchangeThatIsCutLosesNothingCommitted) {
    Faults faults;
    const auto database = open(store_.location(), &faults).value();
    insert(*database, 1);
    // In a writer's turn, when a server that still works on a cut COMMIT has ended it.
    const auto settled_rows = [&] {
        return *database->begin(Access::Write)->integer("SELECT count(*) FROM t");
    };
    int cuts = 0;
    for (int nth = 1; nth < 100; ++nth) {
        const std::int64_t before = settled_rows();
        faults.fail(Operation::Network, nth, ECONNRESET);
        bool is_cut = false;
        try {
            insert(*database, 1 + nth);
        } catch (const StoreError& error) {
            is_cut = true;
            EXPECT_TRUE(error.retryable()) << error.what();
            EXPECT_THAT(error.what(), HasSubstr("connection to the server broke"));
        }
        faults.fail(Operation::Network, 0, 0);
        const std::int64_t after = settled_rows();  // on a new connection
        // Cut after COMMIT was sent: it may stand, as a whole.
        EXPECT_TRUE(after == before + 2 || (is_cut && after == before)) << nth;
        cuts += is_cut ? 1 : 0;
        // The first two are the beginning, for which another connection is taken.
        if (!is_cut && nth > 2) break;
    }
    EXPECT_GE(cuts, 10) << "exchanges: prepare, insert, types of columns, COPY, rows, COMMIT";
}

TEST_F(Postgres, IdleConnectionThatWasCutIsReplaced) {
    Faults faults;
    const auto database = open(store_.location(), &faults).value();
    insert(*database, 1);
    testing::shared_postgres().execute(
        "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity "
        "WHERE application_name = 'billwright'");
    EXPECT_EQ(rows(*database), 2);
    insert(*database, 2);
    EXPECT_EQ(rows(*database), 4);
}

TEST(PostgresCrash, ServerThatWasKilledIsFoundAgain) {
    testing::PostgresServer server;
    const auto database = open(server.location("acme")).value();
    {
        auto tx = database->begin(Access::Write);
        tx->define("CREATE TABLE t (id BIGINT PRIMARY KEY)");
        tx->execute("INSERT INTO t VALUES (1)");
        tx->commit();
    }
    auto reader = database->begin(Access::Read);
    auto writer = database->begin(Access::Write);
    writer->execute("INSERT INTO t VALUES (2)");
    server.kill();
    try {
        writer->commit();
        FAIL() << "no StoreError";
    } catch (const StoreError& error) {
        EXPECT_TRUE(error.retryable()) << error.what();
    }
    EXPECT_THROW(reader->integer("SELECT count(*) FROM t"), StoreError);
    writer.reset();
    reader.reset();
    EXPECT_THROW(database->begin(Access::Read), StoreError);
    server.start();
    EXPECT_EQ(database->begin(Access::Read)->integer("SELECT count(*) FROM t"), 1);
    writer = database->begin(Access::Write);
    writer->execute("INSERT INTO t VALUES (2)");
    writer->commit();
}

}  // namespace
}  // namespace bw::store

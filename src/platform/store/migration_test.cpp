#include "platform/store/dialect.h"
#include "platform/store/keys.h"
#include "platform/store/migration.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace bw::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Migration kFirst{"room", "001_a",
                           "-- family: register\nCREATE TABLE a (tenant_id BIGINT PRIMARY KEY);"};
constexpr Migration kSecond{"room", "002_b", "ALTER TABLE a ADD COLUMN b TEXT;"};

class Migrations : public testing::OnBothStores {
protected:
    static std::vector<Migration> with(std::vector<Migration> more) {
        return all_of({platform_schema(), more});
    }
    std::unique_ptr<Database> database_ = open(location()).value();
};
ON_BOTH_STORES(Migrations);

TEST(Statements, AreSplitOutsideOfStringsAndComments) {
    EXPECT_THAT(statements_of("a 'x;''y' ; -- c;\n b \"q;\" /* ; */ c;;\n"),
                ElementsAre("a 'x;''y'", "b \"q;\"   c"));
    EXPECT_THAT(statements_of("  -- nothing\n"), IsEmpty());
    EXPECT_THAT(statements_of("a 'not closed;"), ElementsAre("a 'not closed;"));
}

TEST(Dialect, TypesAndTablesBecomeSqlites) {
    EXPECT_EQ(to_sqlite("CREATE TABLE t (a BIGINT DEFAULT 'BIGINT', my_BIGINT_x TEXT)"),
              "CREATE TABLE t (a INTEGER DEFAULT 'BIGINT', my_BIGINT_x TEXT) STRICT");
    EXPECT_EQ(to_sqlite("create table if not exists t (a bigint)"),
              "create table if not exists t (a INTEGER) STRICT");
    EXPECT_EQ(to_sqlite("CREATE TABLE t (a BIGINT, PRIMARY KEY (a))"),
              "CREATE TABLE t (a INTEGER, PRIMARY KEY (a)) STRICT, WITHOUT ROWID");
    EXPECT_EQ(to_sqlite("CREATE INDEX i ON t (a)"), "CREATE INDEX i ON t (a)");
    EXPECT_EQ(created_table("create table if not exists t2 (a bigint)"), "t2");
    EXPECT_EQ(created_table("CREATE TABLE t (a BIGINT)"), "t");
    EXPECT_EQ(created_table("CREATE INDEX t ON x (a)"), "");
    EXPECT_EQ(dropped_table("DROP TABLE t"), "t");
    EXPECT_EQ(dropped_table("drop table if exists t2"), "t2");
    EXPECT_EQ(dropped_table("CREATE TABLE t (a BIGINT)"), "");
}

TEST_P(Migrations, EachRunsOnce) {
    const auto platform = static_cast<int>(platform_schema().size());
    EXPECT_EQ(migrate(*database_, with({kFirst})).value(), platform + 1);
    EXPECT_EQ(migrate(*database_, with({kFirst})).value(), 0);
    EXPECT_EQ(migrate(*database_, with({kFirst, kSecond})).value(), 1);
    auto tx = database_->begin(Access::Write);
    EXPECT_EQ(tx->execute("INSERT INTO a (tenant_id, b) VALUES (1, 'x')"), 1);
}

TEST_P(Migrations, StandingSaysWhatIsMissing) {
    const auto all = with({kFirst, kSecond});
    auto standing = standing_of(*database_, all).value();
    EXPECT_TRUE(standing.is_empty);
    EXPECT_EQ(standing.missing_migrations, static_cast<int>(all.size()));
    ASSERT_TRUE(migrate(*database_, with({kFirst})).has_value());
    standing = standing_of(*database_, all).value();
    EXPECT_FALSE(standing.is_empty);
    EXPECT_EQ(standing.missing_migrations, 1);
    EXPECT_THAT(standing.missing_tables, IsEmpty());
    auto tx = database_->begin(Access::Write);
    tx->define("DROP TABLE a");
    tx->commit();
    EXPECT_THAT(standing_of(*database_, all)->missing_tables, ElementsAre("a"));
    EXPECT_EQ(standing_of(*database_, with({})).error().code, Code::Refused);
}

TEST_P(Migrations, EditedTextIsRefused) {
    ASSERT_TRUE(migrate(*database_, with({kFirst})).has_value());
    const Migration edited{"room", "001_a", "CREATE TABLE a (tenant_id BIGINT, x TEXT);"};
    const auto result = migrate(*database_, with({edited}));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, Code::Conflict);
    EXPECT_EQ(result.error().subject, "room/001_a");
}

TEST_P(Migrations, NewerStoreIsRefused) {
    ASSERT_TRUE(migrate(*database_, with({kFirst, kSecond})).has_value());
    const auto result = migrate(*database_, with({kFirst}));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, Code::Refused);
    EXPECT_THAT(result.error().text, HasSubstr("newer"));
}

TEST_P(Migrations, FailingOneLeavesNothingOfItself) {
    const Migration broken{"room", "001_a",
                           "CREATE TABLE a (x BIGINT); CREATE TABLE a (y BIGINT);"};
    EXPECT_THROW(static_cast<void>(migrate(*database_, with({broken}))), StoreError);
    for (const TableInfo& table : describe(*database_->begin(Access::Read)))
        EXPECT_NE(table.name, "a");
    EXPECT_EQ(migrate(*database_, with({kFirst})).value(), 1);
}

TEST_P(Migrations, DescribeShowsColumnsAndKeys) {
    const Migration two{"room", "001_two",
                        "CREATE TABLE two (a BIGINT, b TEXT, c BIGINT, PRIMARY KEY (b, a), "
                        "UNIQUE (c)); CREATE UNIQUE INDEX two_c ON two (c, a); "
                        "CREATE INDEX two_b ON two (b);"};
    ASSERT_TRUE(migrate(*database_, with({two})).has_value());
    const auto tables = describe(*database_->begin(Access::Read));
    const auto place = std::ranges::find(tables, "two", &TableInfo::name);
    ASSERT_NE(place, tables.end());
    EXPECT_THAT(place->columns, ElementsAre("a", "b", "c"));
    EXPECT_THAT(place->types,
                ElementsAre(ColumnType::Integer, ColumnType::Text, ColumnType::Integer));
    ASSERT_EQ(place->unique_keys.size(), 3U);
    EXPECT_THAT(place->unique_keys[0], ElementsAre("b", "a"));
    EXPECT_THAT(place->unique_keys, ::testing::Contains(ElementsAre("c")));
    EXPECT_THAT(place->unique_keys, ::testing::Contains(ElementsAre("c", "a")));
}

TEST_P(Migrations, PlatformTablesObeyTheirKeyFamilies) {
    EXPECT_THAT(check_schema(location(), platform_schema()), IsEmpty());
}

TEST_P(Migrations, WrongKeysAreNamed) {
    const Migration wrong{"room", "001_wrong",
                          "-- family: payer\n"
                          "CREATE TABLE good (tenant_id BIGINT, bucket BIGINT, "
                          "billing_account_id BIGINT, n BIGINT, "
                          "PRIMARY KEY (tenant_id, bucket, billing_account_id, n));\n"
                          "-- family: payer\n"
                          "CREATE TABLE short (tenant_id BIGINT, bucket BIGINT, "
                          "PRIMARY KEY (tenant_id, bucket));\n"
                          "-- family: place\n"
                          "CREATE TABLE spot (tenant_id BIGINT, bucket BIGINT, "
                          "service_point_id BIGINT, code TEXT UNIQUE, "
                          "PRIMARY KEY (tenant_id, bucket, service_point_id));\n"
                          "-- family: register\n"
                          "CREATE TABLE nokey (tenant_id BIGINT);\n"
                          "-- family: root\n"
                          "CREATE TABLE rooted (x BIGINT PRIMARY KEY);\n"};
    const auto problems = check_schema(location(), with({wrong}));
    EXPECT_THAT(problems, ElementsAre(HasSubstr("nokey"), HasSubstr("rooted is of the root family"),
                                      HasSubstr("short: key (tenant_id, bucket) does not begin"),
                                      HasSubstr("spot: key (code)")));
}

TEST(Families, EveryTableMustSayItsOwn) {
    const Migration none[] = {{"room", "001_a", "CREATE TABLE a (x BIGINT);"}};
    EXPECT_THAT(families_of(none).error().message(), HasSubstr("room/001_a: table a has no line"));
    const Migration odd[] = {{"room", "001_a", "-- family: customer\nCREATE TABLE a (x BIGINT);"}};
    EXPECT_THAT(families_of(odd).error().message(), HasSubstr("customer"));
    const Migration once[] = {{"room", "001_a",
                               "-- family: payer\nCREATE TABLE a (x BIGINT);\n"
                               "CREATE TABLE b (x BIGINT);"}};
    EXPECT_THAT(families_of(once).error().message(), HasSubstr("table b"));
}

}  // namespace
}  // namespace bw::store

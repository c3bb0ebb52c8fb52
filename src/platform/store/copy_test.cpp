#include "platform/store/copy.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace bw::store {
namespace {

class Copies : public ::testing::Test {
protected:
    static constexpr Migration kTables[] = {
        {"room", "001_a",
         "CREATE TABLE odd (name TEXT, data BLOB, n BIGINT, PRIMARY KEY (name, n));"}};

    Copies() {
        for (auto* database : {one_.get(), two_.get()})
            EXPECT_TRUE(migrate(*database, all_of({platform_schema(), kTables})));
    }
    static TableInfo table(Transaction& tx) {
        const auto tables = tx.tables();
        return *std::ranges::find(tables, "odd", &TableInfo::name);
    }
    static void put(Database& database, std::string_view name, const Value& data, std::int64_t n) {
        const auto tx = database.begin(Access::Write);
        tx->execute("INSERT INTO odd (name, data, n) VALUES (?1, ?2, ?3)", name, data, n);
        tx->commit();
    }
    static TableContent content(Database& database) {
        const auto tx = database.begin(Access::Read);
        return content_of(*tx, table(*tx), {});
    }

    testing::TestStore first_{testing::StoreKind::Sqlite}, second_{testing::StoreKind::Postgres};
    std::unique_ptr<Database> one_ = open(first_.location()).value();
    std::unique_ptr<Database> two_ = open(second_.location()).value();
};

TEST_F(Copies, HoldTheSameInTheSameOrderOnBothStores) {
    const std::byte bytes[] = {std::byte{0}, std::byte{255}};
    // In an order that no key has; the first store sorts by bytes, the second must.
    put(*one_, "b", Bytes(bytes), 2);
    put(*one_, "Z", {}, -1);
    put(*one_, "ä", Bytes(), 1);
    put(*one_, "", Bytes(bytes), std::numeric_limits<std::int64_t>::min());
    put(*one_, "a-b", {}, 7);
    put(*one_, "a b", {}, 7);
    std::int64_t told = 0;
    const auto from = one_->begin(Access::Read);
    const auto to = two_->begin(Access::Write);
    const auto read = copy_table(*from, *to, table(*from),
                                 [&](std::string_view, std::int64_t rows) { told = rows; });
    EXPECT_EQ(read.rows, 6);
    EXPECT_EQ(told, 6);
    EXPECT_EQ(content_of(*to, table(*to), {}), read);
    to->commit();
    EXPECT_EQ(content(*two_), content(*one_));
}

TEST_F(Copies, EveryDifferenceShows) {
    const std::byte bytes[] = {std::byte{'a'}};
    const auto nothing = content(*one_);
    EXPECT_EQ(content(*two_), nothing);
    put(*one_, "a", {}, 1);
    for (const auto& [name, data, n] :
         {std::tuple<std::string_view, Value, std::int64_t>{"a", Bytes(), 1},
          {"a", Bytes(bytes), 1},
          {"a", {}, 2},
          {"ab", {}, 1}}) {
        put(*two_, name, data, n);
        EXPECT_NE(content(*two_), content(*one_)) << name << n;
        const auto tx = two_->begin(Access::Write);
        tx->execute("DELETE FROM odd");
        tx->commit();
    }
    put(*two_, "a", {}, 1);
    EXPECT_EQ(content(*two_), content(*one_));
}

}  // namespace
}  // namespace bw::store

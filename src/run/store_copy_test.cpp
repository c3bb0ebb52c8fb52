#include "flow/bill/store.h"
#include "platform/blob/lock.h"
#include "platform/store/batch.h"
#include "run/company_test.h"
#include "run/store_copy.h"
#include "run/verify.h"
#include "testing/child.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace bw::run {
namespace {

using store::Access;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MovedStore : public ::testing::Test {
protected:
    void SetUp() override {
        company_.settle();
        company_.bill_two_months();
    }
    Result<StoreCopy> move() { return move_to_server(*company_.workspace, address(), {}); }
    [[nodiscard]] const std::string& address() const { return server_.location(); }
    // As the next program does.
    Workspace open() { return open_workspace(company_.root, company_.around).value(); }
    // Moves in another process, which dies at the point.
    void move_and_die(std::string_view point) {
        company_.workspace.reset();
        const auto ended = testing::in_child([&] {
            faults::Faults faults;
            faults.kill_at(point, 1);
            auto workspace =
                open_workspace(company_.root, {&company_.clock, &company_.secrets, &faults});
            return workspace && move_to_server(*workspace, address(), {}) ? 0 : 1;
        });
        ASSERT_TRUE(ended.is_killed()) << point << ended.status;
        company_.workspace = open();
    }
    static std::vector<std::string> numbers(Workspace& workspace) {
        std::vector<std::string> numbers;
        const auto tx = workspace.database->begin(Access::Read);
        for (const auto& invoice : bill::list_invoices(*tx, workspace.tenant, {}, 100))
            numbers.push_back(invoice.number + " " + invoice.gross.to_string());
        return numbers;
    }

    Company company_;
    testing::TestStore server_{testing::StoreKind::Postgres};
};

TEST_F(MovedStore, HoldsEverythingAndGoesOn) {
    const auto before = numbers(*company_.workspace);
    ASSERT_EQ(before.size(), 3U);
    const auto copy = move();
    ASSERT_TRUE(copy) << copy.error().message();
    EXPECT_FALSE(copy->was_there);
    const auto lines = std::ranges::find(copy->tables, "billed_line", &store::TableContent::table);
    ASSERT_NE(lines, copy->tables.end());
    EXPECT_GT(lines->rows, 3);
    company_.workspace = open();
    EXPECT_TRUE(company_.workspace->is_shared());
    EXPECT_EQ(numbers(*company_.workspace), before);
    EXPECT_THAT(verify(*company_.workspace, {})->findings, IsEmpty());
    const auto june = LocalDate::of(2026, 6, 1), july = LocalDate::of(2026, 7, 1);
    ASSERT_TRUE(company_.import("june.csv", readings_of(june, july, "1")));
    company_.bill(july);
    EXPECT_THAT(verify(*company_.workspace, {})->findings, IsEmpty());
    EXPECT_EQ(move().error().code, Code::Conflict);  // it is there already
}

TEST_F(MovedStore, WhoWaitsWithTheOldFileWritesNothing) {
    const auto late = store::open((company_.root / "store.db").string()).value();
    ASSERT_TRUE(move());
    const auto tx = late->begin(Access::Write);
    const store::BatchInfo info{"usage", "late", crypto::sha256("late"), {}, {}};
    EXPECT_THROW(static_cast<void>(store::record_batch(*tx, TenantId{1}, info)), store::StoreError);
}

TEST_F(MovedStore, KilledBeforeItsSwitchItIsComparedAndSwitched) {
    move_and_die("run.store.copied");
    EXPECT_FALSE(company_.workspace->is_shared());
    const auto copy = move();
    ASSERT_TRUE(copy) << copy.error().message();
    EXPECT_TRUE(copy->was_there);
    company_.workspace = open();
    EXPECT_TRUE(company_.workspace->is_shared());
    EXPECT_THAT(verify(*company_.workspace, {})->findings, IsEmpty());
}

TEST_F(MovedStore, KilledInTheMiddleNothingHasMoved) {
    // The first commits are of the migrations; the last one is of the rows.
    const auto migrations = all_migrations().size();
    company_.workspace.reset();
    const auto ended = testing::in_child([&] {
        faults::Faults faults;
        auto workspace =
            open_workspace(company_.root, {&company_.clock, &company_.secrets, &faults});
        faults.kill_at("store.commit.before", static_cast<int>(migrations) + 2);
        return workspace && move_to_server(*workspace, address(), {}) ? 0 : 1;
    });
    ASSERT_TRUE(ended.is_killed());
    company_.workspace = open();
    EXPECT_FALSE(company_.workspace->is_shared());
    const auto copy = move();
    ASSERT_TRUE(copy) << copy.error().message();
    EXPECT_FALSE(copy->was_there);
}

TEST_F(MovedStore, KilledAfterItsSwitchItHasMoved) {
    move_and_die("run.store.switched");
    EXPECT_TRUE(company_.workspace->is_shared());
    EXPECT_THAT(verify(*company_.workspace, {})->findings, IsEmpty());
}

TEST_F(MovedStore, SchemaOfAnotherIsLeftAlone) {
    move_and_die("run.store.copied");
    {
        const auto other = store::open(address()).value();
        const auto tx = other->begin(Access::Write);
        tx->execute("UPDATE invoice SET gross = gross + 1 WHERE statement = 1");
        tx->commit();
    }
    const auto refused = move();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Duplicate);
    EXPECT_THAT(refused.error().message(), HasSubstr("table invoice"));
    EXPECT_FALSE(open().is_shared());
}

TEST_F(MovedStore, WaitsForNoRunAndTakesNoPassword) {
    {
        const auto run = blob::Lock::take(company_.root / "run.lock");
        ASSERT_TRUE(run);
        EXPECT_EQ(move().error().code, Code::Conflict);
    }
    EXPECT_EQ(move_to_server(*company_.workspace, "postgresql://a:b@c/d", {}).error().code,
              Code::Refused);
}

}  // namespace
}  // namespace bw::run

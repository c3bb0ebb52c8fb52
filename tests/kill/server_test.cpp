// A bill run whose store is on a server: several processes at once, a server that is killed or
// started again, a connection that is cut anywhere. It always ends as if nothing had happened.
#include "month.h"
#include "run/store.h"
#include "testing/postgres_server.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>

#include <cerrno>
#include <future>
#include <latch>

namespace bw::kill {
namespace {

using faults::Operation;
using ::testing::HasSubstr;

const std::string& expected() {
    static const std::string text = undisturbed_month();
    return text;
}

class ServerRun : public ::testing::Test {
protected:
    // The month of a test, in a schema of its own.
    void make(testing::PostgresServer& server) {
        static int count = 0;
        const auto address = server.location("run_" + std::to_string(++count));
        const auto made = make_month(root_, address, s_);
        ASSERT_TRUE(made) << made.error().message();
    }
    run::Workspace open(bool counting = false) {
        return run::open_workspace(root_, s_.around(counting)).value();
    }
    void expect_undisturbed_result() { EXPECT_EQ(fingerprint(root_, s_), expected()); }

    testing::TempDir folder_;
    std::filesystem::path root_ = folder_.path() / "w";
    Surroundings s_;
};

TEST_F(ServerRun, LikeOneOnSqlite) {
    make(testing::shared_postgres());
    auto workspace = open();
    const RunId id = run::start(workspace, month_request()).value();
    ASSERT_TRUE(run::carry_on(workspace, id, 2, {}));
    expect_undisturbed_result();
}

// Both see both stages; the first waits in its first unit until the second has done one.
TEST_F(ServerRun, OfTwoProcessesDoesEachUnitOnce) {
    make(testing::shared_postgres());
    faults::Faults counters[2];
    run::Workspace workspaces[2];
    for (int i : {0, 1}) {
        workspaces[i] = run::open_workspace(root_, {&s_.clock, &s_.secrets, &counters[i]}).value();
        workspaces[i].worker = "elsewhere/" + std::to_string(i);
    }
    const RunId id = run::start(workspaces[0], month_request()).value();
    std::latch first_began(1), second_did_one(1);
    std::atomic<bool> told = false;
    const run::Progress first = [&](std::string_view, std::int64_t done, std::int64_t) {
        if (done != 1 || told.exchange(true)) return;
        first_began.count_down();
        second_did_one.wait();
    };
    std::atomic<bool> did_one = false;
    const run::Progress second = [&](std::string_view, std::int64_t done, std::int64_t) {
        if (done >= 1 && !did_one.exchange(true)) second_did_one.count_down();
    };
    auto other = std::async(std::launch::async, [&] {
        first_began.wait();
        return run::carry_on(workspaces[1], id, 1, second);
    });
    const auto report = run::carry_on(workspaces[0], id, 1, first);
    const auto other_report = other.get();
    ASSERT_TRUE(report) << report.error().message();
    ASSERT_TRUE(other_report) << other_report.error().message();
    EXPECT_EQ(report->info.phase, run::Phase::Done);
    EXPECT_EQ(other_report->info.phase, run::Phase::Done);
    for (const auto* point : {"run.prepare.computed", "run.seal.written"}) {
        EXPECT_EQ(counters[0].reached(point) + counters[1].reached(point), report->info.units)
            << point;
    }
    EXPECT_GE(counters[0].reached("run.prepare.computed"), 1);
    EXPECT_GE(counters[1].reached("run.prepare.computed"), 1);
    expect_undisturbed_result();
}

TEST_F(ServerRun, TakesOverWhatADeadProcessLeased) {
    make(testing::shared_postgres());
    auto workspace = open();
    const RunId id = run::start(workspace, month_request()).value();
    {
        const auto tx = workspace.database->begin(store::Access::Write);
        const auto units = run::units_of(*tx, workspace.tenant, id);
        const Instant now = s_.clock.now();
        const Instant later{now.us + 3600 * Instant::kSecond};
        const auto lease = [&](std::size_t unit, const std::string& worker, Instant until) {
            run::lease_unit(*tx, workspace.tenant, id, units.at(unit).unit, worker, until);
        };
        // Of this machine and gone; of another one and late; of an attempt of ours that failed.
        const std::string& ours = workspace.worker;
        lease(0, ours.substr(0, ours.find('/')) + "/999999999/1", later);
        lease(1, "elsewhere/1/1", now);
        lease(2, ours, later);
        tx->commit();
    }
    ASSERT_TRUE(run::carry_on(workspace, id, 2, {}));
    expect_undisturbed_result();
}

TEST_F(ServerRun, StopsWithAClearWordWhenItsServerDiesAndGoesOnLater) {
    testing::PostgresServer server;
    make(server);
    RunId id;
    {
        auto workspace = open();
        workspace.patience_ms = 0;
        id = run::start(workspace, month_request()).value();
        const auto kill = [&](std::string_view stage, std::int64_t done, std::int64_t) {
            if (stage == "seal" && done == 3) server.kill();
        };
        try {
            static_cast<void>(run::carry_on(workspace, id, 2, kill));
            FAIL() << "no StoreError";
        } catch (const store::StoreError& error) {
            EXPECT_TRUE(error.retryable());
            EXPECT_THAT(error.what(), HasSubstr("store postgresql://"));
        }
    }
    server.start();
    auto workspace = open();
    const auto report = run::carry_on(workspace, id, 2, {});
    ASSERT_TRUE(report) << report.error().message();
    expect_undisturbed_result();
}

TEST_F(ServerRun, WaitsForAServerThatIsStartedAgain) {
    testing::PostgresServer server;
    make(server);
    auto workspace = open();
    const RunId id = run::start(workspace, month_request()).value();
    int restarts = 0;
    const auto restart = [&](std::string_view stage, std::int64_t done, std::int64_t) {
        if ((stage != "prepare" && stage != "seal") || done != 3) return;
        server.kill();
        server.start();
        ++restarts;
    };
    const auto report = run::carry_on(workspace, id, 2, restart);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(restarts, 2);
    expect_undisturbed_result();
}

// Each exchange with the server may be the last of its connection; a seventh of them is tried, in
// one run after the other. Cut once, the run mends itself.
TEST_F(ServerRun, SurvivesConnectionsThatAreCutAnywhere) {
    make(testing::shared_postgres());
    auto workspace = open(true);
    const RunId id = run::start(workspace, month_request()).value();
    int exchanges = 0;
    const auto cut = [&](std::string_view, std::int64_t, std::int64_t) {
        s_.counter.fail(Operation::Network, 3 + 7 * ++exchanges % 40, ECONNRESET);
    };
    const auto report = run::carry_on(workspace, id, 2, cut);
    s_.counter.fail(Operation::Network, 0, 0);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_GT(exchanges, 20);
    expect_undisturbed_result();
}

}  // namespace
}  // namespace bw::kill

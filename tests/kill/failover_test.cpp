// The machine of the store dies in the middle of a bill run; its synchronous standby takes over.
// What was committed is there, and the run goes on by itself.
#include "month.h"
#include "testing/postgres_server.h"
#include "testing/temp_dir.h"

#include <gtest/gtest.h>

namespace bw::kill {
namespace {

struct Moment {
    const char* stage;
    std::int64_t done;  // units; 0: whatever it says
};

const std::string& expected() {
    static const std::string text = undisturbed_month();
    return text;
}

class Failover : public ::testing::TestWithParam<Moment> {};

TEST_P(Failover, ToASynchronousStandbyIsSurvived) {
    const testing::TempDir folder;
    Surroundings s;
    testing::PostgresServer primary;
    testing::PostgresServer standby(testing::PostgresServer::StandbyOf{primary});
    const auto root = folder.path() / "w";
    const std::string address =
        "postgresql://billwright@/postgres?host=" + primary.folder().string() + "," +
        standby.folder().string() + "&schema=acme";
    const auto made = make_month(root, address, s);
    ASSERT_TRUE(made) << made.error().message();
    auto workspace = run::open_workspace(root, s.around()).value();
    const RunId id = run::start(workspace, month_request()).value();
    int died = 0;
    const Moment moment = GetParam();
    const auto die = [&](std::string_view stage, std::int64_t done, std::int64_t) {
        const bool is_now = stage == moment.stage && (moment.done == 0 || done == moment.done);
        if (!is_now || died++ > 0) return;
        primary.kill();
        standby.execute("SELECT pg_promote()");
    };
    const auto report = run::carry_on(workspace, id, 2, die);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(died, 1);
    EXPECT_EQ(standby.execute("SELECT pg_is_in_recovery()"), "f");
    EXPECT_EQ(fingerprint(root, s), expected());
}

INSTANTIATE_TEST_SUITE_P(In, Failover,
                         ::testing::Values(Moment{"prepare", 3}, Moment{"number", 0},
                                           Moment{"seal", 5}),
                         [](const auto& of) { return std::string(of.param.stage); });

}  // namespace
}  // namespace bw::kill

// A write, a sync or a rename fails somewhere in a bill run, or the clock jumps at every look: the
// run stops with a clear word or goes on, and ends like an undisturbed one.
#include "base/random.h"
#include "month.h"
#include "platform/blob/blob.h"
#include "run/verify.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

#include <atomic>
#include <cerrno>

namespace bw::fault {
namespace {

using faults::Operation;
using kill::Surroundings;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// What an undisturbed run leaves, on SQLite.
const std::string& expected() {
    static const std::string text = [] {
        const testing::TempDir folder;
        Surroundings s;
        const auto root = folder.path() / "w";
        EXPECT_TRUE(kill::make_month(root, "", s));
        auto workspace = run::open_workspace(root, s.around()).value();
        const RunId id = run::start(workspace, kill::month_request()).value();
        EXPECT_TRUE(run::carry_on(workspace, id, 1, {}));
        return kill::fingerprint(root, s);
    }();
    return text;
}

// Forward and back by up to a year, another way at every look.
class JumpingClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override {
        constexpr std::int64_t kYear = 366LL * 86'400;
        constexpr std::int64_t kNoon = 1'788'350'400;  // of the second of September 2026
        Random random(looks_.fetch_add(1));
        return Instant::from_seconds(kNoon + random.between(-kYear, kYear));
    }
    [[nodiscard]] std::uint64_t looks() const { return looks_; }

private:
    mutable std::atomic<std::uint64_t> looks_ = 1;
};

class FaultyRun : public testing::OnBothStores {
protected:
    void make() {
        const auto made = kill::make_month(root_, is_postgres() ? location() : "", s_);
        ASSERT_TRUE(made) << made.error().message();
    }
    run::Workspace open(bool counting = false) {
        return run::open_workspace(root_, s_.around(counting)).value();
    }
    void expect_undisturbed_result() {
        EXPECT_EQ(kill::fingerprint(root_, s_), expected());
        auto workspace = open();
        EXPECT_THAT(run::verify(workspace, {})->findings, IsEmpty());
    }

    std::filesystem::path root_ = dir().path() / "w";
    Surroundings s_;
};
ON_BOTH_STORES(FaultyRun);

TEST_P(FaultyRun, StopsAtEachFailureWithAClearWordAndGoesOn) {
    make();
    RunId id;
    {
        auto workspace = open();
        id = run::start(workspace, kill::month_request()).value();
    }
    int stops = 0;
    for (const auto operation : {Operation::Write, Operation::Sync, Operation::Rename})
        for (const int error : {EIO, ENOSPC}) {
            auto workspace = open(true);
            workspace.patience_ms = 0;
            s_.counter.fail(operation, 3, error);  // in the first units that are left
            try {
                const auto report = run::carry_on(workspace, id, 1, {});
                EXPECT_TRUE(report) << report.error().message();
            } catch (const store::StoreError& stopped) {
                ++stops;
                EXPECT_THAT(stopped.what(),
                            HasSubstr(error == ENOSPC && operation != Operation::Sync
                                          ? "make room on the disk"
                                          : "check the disk"));
            } catch (const blob::BlobError& stopped) {
                ++stops;
                EXPECT_EQ(stopped.error(), error);
            }
            s_.counter.fail(operation, 0, 0);
        }
    EXPECT_GE(stops, 4);
    {
        auto workspace = open();
        const auto report = run::carry_on(workspace, id, 2, {});
        ASSERT_TRUE(report) << report.error().message();
    }
    expect_undisturbed_result();
}

// What came first is told by the numbers of batches, never by the time.
TEST_P(FaultyRun, TheClockJumpsAtEveryLook) {
    const JumpingClock clock;
    s_.other_clock = &clock;
    make();
    {
        auto workspace = open();
        const RunId id = run::start(workspace, kill::month_request()).value();
        const auto report = run::carry_on(workspace, id, 2, {});
        ASSERT_TRUE(report) << report.error().message();
    }
    EXPECT_GT(clock.looks(), 50U);
    expect_undisturbed_result();
}

}  // namespace
}  // namespace bw::fault

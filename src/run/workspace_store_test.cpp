#include "platform/store/batch.h"
#include "run/workspace.h"
#include "run/workspace_file.h"
#include "testing/postgres_server.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace bw::run {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Workspaces : public testing::OnBothStores {
protected:
    [[nodiscard]] Surroundings around() { return {&clock_, &secrets_, nullptr}; }
    // The address, or nothing where the store is a file of the folder.
    [[nodiscard]] std::string address() const { return is_postgres() ? location() : std::string(); }
    static void add_fact(Workspace& w) {
        const auto tx = w.database->begin(store::Access::Write);
        const store::BatchInfo info{"usage", "file", crypto::sha256("x"), {}, {}};
        ASSERT_TRUE(store::record_batch(*tx, w.tenant, info).has_value());
        tx->commit();
    }

    FixedClock clock_{Instant::from_seconds(0)};
    crypto::SeededSecrets secrets_{1};
};
ON_BOTH_STORES(Workspaces);

TEST_P(Workspaces, AreMadeOnceAndOpenedAgain) {
    const auto root = dir().path() / "w";
    ASSERT_TRUE(create_workspace(root, around(), address()));
    EXPECT_EQ(create_workspace(root, around(), address()).error().code, Code::Duplicate);
    const auto opened = open_workspace(root, around());
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->database->kind(), is_postgres() ? "postgresql" : "sqlite");
    EXPECT_EQ(open_workspace(dir().path() / "absent", around()).error().code, Code::NotFound);
}

TEST(WorkspaceStore, AddressMustBeOneAndHoldNoPassword) {
    const testing::TempDir dir;
    FixedClock clock(Instant::from_seconds(0));
    crypto::SeededSecrets secrets(1);
    const Surroundings around{&clock, &secrets, nullptr};
    const auto secret =
        create_workspace(dir.path() / "w", around, "postgresql://anna:s3cret@db/utility");
    ASSERT_FALSE(secret);
    EXPECT_EQ(secret.error().code, Code::Refused);
    EXPECT_THAT(secret.error().message(), HasSubstr("~/.pgpass"));
    EXPECT_THAT(secret.error().message(), Not(HasSubstr("s3cret")));
    EXPECT_EQ(create_workspace(dir.path() / "w", around, "other.db").error().code, Code::Invalid);
    EXPECT_FALSE(std::filesystem::exists(dir.path() / "w"));
}

class ServerWorkspaces : public Workspaces {};
INSTANTIATE_TEST_SUITE_P(On, ServerWorkspaces, ::testing::Values(testing::StoreKind::Postgres),
                         testing::store_name);

TEST_P(ServerWorkspaces, InitThatDiedIsDoneAgainButFactsAreNotTaken) {
    // The store was taken, the folder was not finished.
    ASSERT_TRUE(create_workspace(dir().path() / "dead", around(), address()));
    auto w = create_workspace(dir().path() / "w", around(), address());
    ASSERT_TRUE(w) << w.error().message();
    // The first folder has lost it, and says so before it takes files for left-overs.
    const auto lost = open_workspace(dir().path() / "dead", around());
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, Code::Conflict);
    add_fact(*w);
    const auto third = create_workspace(dir().path() / "third", around(), address());
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().code, Code::Duplicate);
    EXPECT_THAT(third.error().message(), HasSubstr("schema=NAME"));
}

TEST_P(ServerWorkspaces, FilesAreSafeWhenTheStoreIsGone) {
    const auto root = dir().path() / "w";
    ASSERT_TRUE(create_workspace(root, around(), address()));
    const auto reading = root / "usage" / "0123456789.arrivals";
    std::ofstream(reading) << "readings";
    testing::shared_postgres().execute("DROP SCHEMA " + address().substr(address().rfind('=') + 1) +
                                       " CASCADE");
    EXPECT_EQ(open_workspace(root, around()).error().code, Code::NotFound);
    // Made anew, it is empty and not the folder's own.
    ASSERT_TRUE(store::open(address()));
    EXPECT_EQ(open_workspace(root, around()).error().code, Code::Conflict);
    EXPECT_TRUE(std::filesystem::exists(reading));
}

TEST_P(ServerWorkspaces, FileThatIsNoneIsToldWithItsName) {
    const auto root = dir().path() / "w";
    ASSERT_TRUE(create_workspace(root, around(), address()));
    const auto written = read_workspace_file(root);
    ASSERT_TRUE(written && written->has_value());
    EXPECT_EQ((*written)->store, address());
    for (const auto* text : {"", "store: x\n", "- store\n", "store: [\n", "identity: x\n"}) {
        std::ofstream(root / "workspace.yaml", std::ios::trunc) << text;
        const auto broken = open_workspace(root, around());
        ASSERT_FALSE(broken) << text;
        EXPECT_THAT(broken.error().message(), HasSubstr("workspace.yaml")) << text;
    }
}

}  // namespace
}  // namespace bw::run

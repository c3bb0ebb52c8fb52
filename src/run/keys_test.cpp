// The whole catalogue: every table of every room is keyed as its family demands (docs/keys.md).
#include "platform/store/keys.h"
#include "run/workspace.h"
#include "testing/stores.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::run {

class Keys : public testing::OnBothStores {};
ON_BOTH_STORES(Keys);

TEST_P(Keys, EveryTableOfEveryRoomIsKeyedByItsFamily) {
    EXPECT_THAT(store::check_schema(store_.location(), all_migrations()), ::testing::IsEmpty());
}

TEST(Workspaces, AWorkspaceIsMadeOnceAndOpenedAgain) {
    const testing::TempDir dir;
    FixedClock clock(Instant::from_seconds(0));
    crypto::SeededSecrets secrets(1);
    const Surroundings around{&clock, &secrets, nullptr};
    ASSERT_TRUE(create_workspace(dir.path() / "w", around));
    EXPECT_EQ(create_workspace(dir.path() / "w", around).error().code, Code::Duplicate);
    EXPECT_TRUE(open_workspace(dir.path() / "w", around));
    EXPECT_EQ(open_workspace(dir.path() / "absent", around).error().code, Code::NotFound);
}

}  // namespace bw::run

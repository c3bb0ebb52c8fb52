// The whole catalogue: every table of every room is keyed as its family demands (docs/keys.md).
#include "platform/store/keys.h"
#include "run/workspace.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::run {

TEST(Keys, EveryTableOfEveryRoomIsKeyedByItsFamily) {
    const testing::TempDir dir;
    EXPECT_THAT(store::check_schema(dir.file("keys.db"), all_migrations()), ::testing::IsEmpty());
}

TEST(Keys, AWorkspaceIsMadeOnceAndOpenedAgain) {
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

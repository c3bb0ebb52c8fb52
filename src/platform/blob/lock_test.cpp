#include "platform/blob/lock.h"
#include "testing/child.h"
#include "testing/temp_dir.h"

#include <gtest/gtest.h>

#include <csignal>

namespace bw::blob {

TEST(Lock, OneHasItUntilItIsGivenBack) {
    const testing::TempDir dir;
    const Path path = dir.file("a");
    {
        const auto mine = Lock::take(path);
        ASSERT_TRUE(mine);
        EXPECT_FALSE(mine->is_inherited());
        EXPECT_FALSE(Lock::take(path));
        EXPECT_FALSE(Lock::take_existing(path));
    }
    const auto again = Lock::take(path);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->is_inherited());
}

TEST(Lock, ExistingOneIsNotMade) {
    const testing::TempDir dir;
    EXPECT_FALSE(Lock::take_existing(dir.file("a")));
    EXPECT_FALSE(std::filesystem::exists(dir.file("a")));
    EXPECT_TRUE(Lock::take_existing(dir.path()));  // a folder
    EXPECT_THROW(Lock::take(dir.path() / "no" / "a"), BlobError);
}

TEST(Lock, RemovedFileIsNotHeldByItsOldOwner) {
    const testing::TempDir dir;
    const Path path = dir.file("a");
    const auto old = Lock::take(path);
    ASSERT_TRUE(old);
    std::filesystem::remove(path);
    const auto fresh = Lock::take(path);
    ASSERT_TRUE(fresh);
    EXPECT_FALSE(fresh->is_inherited());
}

TEST(Lock, EndsWithAProcessThatIsKilled) {
    const testing::TempDir dir;
    const Path path = dir.file("a");
    const auto ended = testing::in_child([&] {
        const auto theirs = Lock::take(path);
        return ::raise(theirs ? SIGKILL : SIGTERM);
    });
    ASSERT_TRUE(ended.is_killed());
    const auto mine = Lock::take(path);
    ASSERT_TRUE(mine);
    EXPECT_TRUE(mine->is_inherited());
}

}  // namespace bw::blob

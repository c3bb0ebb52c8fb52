#include "base/root.h"

#include <gtest/gtest.h>

namespace bw {
namespace {

TEST(SquareRoot, IsTheLargestWholeNumberWhoseSquareFits) {
    for (std::int64_t value = 0; value < 10'000; ++value) {
        const auto root = static_cast<std::int64_t>(square_root(value));
        EXPECT_LE(root * root, value);
        EXPECT_GT((root + 1) * (root + 1), value);
    }
    const int128 large = int128{1} << 126;
    EXPECT_TRUE(square_root(large) == int128{1} << 63);
    EXPECT_TRUE(square_root(large - 1) == (int128{1} << 63) - 1);
}

}  // namespace
}  // namespace bw

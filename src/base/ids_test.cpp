#include "base/ids.h"

#include <gtest/gtest.h>

#include <array>

namespace bw {
namespace {

// Stored rows lie under these numbers: another function would lose them.
TEST(Buckets, StayWhereTheyAre) {
    constexpr std::array kIds = {1, 2, 3, 1000, 123456789};
    constexpr std::array kBucketsOf = {193, 718, 1005, 328, 633};
    for (std::size_t i = 0; i < kIds.size(); ++i)
        EXPECT_EQ(bucket_of(kIds[i]), kBucketsOf[i]) << kIds[i];
}

TEST(Buckets, AreAllUsedAboutAlike) {
    std::array<int, kBuckets> count{};
    for (std::int64_t id = 1; id <= 100 * kBuckets; ++id)
        ++count.at(static_cast<std::size_t>(bucket_of(id)));
    for (const int accounts : count) {
        EXPECT_GT(accounts, 50);
        EXPECT_LT(accounts, 160);
    }
}

}  // namespace
}  // namespace bw

#include "platform/clock/system_clock.h"

#include <gtest/gtest.h>

#include <ctime>

namespace bw::clock {
namespace {

TEST(SystemClock, AgreesWithTheSystem) {
    const std::int64_t before = std::time(nullptr);
    const Instant now = SystemClock().now();
    const std::int64_t after = std::time(nullptr);
    EXPECT_GE(now.seconds(), before - 1);  // time() is read from a coarser clock
    EXPECT_LE(now.seconds(), after + 1);
}

}  // namespace
}  // namespace bw::clock

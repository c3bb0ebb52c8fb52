#include "platform/text/suggest.h"

#include <gtest/gtest.h>

namespace bw::text {
namespace {

TEST(Suggest, TheNearestWordOrNone) {
    EXPECT_EQ(did_you_mean("improt", {"init", "import"}), "; did you mean 'import'?");
    EXPECT_EQ(did_you_mean("xylophone", {"init", "import"}), "");
    EXPECT_EQ(did_you_mean(std::string(1000, 'a'), {"init"}), "");
}

}  // namespace
}  // namespace bw::text

#include "base/random.h"
#include "platform/text/base64.h"

#include <gtest/gtest.h>

namespace bw::text {
namespace {

TEST(Base64, WritesWhatTheStandardShows) {
    // RFC 4648, section 10.
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foo"), "Zm9v");
    EXPECT_EQ(base64("foob"), "Zm9vYg==");
    EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(Base64, ReadsBackAnyBytes) {
    Random random(7);
    for (std::uint64_t size = 0; size < 200; ++size) {
        std::string bytes;
        for (std::uint64_t i = 0; i < size; ++i) bytes += static_cast<char>(random.below(256));
        EXPECT_EQ(read_base64(base64(bytes)), bytes);
    }
}

TEST(Base64, ReadsNothingElse) {
    for (const char* wrong : {"Zg=", "Zg", "Z===", "====", "Zm9v====", "Zg==Zg==", "Zh==", "Zm9=",
                              "Zm9v\n", "Zm-v", "Z g=", "=Zg="})
        EXPECT_FALSE(read_base64(wrong)) << wrong;
}

}  // namespace
}  // namespace bw::text

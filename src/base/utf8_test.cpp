#include "base/utf8.h"

#include <gtest/gtest.h>

namespace bw {
namespace {

TEST(Utf8, TextIsWellFormedAndHasNoZero) {
    EXPECT_TRUE(is_utf8_text(""));
    EXPECT_TRUE(is_utf8_text("Zähler № 7 \U0001F4A7\n"));
    EXPECT_FALSE(is_utf8_text(std::string_view("a\0b", 3)));
    EXPECT_FALSE(is_utf8_text("Z\xE4hler"));         // Latin-1
    EXPECT_FALSE(is_utf8_text("cut \xE2\x82"));      // half a euro sign
    EXPECT_FALSE(is_utf8_text("\xC0\x80"));          // overlong
    EXPECT_FALSE(is_utf8_text("\xED\xA0\x80"));      // a surrogate
    EXPECT_FALSE(is_utf8_text("\xF4\x90\x80\x80"));  // above U+10FFFF
}

TEST(Utf8, WhatIsNoTextBecomesOne) {
    EXPECT_EQ(as_utf8_text("Zähler"), "Zähler");
    EXPECT_EQ(as_utf8_text("Z\xE4hler"), "Z?hler");
    EXPECT_EQ(as_utf8_text(std::string_view("a\0\xE2\x82", 4)), "a???");
}

}  // namespace
}  // namespace bw

#include "platform/text/wrap.h"

#include <gtest/gtest.h>

namespace bw::text {
namespace {

TEST(Wrap, BreaksAtSpacesAndIndents) {
    EXPECT_EQ(wrap("one two three four", {.first = 0, .rest = 2, .width = 9}),
              "one two\n  three\n  four");
    EXPECT_EQ(wrap("one", {.first = 3, .rest = 5, .width = 80}), "   one");
    EXPECT_EQ(wrap("", {}), "");
}

TEST(Wrap, ALongWordStaysWhole) {
    EXPECT_EQ(wrap("a bcdefghijk l", {.first = 0, .rest = 0, .width = 5}), "a\nbcdefghijk\nl");
}

TEST(Wrap, LineEndsOfTheTextStay) {
    EXPECT_EQ(wrap("a\nb c", {.first = 1, .rest = 2, .width = 4}), " a\n  b\n  c");
}

TEST(Wrap, ColumnsAreCharacters) {
    EXPECT_EQ(columns_of("Möwe"), 4U);
    EXPECT_EQ(wrap("äöü äöü", {.first = 0, .rest = 0, .width = 7}), "äöü äöü");
}

}  // namespace
}  // namespace bw::text

#include "flow/compose/message/characters.h"
#include "flow/compose/message/plain.h"
#include "flow/compose/message/random_text_test.h"
#include "testing/property.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace bw::message {
namespace {

TEST(Plain, BreaksAtSpaces) {
    EXPECT_EQ(wrapped("one two three four", 9), "one two\nthree\nfour");
    EXPECT_EQ(wrapped("one two", 7), "one two");
    EXPECT_EQ(wrapped("", 7), "");
    EXPECT_EQ(wrapped("a b", 0), "a\nb");
}

TEST(Plain, LineEndsAndLinesThatFitStay) {
    EXPECT_EQ(wrapped("one\n\ntwo  three \n-- \n", 20), "one\n\ntwo  three \n-- \n");
    EXPECT_EQ(wrapped("\n", 5), "\n");
}

TEST(Plain, ALinkStandsWhole) {
    const std::string link = "https://aurora.example/a-very-long-way/to-the-bill?t=0123456789";
    EXPECT_EQ(wrapped("See " + link + " for more.", 20), "See\n" + link + "\nfor more.");
}

TEST(Plain, WhatFollowsABreakIsSetInLikeItsLine) {
    EXPECT_EQ(wrapped("  - one two three", 10), "  - one\n  two\n  three");
    EXPECT_EQ(wrapped("         one two", 12), "         one\ntwo");
    EXPECT_EQ(wrapped("             \nx", 5), "\nx");
}

TEST(Plain, CharactersCountAndNotBytes) {
    EXPECT_EQ(wrapped("ääää öööö", 9), "ääää öööö");
    EXPECT_EQ(wrapped("10\u202F€ 20\u00A0€ 30", 9), "10\u202F€ 20\u00A0€\n30");
}

PROPERTY_N(PlainProperty, WordsStayAndLinesFit, 500) {
    Random random(*testing::any<std::uint64_t>());
    const std::string text = random_text(random, 120);
    const int columns = static_cast<int>(random.between(1, 80));
    const std::string made = wrapped(text, columns);
    const auto words = [](std::string_view from) {
        std::string out;
        for (const char c : from)
            if (c != ' ' && c != '\n') out += c;
        return out;
    };
    RC_ASSERT(words(made) == words(text));
    RC_ASSERT(wrapped(made, columns) == made);
    for (std::string_view rest = made; !rest.empty();) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        int width = 0;
        for (std::size_t at = 0; at < line.size(); at += first_character(line.substr(at)).bytes)
            ++width;
        const auto word = line.substr(std::min(line.find_first_not_of(' '), line.size()));
        RC_ASSERT(width <= columns || word.find(' ') == std::string_view::npos);
    }
}

}  // namespace
}  // namespace bw::message

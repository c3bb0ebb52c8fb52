#include "platform/text/difference.h"

#include <gtest/gtest.h>

namespace bw::text {
namespace {

std::string told(std::string_view before, std::string_view after) {
    std::string out;
    for (const auto& line : difference(before, after))
        out += std::string(1, " -+"[static_cast<int>(line.kind)]) + std::string(line.words) + "|";
    return out;
}

TEST(Difference, OfLines) {
    EXPECT_EQ(told("", ""), "");
    EXPECT_EQ(told("a\nb\n", "a\nb"), " a| b|");
    EXPECT_EQ(told("a\nb\nc", "a\nx\nc"), " a|-b|+x| c|");
    EXPECT_EQ(told("a\nb", "b\na"), "-a| b|+a|");
    EXPECT_EQ(told("", "a\n\nb"), "+a|+|+b|");
    EXPECT_EQ(told("a\na\na", "a\na"), " a| a|-a|");
    EXPECT_EQ(told("a\nb\nc\nd\ne", "a\nc\nd\nf\ne"), " a|-b| c| d|+f| e|");
}

// Both sides can be read off it, whatever the texts.
TEST(Difference, HoldsBothTexts) {
    unsigned random = 1;
    for (int round = 0; round < 300; ++round) {
        std::string before, after;
        for (std::string* text : {&before, &after})
            for (int n = 0; n < 12; ++n) {
                random = random * 1664525U + 1013904223U;
                *text += static_cast<char>('a' + (random >> 29U));
                *text += '\n';
            }
        std::string old, now;
        for (const auto& line : difference(before, after)) {
            if (line.kind != LineKind::Added) old.append(line.words) += '\n';
            if (line.kind != LineKind::Removed) now.append(line.words) += '\n';
        }
        EXPECT_EQ(old, before);
        EXPECT_EQ(now, after);
    }
}

TEST(Difference, OfVeryLongTextsIsAllThatLiesBetween) {
    std::string before = "same\n";
    std::string after = before;
    for (int n = 0; n < 3000; ++n) {
        before += std::to_string(n) + "\n";
        after += std::to_string(n + 1) + "\n";
    }
    const auto lines = difference(before + "end", after + "end");
    EXPECT_EQ(lines.size(), 6002U);
    EXPECT_EQ(lines.front().kind, LineKind::Same);
    EXPECT_EQ(lines.back().kind, LineKind::Same);
}

}  // namespace
}  // namespace bw::text

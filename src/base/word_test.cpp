#include "base/word.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace bw {
namespace {

TEST(Word, IsOneCopyOfItsText) {
    const Word a("energy"), b(std::string("ener") + "gy"), c("standing");
    EXPECT_EQ(&a.text(), &b.text());
    EXPECT_EQ(a, b);
    EXPECT_NE(a, c);
    EXPECT_EQ(a, "energy");
    EXPECT_NE(a, std::string("Energy"));
    EXPECT_LT(a, c);
    EXPECT_EQ(a + "/" + c, "energy/standing");
    EXPECT_EQ("charges." + a, "charges.energy");
    EXPECT_EQ(sizeof(Word), sizeof(void*));
}

TEST(Word, IsEmptyWithoutAText) {
    EXPECT_TRUE(Word().empty());
    EXPECT_EQ(Word(), Word(""));
    EXPECT_EQ(&Word().text(), &Word(std::string_view()).text());
    EXPECT_LT(Word(), Word("a"));
}

TEST(Word, IsTheSameInEveryThread) {
    constexpr int kWords = 500;
    std::array<std::vector<Word>, 4> seen;
    std::atomic<int> ready = 0;
    {
        std::vector<std::jthread> threads;
        for (auto& words : seen)
            threads.emplace_back([&words, &ready, &seen] {
                ++ready;
                while (ready < std::ssize(seen)) std::this_thread::yield();
                for (int i = 0; i < kWords; ++i) words.emplace_back("word " + std::to_string(i));
            });
    }
    for (const auto& words : seen) EXPECT_EQ(words, seen[0]);
    EXPECT_EQ(seen[0][7], "word 7");
}

}  // namespace
}  // namespace bw

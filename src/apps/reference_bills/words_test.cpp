#include "apps/reference_bills/words.h"

#include <gtest/gtest.h>

namespace bw::reference_bills {
namespace {

TEST(ReferenceWords, ANumberIsFoundBeforeItsMark) {
    const std::string_view text = "1.5 kW in every hour except 100 kW in one hour of January";
    EXPECT_EQ(decimal_before(text, " kW", "case")->to_string(), "1.5");
    EXPECT_EQ(number_before(*after(text, " except "), " kW", "case").value(), 100);
    EXPECT_EQ(after(text, " hour of "), "January");
    EXPECT_EQ(after(text, " day of "), std::nullopt);
}

TEST(ReferenceWords, WhatSaysNoNumberIsUnsupported) {
    EXPECT_EQ(decimal_before("some kW", " kW", "case").error().code, Code::Unsupported);
    EXPECT_EQ(decimal_before("5 kVA", " kW", "case").error().code, Code::Unsupported);
    EXPECT_EQ(number_before("1.5 kW", " kW", "case").error().code, Code::Invalid);
}

TEST(Words, APatternIsFilled) {
    const auto price = match("server price is 100 USD", "{} price is {} USD");
    ASSERT_TRUE(price);
    EXPECT_EQ(*price, (std::vector<std::string>{"server", "100"}));
    EXPECT_EQ(*match("charge is ", "charge is {}"), std::vector<std::string>{""});
    EXPECT_FALSE(match("server price is 100 EUR", "{} price is {} USD"));
    EXPECT_FALSE(match("server costs 100", "server costs 100 USD"));
    EXPECT_EQ(split_words("a b  c"), (std::vector<std::string_view>{"a", "b", "c"}));
}

}  // namespace
}  // namespace bw::reference_bills

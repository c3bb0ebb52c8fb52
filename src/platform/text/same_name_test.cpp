#include "platform/text/same_name.h"

#include <gtest/gtest.h>

namespace bw::text {

TEST(SameName, CaseAndBlanksAroundItMakeNoOtherPerson) {
    EXPECT_TRUE(is_same_name("ada", "ADA"));
    EXPECT_TRUE(is_same_name("ada", " Ada\t"));
    EXPECT_TRUE(is_same_name("Jörg Özil", "JÖRG ÖZIL\u00A0"));
    EXPECT_TRUE(is_same_name("Ωμέγας", "ΩΜΈΓΑΣ"));  // one capital of two small letters
    EXPECT_TRUE(is_same_name("Жанна", "ЖАННА"));
    EXPECT_TRUE(is_same_name("\u200Bada", "ada"));
}

TEST(SameName, OtherLettersAreSomebodyElse) {
    EXPECT_FALSE(is_same_name("ada", "adam"));
    EXPECT_FALSE(is_same_name("Jorg", "Jörg"));
    EXPECT_FALSE(is_same_name("ada b", "adab"));
    EXPECT_FALSE(is_same_name("ada", ""));
}

TEST(SameName, BytesThatAreNoTextAreComparedToo) {
    EXPECT_TRUE(is_same_name("ada\xff", "ADA\xff"));
    EXPECT_FALSE(is_same_name("ada\xff", "ada"));
}

TEST(SameName, BlanksNameNobody) {
    EXPECT_TRUE(is_blank(""));
    EXPECT_TRUE(is_blank(" \t\u00A0"));
    EXPECT_FALSE(is_blank(" a "));
}

}  // namespace bw::text

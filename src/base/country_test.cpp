#include "base/country.h"

#include <gtest/gtest.h>

namespace bw {

TEST(Country, CodesOfTheStandardAreKnown) {
    for (const char* code : {"AD", "DE", "GB", "ZW"}) EXPECT_TRUE(is_country(code)) << code;
    for (const char* code :
         {"", "D", "de", "??", "XX", "UK", "D ", " A", "E D", "AD AE", "Germany"})
        EXPECT_FALSE(is_country(code)) << code;
}

}  // namespace bw

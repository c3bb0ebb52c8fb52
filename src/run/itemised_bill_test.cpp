#include "run/itemised_bill.h"

#include <gtest/gtest.h>

namespace bw::run {
namespace {

TEST(ItemisedBill, TellsAsMuchOfANumberAsWasChosen) {
    EXPECT_EQ(listed_number("+4930111222", ""), "+4930111xxx");
    EXPECT_EQ(listed_number("+4930111222", "shortened"), "+4930111xxx");
    EXPECT_EQ(listed_number("+4930111222", "full"), "+4930111222");
    EXPECT_EQ(listed_number("+4930111222", "none"), "");
    EXPECT_EQ(listed_number("12", ""), "xx");
    EXPECT_EQ(listed_number("", ""), "");
    // What nobody chose shows no more than what is shown without a word.
    EXPECT_EQ(listed_number("+4930111222", "ful"), "+4930111xxx");
}

}  // namespace
}  // namespace bw::run

#include "flow/collect/rules/reference.h"
#include "testing/property.h"

#include <gmock/gmock.h>

namespace bw::collect {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Reference, CheckDigitsAreThoseOfTheStandard) {
    // RF18 5390 0754 7034 is the example that ISO 11649 gives.
    EXPECT_TRUE(is_reference(compact("RF18 5390 0754 7034")));
    EXPECT_TRUE(is_reference(compact("rf18539007547034")));
    EXPECT_FALSE(is_reference("RF18539007547035"));
    EXPECT_FALSE(is_reference("RF81539007547034"));
    EXPECT_FALSE(is_reference("RF18"));
    EXPECT_FALSE(is_reference("RF18-539007547034"));
    EXPECT_FALSE(is_reference("AU-2026-000042"));
    EXPECT_FALSE(is_reference("RF18539007547034539007547034"));
}

TEST(Reference, IsFoundInTheWordsOfABank) {
    EXPECT_THAT(references_in("SVWZ+ RF18 5390 0754 7034, thank you"),
                ElementsAre("RF18539007547034"));
    EXPECT_THAT(references_in("inv.RF18539007547034/May"), ElementsAre("RF18539007547034"));
    EXPECT_THAT(references_in("RF18 5390 0754 7035"), IsEmpty());
    EXPECT_THAT(references_in(""), IsEmpty());
}

TEST(Reference, WordsKeepWhatStandsInsideNumbers) {
    EXPECT_THAT(words_in("invoice T-2026-000001, thanks. A/7"),
                ElementsAre("invoice", "T-2026-000001", "thanks", "A/7"));
    EXPECT_THAT(words_in("-- ..."), IsEmpty());
    std::string many;
    for (int i = 0; i < 100; ++i) many += "w" + std::to_string(i) + " ";
    EXPECT_EQ(words_in(many).size(), kCandidatesMax);
}

// What modulo 97 is for.
PROPERTY_N(ReferenceProperty, OneMistypedDigitIsNoticed, 200) {
    std::string reference = "RF18539007547034";
    const auto at = static_cast<std::size_t>(*testing::between(4, 15));
    const char digit = static_cast<char>('0' + *testing::between(0, 9));
    RC_PRE(reference[at] != digit);
    reference[at] = digit;
    RC_ASSERT(!is_reference(reference));
}

}  // namespace bw::collect

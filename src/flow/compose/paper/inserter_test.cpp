#include "flow/compose/paper/inserter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::paper {
namespace {

using ::testing::ElementsAre;

TEST(InserterMarks, TellTheLastSheetAndTheNumber) {
    EXPECT_THAT(inserter_marks(0, 1),
                ElementsAre(true, true, false, false, false, false, true, true));
    EXPECT_THAT(inserter_marks(0, 2),
                ElementsAre(true, false, false, false, false, false, false, true));
    EXPECT_THAT(inserter_marks(5, 7),
                ElementsAre(true, false, false, true, false, true, false, true));
    EXPECT_EQ(inserter_marks(17, 40), inserter_marks(1, 40));
}

// One stroke too many or too few is seen by the machine.
TEST(InserterMarks, AreAlwaysAnEvenNumber) {
    for (int sheets = 1; sheets < 40; ++sheets)
        for (int sheet = 0; sheet < sheets; ++sheet) {
            const auto marks = inserter_marks(sheet, sheets);
            EXPECT_EQ(std::count(marks.begin(), marks.end(), true) % 2, 0);
        }
}

}  // namespace
}  // namespace bw::paper

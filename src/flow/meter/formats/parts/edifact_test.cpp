#include "flow/meter/formats/parts/edifact.h"
#include "flow/meter/formats/parts/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::meter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// "TAG element/component .." of each segment, or the error.
std::vector<std::string> read(std::string_view text, std::size_t piece = 3) {
    std::vector<std::string> out;
    EdifactReader reader;
    EdifactSegment segment;
    for (std::size_t at = 0; at < text.size(); at += piece) {
        auto chunk = text.substr(at, piece);
        while (true) {
            const auto got = reader.next(chunk, segment);
            if (!got) return {got.error().message()};
            if (!*got) break;
            out.push_back(std::to_string(segment.number()) + " " + std::string(segment.tag()) +
                          "|" + std::string(segment.at(1)) + "|" + std::string(segment.at(1, 1)) +
                          "|" + std::string(segment.at(2)));
        }
    }
    if (const auto end = reader.finish(); !end) out.push_back(end.error().message());
    return out;
}

TEST(Edifact, SegmentsElementsAndComponents) {
    EXPECT_THAT(read("UNB+UNOC:3+9'\r\nQTY+220:1.5'"),
                ElementsAre("1 UNB|UNOC|3|9", "2 QTY|220|1.5|"));
    EXPECT_THAT(read("A+B'X'"), ElementsAre("1 A|B||", "2 X|||"));
}

TEST(Edifact, ServiceCharactersMayBeNamed) {
    EXPECT_THAT(read("UNA:*,# ~UNB*a:b*c~Q*x#*y#:z:w~"),
                ElementsAre("2 UNB|a|b|c", "3 Q|x*y:z|w|"));
    EXPECT_THAT(read("UNA::,? 'UNB'"), ElementsAre(HasSubstr("four different characters")));
    EXPECT_THAT(read("UNA:+;? 'UNB'"), ElementsAre(HasSubstr("neither point nor comma")));
}

TEST(Edifact, AReleasedCharacterIsText) {
    EXPECT_THAT(read("DTM+163:201512010000?+01:303'"), ElementsAre("1 DTM|163|201512010000+01|"));
    EXPECT_THAT(read("FTX+a?'b?\?'NXT+1'"), ElementsAre("1 FTX|a'b?||", "2 NXT|1||"));
}

TEST(Edifact, LimitsAndEnds) {
    EXPECT_THAT(read("UNB+1'QTY+2"), ElementsAre("1 UNB|1||", HasSubstr("ends inside a segment")));
    EXPECT_THAT(read("UNB+" + std::string(kEdifactBytesMax, 'x')),
                ElementsAre(HasSubstr("line 1: a segment is longer than")));
    EXPECT_THAT(read("UNB" + std::string(kEdifactPartsMax, '+') + "'"),
                ElementsAre(HasSubstr("more than 512 parts")));
}

}  // namespace
}  // namespace bw::meter

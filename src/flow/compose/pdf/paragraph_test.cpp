#include "flow/compose/pdf/paragraph.h"
#include "flow/compose/pdf/read_back_test.h"

#include <gmock/gmock.h>

namespace bw::pdf {
namespace {

using ::testing::ElementsAre;
using testing::fonts;
using ::testing::IsEmpty;

constexpr Font kFont = {.size = 10};

TEST(PdfParagraph, LinesBreakAtSpacesAndFit) {
    Shaper shaper(fonts());
    const std::string text = "Your bill is due on Tuesday, 1 December, in six days from now.";
    const auto lines = break_lines(shaper, text, kFont, 100);
    EXPECT_GT(lines.size(), 2U);
    std::string joined;
    for (const auto line : lines) {
        EXPECT_LE(shaper.width(line, kFont), 100.001);
        joined += (joined.empty() ? "" : " ") + std::string(line);
    }
    EXPECT_EQ(joined, text);
}

TEST(PdfParagraph, AWidthThatJustFitsIsOneLine) {
    Shaper shaper(fonts());
    const double width = shaper.width("Total amount due", kFont);
    EXPECT_THAT(break_lines(shaper, "Total amount due", kFont, width),
                ElementsAre("Total amount due"));
    EXPECT_THAT(break_lines(shaper, "Total amount due", kFont, width - 0.1),
                ElementsAre("Total amount", "due"));
}

TEST(PdfParagraph, LineEndsBreakAndSpacesAtBreaksGo) {
    Shaper shaper(fonts());
    EXPECT_THAT(break_lines(shaper, "  a  b \n\n c\r\nd\n", kFont, 500),
                ElementsAre("a  b", "", "c", "d"));
    EXPECT_THAT(break_lines(shaper, "", kFont, 500), IsEmpty());
}

TEST(PdfParagraph, NonBreakingSpaceKeepsAmountAndCurrencyTogether) {
    Shaper shaper(fonts());
    const double width = shaper.width("only 12,00", kFont) + 4;
    EXPECT_THAT(break_lines(shaper, "only 12,00\u00A0€", kFont, width),
                ElementsAre("only", "12,00\u00A0€"));
}

TEST(PdfParagraph, WordWiderThanTheLineIsBrokenBetweenCharacters) {
    Shaper shaper(fonts());
    const std::string word = "ÄÖÜäöüßÄÖÜäöüßÄÖÜäöüß";
    std::string joined;
    const auto lines = break_lines(shaper, word, kFont, 40);
    EXPECT_GT(lines.size(), 2U);
    for (const auto line : lines) {
        EXPECT_LE(shaper.width(line, kFont), 40.001);
        joined += line;
    }
    EXPECT_EQ(joined, word);
    EXPECT_THAT(break_lines(shaper, "abc", kFont, 0), ElementsAre("a", "b", "c"));
    EXPECT_THAT(break_lines(shaper, "\xFF\xFE", kFont, 0), ElementsAre("\xFF", "\xFE"));
}

TEST(PdfParagraph, LongTextWithoutSpacesEndsInBoundedTime) {
    Shaper shaper(fonts());
    const std::string word(20'000, 'x');
    std::size_t bytes = 0;
    for (const auto line : break_lines(shaper, word, kFont, 300)) bytes += line.size();
    EXPECT_EQ(bytes, word.size());
}

TEST(PdfParagraph, TooLongLineEndsInAnEllipsis) {
    Shaper shaper(fonts());
    EXPECT_EQ(fit_line(shaper, "Short", kFont, 100), "Short");
    const std::string cut = fit_line(shaper, "Donaudampfschifffahrtsgesellschaft", kFont, 80);
    EXPECT_TRUE(cut.starts_with("Donau"));
    EXPECT_TRUE(cut.ends_with("…"));
    EXPECT_LE(shaper.width(cut, kFont), 80.5);
    EXPECT_EQ(fit_line(shaper, "two words", kFont, shaper.width("two …", kFont)), "two…");
}

TEST(PdfParagraph, MostLinesAreKeptAndTheBaselineAfterThemReturned) {
    const std::string bytes = testing::one_page([](Document& document, Canvas& page) {
        const double y = draw_paragraph(page, document.shaper(), {50, 100}, 60,
                                        "one two three four five six seven",
                                        {.text = {.font = kFont}, .leading = 14, .most_lines = 2});
        EXPECT_EQ(y, 128);
    });
    NEEDS("pdftotext");
    const testing::Folder folder;
    const std::string text = testing::output_of("pdftotext " + folder.write("a.pdf", bytes) + " -");
    EXPECT_NE(text.find("one two"), std::string::npos) << text;
    EXPECT_NE(text.find("…"), std::string::npos) << text;
    EXPECT_EQ(text.find("seven"), std::string::npos) << text;
}

}  // namespace
}  // namespace bw::pdf

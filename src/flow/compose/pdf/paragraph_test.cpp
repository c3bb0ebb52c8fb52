#include "flow/compose/pdf/paragraph.h"
#include "flow/compose/pdf/read_back_test.h"

#include <gmock/gmock.h>

#include <algorithm>

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

constexpr std::string_view kGerman =
    "Der Zählerstand Ihres Stromzählers wurde durch den Messstellenbetreiber abgelesen. Die "
    "Grundversorgungsverordnung verpflichtet den Energieversorger zur Verbrauchsabrechnung; "
    "Netznutzungsentgelte und Umsatzsteuer-Vorauszahlungen sind enthalten.";

const Hyphenator& german() {
    static const Hyphenator kLoaded = Hyphenator::load("de-DE");
    return kLoaded;
}

// The lines as one text again.
std::string joined(const std::vector<Line>& lines) {
    std::string all;
    for (const auto& line : lines) {
        all += line.text;
        if (!line.is_divided && &line != &lines.back()) all += ' ';
    }
    return all;
}

TEST(PdfParagraph, WordsAreDividedWhereAsked) {
    Shaper shaper(fonts());
    const double hyphen = shaper.width("-", kFont);
    for (const double width : {60.0, 90.0, 140.0, 300.0}) {
        const Paragraph with(shaper, kGerman, width,
                             {.text = {.font = kFont}, .hyphens = &german()});
        const Paragraph without(shaper, kGerman, width, {.text = {.font = kFont}});
        EXPECT_LE(with.lines().size(), without.lines().size());
        EXPECT_EQ(joined(with.lines()), kGerman);
        for (const auto& line : with.lines()) {
            EXPECT_LE(shaper.width(line.text, kFont) + (line.has_hyphen ? hyphen : 0),
                      width + 0.001)
                << line.text;
            EXPECT_TRUE(line.is_divided || !line.has_hyphen);
        }
        for (const auto& line : without.lines()) EXPECT_FALSE(line.is_divided);
    }
}

TEST(PdfParagraph, OwnHyphensOfWordsGetNoSecondOne) {
    Shaper shaper(fonts());
    const double width = shaper.width("Umsatzsteuer-", kFont) + 1;
    const Paragraph paragraph(shaper, "Umsatzsteuer-Vorauszahlung", width,
                              {.text = {.font = kFont}, .hyphens = &german()});
    ASSERT_EQ(paragraph.lines().size(), 2U);
    EXPECT_EQ(paragraph.lines()[0].text, "Umsatzsteuer-");
    EXPECT_TRUE(paragraph.lines()[0].is_divided);
    EXPECT_FALSE(paragraph.lines()[0].has_hyphen);
}

TEST(PdfParagraph, AtMostTwoLinesInSuccessionAreDividedWithoutNeed) {
    Shaper shaper(fonts());
    std::string text;
    for (int i = 0; i < 12; ++i) text += "Verbrauchsabrechnung ";
    const double width = shaper.width("Verbrauchsabrechnung", kFont) * 1.3;
    const Paragraph paragraph(shaper, text, width, {.text = {.font = kFont}, .hyphens = &german()});
    int in_succession = 0;
    int most = 0;
    for (const auto& line : paragraph.lines()) {
        in_succession = line.is_divided ? in_succession + 1 : 0;
        most = std::max(most, in_succession);
    }
    EXPECT_EQ(most, 2);
}

TEST(PdfParagraph, ALineThatIsNearlyFullKeepsItsWordsWhole) {
    Shaper shaper(fonts());
    const std::string start = "Der Betrag ist am kommenden Dienstag fällig";
    const auto first = [&](double part) {  // of the width that the line fills
        const double width = shaper.width(start, kFont) / part;
        EXPECT_LT(shaper.width(start + " Rech-", kFont), width);
        const std::string text = start + " Rechnungsbetrag";
        const Paragraph paragraph(shaper, text, width,
                                  {.text = {.font = kFont}, .hyphens = &german()});
        return std::string(paragraph.lines().at(0).text);
    };
    EXPECT_EQ(first(0.86), start);
    EXPECT_THAT(first(0.85), ::testing::StartsWith(start + " Rech"));
}

TEST(PdfParagraph, ShortLastLinesTakeAWordWhereAsked) {
    Shaper shaper(fonts());
    const std::string text = "Please keep the letter and pay it.";
    const double width = shaper.width("Please keep the letter and pay", kFont) + 1;
    const auto lines = [&](bool avoids) {
        const Paragraph paragraph(shaper, text, width,
                                  {.text = {.font = kFont}, .avoids_runts = avoids});
        std::vector<std::string> out;
        for (const auto& line : paragraph.lines()) out.emplace_back(line.text);
        return out;
    };
    EXPECT_THAT(lines(false), ElementsAre("Please keep the letter and pay", "it."));
    EXPECT_THAT(lines(true), ElementsAre("Please keep the letter and", "pay it."));
}

TEST(PdfParagraph, PageBreaksLeaveTwoLinesOnEitherSide) {
    Shaper shaper(fonts());
    const auto above = [&](int lines, std::size_t room) {
        std::string text;
        for (int i = 0; i < lines; ++i) text += i == 0 ? "x" : "\nx";
        return Paragraph(shaper, text, 100, {.text = {.font = kFont}}).lines_above_break(room);
    };
    EXPECT_EQ(above(5, 5), 5U);
    EXPECT_EQ(above(5, 4), 3U);
    EXPECT_EQ(above(5, 2), 2U);
    EXPECT_EQ(above(5, 1), 0U);
    EXPECT_EQ(above(3, 2), 0U);
    EXPECT_EQ(above(4, 3), 2U);
    EXPECT_EQ(above(1, 0), 0U);
    EXPECT_EQ(above(1, 1), 1U);
}

TEST(PdfParagraph, LinesSayWhereTheTextHasLineEnds) {
    Shaper shaper(fonts());
    const Paragraph paragraph(shaper, "aa aa\n\naa", shaper.width("aa", kFont) + 1,
                              {.text = {.font = kFont}});
    std::string ends;
    for (const auto& line : paragraph.lines()) ends += line.is_last ? '1' : '0';
    EXPECT_EQ(ends, "0111");
}

TEST(PdfParagraph, ArabicLinesBreakInTheOrderOfReading) {
    Shaper shaper(fonts());
    const std::string text = "فاتورتك للكهرباء لشهر أكتوبر هي 84.20 يورو (تشمل الضريبة 19%).";
    const Paragraph paragraph(shaper, text, 120,
                              {.text = {.font = kFont, .direction = Direction::RightToLeft}});
    EXPECT_GT(paragraph.lines().size(), 2U);
    EXPECT_EQ(joined(paragraph.lines()), text);
    for (const auto part : break_lines(shaper, text, kFont, 120))
        EXPECT_LE(shaper.width(part, kFont), 120.001);
    const std::string cut = fit_line(shaper, text, kFont, 80);
    EXPECT_TRUE(cut.starts_with("فاتورتك") && cut.ends_with("…")) << cut;
}

TEST(PdfParagraph, DividedWordsAreReadWithASoftHyphen) {
    const auto draw = [](Document& document, Canvas& page) {
        const auto tag = document.tag(Role::Paragraph);
        draw_paragraph(page, document.shaper(), {50, 100}, 70,
                       "Die Verbrauchsabrechnung. Die Grundversorgungsverordnung.",
                       {.text = {.font = kFont}, .hyphens = &german()});
    };
    const std::string bytes = testing::one_page(draw);
    EXPECT_EQ(bytes, testing::one_page(draw));
    NEEDS("pdftotext");
    const testing::Folder folder;
    std::string text = testing::output_of("pdftotext " + folder.write("a.pdf", bytes) + " -");
    EXPECT_THAT(text, ::testing::HasSubstr("Die Ver\u00AD\nbrauchs"));
    for (std::size_t at; (at = text.find("\u00AD\n")) != std::string::npos;) text.erase(at, 3);
    EXPECT_THAT(text, ::testing::HasSubstr("Verbrauchsabrechnung"));
    EXPECT_THAT(text, ::testing::HasSubstr("Grundversorgungsverordnung"));
}

}  // namespace
}  // namespace bw::pdf

#include "flow/compose/pdf/bidi.h"
#include "flow/compose/pdf/text.h"
#include "testing/property.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace bw::pdf {
namespace {

constexpr auto kLeft = Direction::LeftToRight;
constexpr auto kRight = Direction::RightToLeft;

// A digit for each character that is drawn, and '.' for each isolate control.
std::string levels_of(std::string_view text, Direction direction = kLeft) {
    const Levels levels(text, direction);
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t from = i;
        const char32_t c = next_character(text, i);
        if (isolate_control_at(text, from) != 0) out += '.';
        else if (!is_dropped(c) || c == '\n') out += static_cast<char>('0' + levels.level(from));
    }
    return out;
}

// The line as it stands from left to right. (Brackets are not turned: the glyphs do that.)
std::string seen(std::string_view text, Direction direction = kLeft) {
    const Levels levels(text, direction);
    const auto pieces = pieces_of(text, levels, 0);
    std::string out;
    for (const std::size_t i : visual_order(pieces)) {
        const Piece& piece = pieces[i];
        out.append(static_cast<std::size_t>(piece.blanks), ' ');
        std::u32string letters = clean(piece.text);
        if (piece.is_right_to_left()) std::ranges::reverse(letters);
        out += to_utf8(letters);
    }
    return out;
}

TEST(PdfBidi, OnlyTextOfRightToLeftScriptsNeedsLevels) {
    EXPECT_FALSE(has_right_to_left("Grüße, Łódź; Ελληνικά, Հայերեն 12,30 € „so“ … 漢字 😀 नमस्ते"));
    EXPECT_FALSE(has_right_to_left("\u2068Müller\u2069 \u202Ex"));
    EXPECT_FALSE(has_right_to_left("\xD7 \xF0\x9E cut"));
    for (const char* text : {"א", "a م", "١", "ﻻ", "\U00010900", "\U0001E900", "ࡀ", "﷼"})
        EXPECT_TRUE(has_right_to_left(text)) << text;
}

TEST(PdfBidi, LettersHaveTheLevelOfTheirScript) {
    EXPECT_EQ(levels_of("abc"), "000");
    EXPECT_EQ(levels_of("אבג"), "111");
    EXPECT_EQ(levels_of("محم"), "111");
    EXPECT_EQ(levels_of("abc", kRight), "222");
    EXPECT_EQ(levels_of("אבג", kRight), "111");
    EXPECT_EQ(levels_of(""), "");
}

TEST(PdfBidi, MarksFollowTheirLetters) {  // W1
    EXPECT_EQ(levels_of("u\u0308 א\u05BCב"), "000111");
    EXPECT_EQ(levels_of("א\u05BC a\u0301", kRight), "11122");
}

TEST(PdfBidi, NumbersStandInTheirContext) {
    EXPECT_EQ(levels_of("a 12"), "0000");        // W7
    EXPECT_EQ(levels_of("א 12"), "1122");        // N1: the blank is between R and a number
    EXPECT_EQ(levels_of("א12-34"), "122222");    // W4: the sign joins European numbers,
    EXPECT_EQ(levels_of("م12-34"), "122122");    // W2, W6: after Arabic letters it does not;
    EXPECT_EQ(levels_of("م12,34"), "122222");    // W4: a common separator does,
    EXPECT_EQ(levels_of("م12,,34"), "1221122");  // but not two of them
    EXPECT_EQ(levels_of("א 5%"), "1122");        // W5: signs before and after numbers,
    EXPECT_EQ(levels_of("א $5"), "1122");
    EXPECT_EQ(levels_of("א % 5"), "11112");        // W6: but not apart from them
    EXPECT_EQ(levels_of("م ١٢٫٥ a"), "11222200");  // Arabic digits
    EXPECT_EQ(levels_of("12,30 €", kRight), "2222211");
}

TEST(PdfBidi, NeutralsBetweenTheSameDirectionTakeIt) {
    EXPECT_EQ(levels_of("a אב b"), "001100");  // N2 on both sides
    EXPECT_EQ(levels_of("א, ב"), "1111");      // N1
    EXPECT_EQ(levels_of("א!"), "10");          // N2 at the end
    EXPECT_EQ(levels_of("א!", kRight), "11");
    EXPECT_EQ(levels_of("a!", kRight), "21");
}

TEST(PdfBidi, BracketsGoTogether) {              // N0
    EXPECT_EQ(levels_of("a (ב) c"), "0001000");  // what is around them decides,
    EXPECT_EQ(levels_of("א (ב) ג"), "1111111");
    EXPECT_EQ(levels_of("א (b) ג"), "1000001");          // but the line's direction in them
    EXPECT_EQ(levels_of("a (b) ג", kRight), "2222211");  // first
    EXPECT_EQ(levels_of("ג (b)", kRight), "11121");
    EXPECT_EQ(levels_of("ג [b (א) c]", kRight), "11121111121");
    EXPECT_EQ(levels_of("א (b"), "1000");  // alone, it is a sign like others
}

TEST(PdfBidi, IsolatesKeepToThemselves) {  // X5a to X5c, X6a
    EXPECT_EQ(levels_of("a אב 5"), "001112");
    EXPECT_EQ(levels_of("a \u2068אב\u2069 5"), "00.11.00");
    EXPECT_EQ(levels_of("א \u2068abc.\u2069", kRight), "11.2222.");
    EXPECT_EQ(levels_of("א \u2068בג.\u2069 a", kRight), "11.333.12");
    EXPECT_EQ(levels_of("a\u2069ב 5"), "0.112");    // nothing to close
    EXPECT_EQ(levels_of("a \u2068ב 5"), "00.112");  // closed by the end of the paragraph
    EXPECT_EQ(levels_of("a \u2068ב\n5 b"), "00.10000");
    EXPECT_EQ(levels_of("a \u206812\u2069 ב"), "00.22.01");
}

TEST(PdfBidi, OtherControlsCountAsNothing) {
    EXPECT_EQ(levels_of("\u202Eabc\u202C def"), "0000000");
    EXPECT_EQ(levels_of("\u202Babc 1\u202C א"), "0000001");
    EXPECT_EQ(levels_of("\u2067abc 1\u2069 א"), "00000.01");
    EXPECT_EQ(levels_of("a\u200F!"), "00");
    EXPECT_EQ(levels_of("א\u200E!", kRight), "11");
    EXPECT_EQ(levels_of("א\u200Dב"), "111");  // a joiner is drawn
}

TEST(PdfBidi, DirectionMayComeFromTheFirstLetter) {  // P2, P3
    EXPECT_EQ(Levels("12 א a", Direction::Auto).base(0), 1);
    EXPECT_EQ(Levels("12 a א", Direction::Auto).base(0), 0);
    EXPECT_EQ(Levels("\u2068א\u2069 a", Direction::Auto).base(0), 0);  // but not one in an isolate
    EXPECT_EQ(Levels("12 !", Direction::Auto).base(0), 0);
    EXPECT_EQ(Levels("", Direction::Auto).base(0), 0);
    EXPECT_EQ(Levels("", kRight).base(0), 1);
    const Levels two("ab\nאב.", Direction::Auto);
    EXPECT_EQ(two.base(1), 0);
    EXPECT_EQ(two.base(2), 0);
    EXPECT_EQ(two.base(3), 1);
    EXPECT_EQ(two.level(7), 1);
}

TEST(PdfBidi, RunsOfALineAreTurned) {  // L2
    EXPECT_EQ(seen("Name: אבג 12 (דה) b"), "Name: )הד( 12 גבא b");
    EXPECT_EQ(seen("אבג abc דהו", kRight), "והד abc גבא");
    EXPECT_EQ(seen("אבג abc 12 דהו", kRight), "והד abc 12 גבא");
    EXPECT_EQ(seen("1.234,56 € אב", kRight), "בא € 1.234,56");
    EXPECT_EQ(seen("a \u2068אב (12)\u2069, 34"), "a )12( בא, 34");
    EXPECT_EQ(seen("a \u2068\u2069 b"), "a  b");
    EXPECT_EQ(seen("abc (d) 1-2"), "abc (d) 1-2");
}

TEST(PdfBidi, BlanksAtTheEndGoWithTheLine) {  // L1
    EXPECT_EQ(seen("אב  "), "בא  ");
    EXPECT_EQ(seen("ab  ", kRight), "  ab");
    EXPECT_EQ(seen("a \u2068אב \u2069 "), "a בא  ");
    const std::string text = "a אב גד b";
    const Levels levels(text, kLeft);
    const auto pieces = pieces_of(text.substr(0, 7), levels, 0);  // the line ends after a blank
    ASSERT_EQ(pieces.size(), 4U);
    EXPECT_EQ(pieces[3].level, 0);
    EXPECT_EQ(levels.level(6), 1);
}

TEST(PdfBidi, LevelsAreThoseOfTheWholeText) {
    // The digits of the second line belong to the number of the first one.
    const std::string text = "א DE02 1203 0000";
    const Levels levels(text, kRight);
    const std::size_t at = text.find("1203");
    const auto second = pieces_of(std::string_view(text).substr(at), levels, at);
    ASSERT_EQ(second.size(), 3U);
    EXPECT_EQ(second[0].level, 2);
    EXPECT_EQ(second[1].level, 2);
    EXPECT_EQ(visual_order(second)[0], 0U);
    EXPECT_EQ(seen("1203 0000", kRight), "0000 1203");  // on their own they are two
    EXPECT_EQ(seen("م 1203 0000", kRight), "0000 1203 م");
}

TEST(PdfBidi, NamesAreNotTurnedByTheirControls) {
    const std::string evil = "user \u202E\u2066// admin\u2069 \u2066begin\u2069";
    EXPECT_EQ(seen(evil), "user // admin begin");
    EXPECT_EQ(seen("To " + isolate("\u2069\u202Eabc\u2068") + " 12"), "To abc 12");
    EXPECT_EQ(seen("\u2067\u2066A\u2069\u2066B\u2069\u2069"), "AB");  // isolates in isolates
    EXPECT_EQ(seen("To " + isolate("אב\u2069") + " 12 to 34"), "To בא 12 to 34");
}

TEST(PdfBidi, TextMadeToBreakTheAlgorithmEndsInBoundedWork) {
    const auto many = [](const char* part, int times) {
        std::string all;
        for (int i = 0; i < times; ++i) all += part;
        return all;
    };
    const int times = 20'000;
    for (const std::string& text :
         {many("\u2068", times) + "א)" + many("\u2069", times), many("\u2068א\u2069", times),
          many("\u2068א", times), many("(", times) + "א" + many(")", times), many("([א)", times),
          many("()", times) + "א", many("אa1", times), many("א\n", times)}) {
        const Levels levels(text, kLeft);
        const auto pieces = pieces_of(text, levels, 0);
        EXPECT_EQ(visual_order(pieces).size(), pieces.size());
    }
    // beyond the depth that is honoured, isolates still open and close each other
    EXPECT_EQ(seen(many("\u2068", 20) + "אב" + many("\u2069", 20) + " 12"), "בא 12");
}

PROPERTY_N(PdfBidi, EveryByteOfTheLineIsInOnePiece, 2000) {
    static constexpr std::u32string_view kSome =
        U"abZ אבגمحد019٠١.,:-+%€$()[]<> "
        U"\t\u00A0\u05BC\u0301\u200D\u2068\u2069\u2066\u2067\u202E\u202C"
        U"\u200F\u00AD\u2029漢😀\n";
    std::string text;
    const int length = *testing::between(0, 40);
    for (int i = 0; i < length; ++i)
        append_utf8(text, kSome[*testing::between<std::size_t>(0, kSome.size() - 1)]);
    if (*testing::between(0, 3) == 0) text += "\xFF\xE2\x81";
    const auto direction = static_cast<Direction>(*testing::between(0, 2));
    const Levels levels(text, direction);
    const std::size_t from = text.find('\n') == std::string::npos ? 0 : text.find('\n') + 1;
    const auto pieces = pieces_of(std::string_view(text).substr(from), levels, from);
    std::size_t bytes = 0;
    for (const auto& piece : pieces) {
        RC_ASSERT(piece.text.empty() == (piece.blanks > 0));
        RC_ASSERT(piece.level >= levels.base(from));
        bytes += piece.text.size() + static_cast<std::size_t>(piece.blanks);
    }
    std::size_t controls = 0;
    for (std::size_t i = from; i < text.size(); ++i) controls += isolate_control_at(text, i);
    RC_ASSERT(bytes + controls == text.size() - from);
    const auto order = visual_order(pieces);
    RC_ASSERT(std::set<std::size_t>(order.begin(), order.end()).size() == pieces.size());
    if (direction == kLeft && !has_right_to_left(text)) {
        for (std::size_t i = 0; i < order.size(); ++i) RC_ASSERT(order[i] == i);
    }
}

}  // namespace
}  // namespace bw::pdf

#include "base/random.h"
#include "flow/compose/pdf/font.h"
#include "flow/compose/pdf/read_back_test.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace bw::pdf {
namespace {

using testing::fonts;

constexpr Font kText = {.size = 10, .figures = Figures::Proportional};

TEST(PdfFont, MissingFileIsAnErrorThatSaysWhatToDo) {
    const auto book = FontBook::load({.directories = {"/nonexistent/fonts"}});
    ASSERT_FALSE(book);
    EXPECT_EQ(book.error().code, Code::NotFound);
    EXPECT_NE(book.error().text.find("Inter-Regular"), std::string::npos);
    EXPECT_NE(book.error().text.find("/nonexistent/fonts"), std::string::npos);
    EXPECT_NE(book.error().text.find("fonts-inter"), std::string::npos);
}

TEST(PdfFont, FileThatIsNotAFontIsAnError) {
    const testing::Folder folder;
    const std::string file = folder.write("Inter-Regular.otf", "not a font");
    folder.write("Inter-SemiBold.otf", "nor this");
    const auto book = FontBook::load({.directories = {folder.at("")}});
    ASSERT_FALSE(book);
    EXPECT_EQ(book.error().code, Code::Invalid);
    EXPECT_EQ(book.error().subject, file);
}

TEST(PdfFont, MetricsAreThoseOfASansSerif) {
    const Metrics metrics = fonts().metrics(Weight::Regular);
    EXPECT_NEAR(metrics.cap_height, 0.727, 0.01);
    EXPECT_NEAR(metrics.x_height, 0.546, 0.02);
    EXPECT_GT(metrics.ascent, metrics.cap_height);
    EXPECT_GT(metrics.descent, 0.15);
}

TEST(PdfFont, TabularFiguresAreEquallyWide) {
    Shaper shaper(fonts());
    for (const Weight weight : {Weight::Regular, Weight::Bold}) {
        const Font font{.size = 10, .weight = weight, .figures = Figures::Tabular};
        const double one = shaper.width("1", font);
        for (const char* digit : {"0", "2", "3", "4", "5", "6", "7", "8", "9"}) {
            EXPECT_NEAR(shaper.width(digit, font), one, 0.011) << digit;  // a thousandth of the
                                                                          // size
        }
        EXPECT_NEAR(shaper.width("1111111111", font), 10 * one, 1e-9);
        EXPECT_NEAR(shaper.width("1.111,11", font), shaper.width("9.999,99", font), 0.011);
    }
    EXPECT_LT(shaper.width("1", kText), shaper.width("0", kText));  // proportional ones are not
}

TEST(PdfFont, PairsAreKerned) {
    Shaper shaper(fonts());
    const double apart = shaper.width("A", kText) + shaper.width("V", kText);
    EXPECT_LT(shaper.width("AV", kText), apart);
}

TEST(PdfFont, WidthOfALineIsThatOfItsWordsAndSpaces) {
    Shaper shaper(fonts());
    const double space = shaper.width(" ", kText);
    EXPECT_GT(space, 2);
    EXPECT_NEAR(shaper.width("due  on", kText),
                shaper.width("due", kText) + shaper.width("on", kText) + 2 * space, 1e-9);
    EXPECT_EQ(shaper.width("a\tb\nc", kText), shaper.width("a b c", kText));
    EXPECT_EQ(shaper.width("", kText), 0);
}

TEST(PdfFont, UsualWordsNeedNothingBesidesTheSharedSubset) {
    Shaper shaper(fonts());
    for (const char* text :
         {"Müller-Lüdenscheidt", "effizient", "Größe", "niño", "perché", "¿Qué?", "12,00\u00A0€",
          "„Zitat“", "l’IVA", "1.234,56", "−5", "m³", "(a\\b)"}) {
        for (const Weight weight : {Weight::Regular, Weight::Bold}) {
            const Word& word = shaper.word(text, weight, Figures::Tabular);
            EXPECT_TRUE(word.extras.empty()) << text;
            EXPECT_TRUE(word.actual_text.empty()) << text;
            EXPECT_TRUE(word.missing.empty()) << text;
        }
    }
    for (const char* name : {"Çelik", "Åsa", "Renée", "João", "naïve", "Noël"})
        EXPECT_TRUE(shaper.word(name, Weight::Regular, Figures::Tabular).extras.empty()) << name;
}

TEST(PdfFont, CodesOfTheSharedSubsetAreThoseOfLatin1) {
    Shaper shaper(fonts());
    const Word& word = shaper.word("Rübe", Weight::Regular, Figures::Proportional);
    ASSERT_EQ(word.runs.size(), 1U);
    EXPECT_EQ(word.runs[0].tj, "(R\xFC\x62\x65)");
}

TEST(PdfFont, RareLettersComeWithTheDocument) {
    Shaper shaper(fonts());
    for (const char* text : {"Mārtiņš", "Ŵyn", "Nguyễn", "₹", "Łódź", "Dvořák", "Çığ", "ẞ"}) {
        const Word& word = shaper.word(text, Weight::Regular, Figures::Tabular);
        EXPECT_FALSE(word.extras.empty()) << text;
        EXPECT_TRUE(word.missing.empty()) << text;
    }
}

TEST(PdfFont, TemplateTextJoinsTheSharedSubset) {
    const auto book = FontBook::load({.template_text = "Τιμολόγιο"});
    ASSERT_TRUE(book);
    Shaper with(*book);
    EXPECT_TRUE(with.word("Τιμολόγιο", Weight::Bold, Figures::Tabular).extras.empty());
    Shaper without(fonts());
    EXPECT_FALSE(without.word("Τιμολόγιο", Weight::Bold, Figures::Tabular).extras.empty());
}

TEST(PdfFont, CharactersThatNoFontHasAreReportedAndKeepTheirText) {
    Shaper shaper(fonts());
    const Word& word = shaper.word("a\U000F1234b", Weight::Regular, Figures::Tabular);  // private
                                                                                        // use
    EXPECT_EQ(word.missing, U"\U000F1234");
    EXPECT_EQ(word.actual_text, U"a\U000F1234b");
    EXPECT_GT(word.width, 0);
}

TEST(PdfFont, DecomposedLettersAreDrawnAndReadBack) {
    Shaper shaper(fonts());
    EXPECT_EQ(shaper.width("u\u0308", kText), shaper.width("ü", kText));
    EXPECT_EQ(shaper.word("u\u0308", Weight::Regular, Figures::Tabular).actual_text, U"u\u0308");
}

constexpr auto kRegular = Weight::Regular;
constexpr auto kTabular = Figures::Tabular;

std::string codes_of(const Word& word) {
    std::string all;
    for (const auto& run : word.runs) all += std::to_string(run.font_id) + run.tj;
    return all;
}

TEST(PdfFont, WordsOfRightToLeftScriptsSayIt) {
    Shaper shaper(fonts());
    EXPECT_TRUE(shaper.word("שלום", kRegular, kTabular).needs_levels);
    EXPECT_TRUE(shaper.word("a١", kRegular, kTabular).needs_levels);
    EXPECT_FALSE(shaper.word("shalom", kRegular, kTabular).needs_levels);
    EXPECT_FALSE(shaper.word("12,30", kRegular, kTabular).needs_levels);
}

TEST(PdfFont, DirectionIsPartOfWhatIsKept) {
    Shaper shaper(fonts());
    const std::string leftwards = codes_of(shaper.word("שלום", kRegular, kTabular, true));
    const std::string rightwards = codes_of(shaper.word("שלום", kRegular, kTabular, false));
    EXPECT_NE(leftwards, rightwards);
    EXPECT_EQ(codes_of(shaper.word("שלום", kRegular, kTabular, true)), leftwards);
    EXPECT_TRUE(shaper.word("שלום", kRegular, kTabular, true).is_reversed);
    EXPECT_FALSE(shaper.word("ש", kRegular, kTabular, true).is_reversed);
}

TEST(PdfFont, ArabicLettersAreJoined) {
    Shaper shaper(fonts());
    const auto alone = shaper.word("م", kRegular, kTabular, true).extras.at(0).glyph;
    const Word& word = shaper.word("محمد", kRegular, kTabular, true);
    ASSERT_EQ(word.extras.size(), 4U);  // from left to right: d, m in the middle, h, m first
    EXPECT_EQ(word.extras[0].text, U"د");
    EXPECT_EQ(word.extras[1].text, U"م");
    EXPECT_EQ(word.extras[3].text, U"م");
    EXPECT_NE(word.extras[1].glyph, alone);
    EXPECT_NE(word.extras[3].glyph, alone);
    EXPECT_NE(word.extras[1].glyph, word.extras[3].glyph);
    EXPECT_TRUE(word.actual_text.empty());
}

TEST(PdfFont, LettersOfALigatureAreReadOneByOne) {
    Shaper shaper(fonts());
    const Word& word = shaper.word("علاء", kRegular, kTabular, true);
    std::u32string read;
    int right = word.width;
    for (const auto& run : word.runs) {  // in the order of reading, each to the left of the last
        EXPECT_LE(run.x, right);
        right = run.x;
        read += run.actual_text;
    }
    EXPECT_EQ(read, U"لا");
    EXPECT_TRUE(word.actual_text.empty());
    const auto has = [&](std::u32string_view text) {
        return std::ranges::any_of(word.extras, [&](const auto& e) { return e.text == text; });
    };
    EXPECT_TRUE(has(U"لا"));  // for readers that do not know ActualText
    EXPECT_TRUE(has(U"\u200B"));
    EXPECT_GT(word.width, 0);
}

TEST(PdfFont, EveryGlyphHasAText) {
    Shaper shaper(fonts());
    for (const char* text : {"नमस्ते", "हिन्दी", "น้ำ", "שָׁלוֹם", "مؤسّسة", "லாே"}) {
        const Word& word = shaper.word(text, kRegular, kTabular);
        EXPECT_FALSE(word.extras.empty()) << text;
        for (const auto& extra : word.extras) EXPECT_FALSE(extra.text.empty()) << text;
    }
    const Word& points = shaper.word("שָׁלוֹם", kRegular, kTabular, true);
    EXPECT_TRUE(points.actual_text.empty());  // each is a glyph of its own
    EXPECT_EQ(points.extras.size(), 7U);
}

TEST(PdfFont, BracketsThatAreReadLeftwardsAreTurned) {
    Shaper shaper(fonts());
    const Word closing = shaper.word(")", kRegular, kTabular);
    const Word& opening = shaper.word("(", kRegular, kTabular, true);
    ASSERT_EQ(opening.runs.size(), 1U);
    EXPECT_EQ(opening.runs[0].tj, closing.runs[0].tj);
    EXPECT_EQ(opening.runs[0].actual_text, U"(");
    const Word& both = shaper.word("(ש)", kRegular, kTabular, true);
    ASSERT_EQ(both.runs.size(), 3U);
    EXPECT_EQ(both.runs[0].actual_text, U"(");
    EXPECT_EQ(both.runs[2].actual_text, U")");
    EXPECT_EQ(both.runs[2].x, 0);
    EXPECT_EQ(both.runs[0].x + both.runs[0].width, both.width);
}

TEST(PdfFont, IsolatedWordsAreTheSameWords) {
    Shaper shaper(fonts());
    const std::string plain = codes_of(shaper.word("1.234,56", kRegular, kTabular));
    EXPECT_EQ(codes_of(shaper.word("\u20681.234,56\u2069", kRegular, kTabular)), plain);
    EXPECT_EQ(shaper.width("\u2068Ana Wal\u2069,", kText), shaper.width("Ana Wal,", kText));
    EXPECT_EQ(shaper.word("\u2068\u2069", kRegular, kTabular).width, 0);
}

TEST(PdfFont, LanguagesWithRulesOfTheirOwnAreShapedByThem) {
    Shaper shaper(fonts());
    const int english = shaper.language("en");
    const int romanian = shaper.language("ro-RO");
    EXPECT_EQ(shaper.language("de-DE"), english);  // no font has rules for German
    EXPECT_EQ(shaper.language("not a language"), english);
    EXPECT_EQ(shaper.language(""), english);
    EXPECT_EQ(shaper.language("ro"), romanian);
    ASSERT_NE(romanian, english);
    const auto cedilla = [&](int language) {
        shaper.use(language);
        return codes_of(shaper.word("ţ", kRegular, kTabular));
    };
    const std::string with_cedilla = cedilla(english);
    EXPECT_NE(cedilla(romanian), with_cedilla);  // a comma below
    EXPECT_EQ(cedilla(english), with_cedilla);
    shaper.use(romanian);
    EXPECT_EQ(shaper.word("ţ", kRegular, kTabular).actual_text, U"ţ");
}

TEST(PdfFont, HostileWordsEndInBoundedWork) {
    Shaper shaper(fonts());
    EXPECT_EQ(shaper.word("\u202E\u200B\x01\x7F", Weight::Regular, Figures::Tabular).width, 0);
    std::string marks = "e";
    for (int i = 0; i < 5000; ++i) marks += "\u0301";
    EXPECT_GT(shaper.word(marks, Weight::Regular, Figures::Tabular).width, 0);
    const std::string long_name(20'000, 'W');
    EXPECT_GT(shaper.word(long_name, Weight::Bold, Figures::Tabular).width, 10'000'000);
    EXPECT_GE(shaper.word("\u200D\uFE0F", Weight::Regular, Figures::Tabular).width, 0);
    EXPECT_GT(shaper.word(marks, Weight::Regular, Figures::Tabular, true).width, 0);
    EXPECT_GT(shaper.word("لاabc\U000F1234(]", Weight::Bold, Figures::Tabular, true).width, 0);
    EXPECT_GT(shaper.word("👨\u200D👩\u200D👧🇩🇪", Weight::Regular, Figures::Tabular).width, 0);
}

TEST(PdfFont, NumbersWithLettersAreSetAsHarfBuzzShapesThem) {
    // Of a language with rules of its own every word is shaped; they are of other letters.
    Shaper shaper(fonts()), shaping(fonts());
    shaping.use(shaping.language("ro-RO"));
    Random random(5);
    constexpr std::string_view kSigns = "ABKLTVWYafilrtvy0123456789-/.:,_()\\'\"#*+=<>&|";
    for (int i = 0; i < 4000; ++i) {
        std::string text;
        for (std::uint64_t n = 1 + random.below(8); n > 0; --n)
            text += random.below(3) == 0 ? static_cast<char>('!' + random.below(0x7F - '!'))
                                         : kSigns[random.below(kSigns.size())];
        text += static_cast<char>('0' + random.below(10));
        for (const Weight weight : {Weight::Regular, Weight::Bold}) {
            for (const Figures figures : {Figures::Proportional, Figures::Tabular}) {
                const Word& set = shaper.word(text, weight, figures);
                const Word& shaped = shaping.word(text, weight, figures);
                ASSERT_EQ(codes_of(set), codes_of(shaped)) << text;
                ASSERT_EQ(set.width, shaped.width) << text;
            }
        }
    }
}

TEST(PdfFont, ManyDifferentWordsDoNotGrowTheCacheForEver) {
    Shaper shaper(fonts());
    const int before = shaper.width_units("Rechnung", kText);
    std::string name = "aaaaa";
    for (int i = 0; i < 20'000; ++i) {
        for (std::size_t k = 0; k < name.size() && ++name[k] > 'z'; ++k) name[k] = 'a';
        shaper.word(name, Weight::Regular, Figures::Proportional);
    }
    EXPECT_EQ(shaper.width_units("Rechnung", kText), before);
}

}  // namespace
}  // namespace bw::pdf

#include "flow/compose/pdf/hyphens.h"
#include "flow/compose/pdf/read_back_test.h"
#include "flow/compose/pdf/text.h"
#include "testing/property.h"

#include <gmock/gmock.h>

#include <map>

namespace bw::pdf {
namespace {

using testing::Folder;
using ::testing::HasSubstr;

// Debian's files, which tools/setup test installs.
const Hyphenator& hyphens(const std::string& language) {
    static std::map<std::string, Hyphenator> loaded;
    const auto [at, is_new] = loaded.try_emplace(language);
    if (is_new) at->second = Hyphenator::load(language);
    EXPECT_FALSE(at->second.is_empty()) << at->second.note();
    return at->second;
}

std::string divided(const Hyphenator& hyphenator, const std::string& word,
                    std::string_view mark = "|") {
    std::string out;
    std::size_t at = 0;
    for (const std::size_t end : hyphenator.breaks(word)) {
        out += word.substr(at, end - at);
        out += mark;
        at = end;
    }
    return out + word.substr(at);
}

TEST(PdfHyphens, GermanWordsAreDividedByTheirParts) {
    const Hyphenator& german = hyphens("de-DE");
    for (const char* word :
         {"Zäh|ler|stand", "Strom|zäh|ler", "Rech|nungs|be|trag", "Fäl|lig|keit",
          "Grund|ver|sor|gungs|ver|ord|nung", "Ener|gie|ver|sor|gungs|un|ter|neh|men",
          "Um|satz|steuer", "Kün|di|gungs|frist", "Mess|stel|len|be|trei|ber",
          "Do|nau|dampf|schiff|fahrts|ge|sell|schaft", "Äp|fel", "dar|über", "Straße"}) {
        std::string plain = word;
        std::erase(plain, '|');
        EXPECT_EQ(divided(german, plain), word);
    }
}

TEST(PdfHyphens, WordsOfOtherLanguages) {
    const std::map<std::string, std::vector<std::string>> expected = {
        {"it", {"bol|letta", "con|ta|tore", "dell'ener|gia", "am|mi|ni|stra|zione"}},
        {"es", {"fac|tura", "su|mi|nis|tro", "cons|truc|ción", "elec|tri|ci|dad"}},
        {"en-US", {"elec|tric|ity", "con|sump|tion", "elec|tri|cian", "ta|ble"}}};
    for (const auto& [language, words] : expected) {
        for (const auto& word : words) {
            std::string plain = word;
            std::erase(plain, '|');
            EXPECT_EQ(divided(hyphens(language), plain), word) << language;
        }
    }
}

TEST(PdfHyphens, LettersKeepTheirSize) {
    EXPECT_EQ(divided(hyphens("de"), "zählerstand"), "zäh|ler|stand");
    EXPECT_EQ(divided(hyphens("de"), "Übergabe"), "Über|gabe");
    EXPECT_EQ(divided(hyphens("de"), "ZÄHLERSTAND"), "ZÄHLERSTAND");
}

TEST(PdfHyphens, PunctuationAroundAWordDoesNotMatter) {
    const Hyphenator& german = hyphens("de");
    EXPECT_EQ(divided(german, "(„Zählerstand“),"), "(„Zäh|ler|stand“),");
    EXPECT_EQ(divided(german, isolate("Zählerstand") + "."), isolate("Zäh|ler|stand") + ".");
    EXPECT_EQ(divided(german, "Strom-"), "Strom-");
    EXPECT_EQ(divided(german, "Zähler-"), "Zäh|ler-");
}

TEST(PdfHyphens, OwnHyphensEndALine) {
    EXPECT_EQ(divided(hyphens("de"), "Umsatzsteuer-Voranmeldung"),
              "Um|satz|steuer-|Vor|an|mel|dung");
    EXPECT_EQ(divided(hyphens("de"), "E-Mail"), "E-Mail");
    EXPECT_EQ(divided(hyphens("de"), "DIN-Norm"), "DIN-Norm");
    EXPECT_TRUE(ends_in_hyphen("Umsatzsteuer-"));
    EXPECT_TRUE(ends_in_hyphen("Umsatzsteuer\u2010"));
    EXPECT_FALSE(ends_in_hyphen("Umsatz"));
}

TEST(PdfHyphens, CodesLinksAndNumbersStayWhole) {
    for (const char* word : {"https://stromrechnung.example/zahlung",
                             "www.stromrechnung.example",
                             "rechnung@stromversorger.example",
                             "Rechnung2026",
                             "2026-Rechnung",
                             "DE02120300000000",
                             "Zähler/Nummer",
                             "Zähler_Nummer",
                             "ENERGIEVERSORGUNG",
                             "StromRechnung",
                             "kWh",
                             "12,30",
                             "Strom\u00A0Rechnung",
                             "Zählerstand#",
                             "+Zählerstand",
                             "",
                             "-",
                             "...",
                             "\xFF\xC3",
                             "Za\u0308hlerstand"}) {
        EXPECT_EQ(divided(hyphens("de"), word), word);
    }
    EXPECT_TRUE(hyphens("de").breaks(std::string(2000, 'a')).empty());
}

TEST(PdfHyphens, WithoutAFileNothingIsDivided) {
    const Hyphenator none;
    EXPECT_TRUE(none.is_empty());
    EXPECT_TRUE(none.breaks("Rechnungsbetrag").empty());
    const auto klingon = Hyphenator::load("tlh");
    EXPECT_TRUE(klingon.is_empty());
    EXPECT_THAT(klingon.note(), HasSubstr("tlh"));
    for (const char* tag : {"", "-", "../../etc/passwd", "de/DE", "d\xFF", "de_DE"})
        EXPECT_TRUE(Hyphenator::load(tag).is_empty()) << tag;
    EXPECT_TRUE(Hyphenator::load("de", {"/nonexistent"}).is_empty());
}

TEST(PdfHyphens, TheFileOfTheLanguageIsFound) {
    const Folder folder;
    const auto holds = [&](const char* name, const char* pattern) {
        folder.write(name, std::string("UTF-8\n") + pattern + "\n");
    };
    holds("hyph_xy_AA.dic", "aa1aaa");
    holds("hyph_xy_BB.dic", "bb1bbb");
    holds("hyph_xz_XZ.dic", "cc1ccc");
    holds("hyph_xw.dic", "dd1ddd");
    const auto has = [&](const char* language, const char* word) {
        return !Hyphenator::load(language, {"/nonexistent", folder.at("")}).breaks(word).empty();
    };
    EXPECT_TRUE(has("xy-BB", "bbbbb"));
    EXPECT_TRUE(has("xy-CC", "aaaaa"));  // the first one of the language
    EXPECT_TRUE(has("xy", "aaaaa"));
    EXPECT_TRUE(has("xz", "ccccc"));
    EXPECT_TRUE(has("xw-Latn-DE", "ddddd"));
    EXPECT_FALSE(has("x", "ddddd"));
}

TEST(PdfHyphens, EncodingsAreRead) {
    EXPECT_EQ(divided(Hyphenator::read("UTF-8\nzä1hl"), "zählen"), "zä|hlen");
    EXPECT_EQ(divided(Hyphenator::read("ISO8859-1\nz\xE4\x31hl"), "zählen"), "zä|hlen");
    EXPECT_EQ(divided(Hyphenator::read("ISO8859-2\r\n\xB3\xF3\x31"
                                       "d\xBC\r\n"),
                      "łódźki"),
              "łó|dźki");
    EXPECT_EQ(divided(Hyphenator::read("ISO8859-15\nc\xBD\x31u"), "cœur"), "cœur");  // one letter
                                                                                     // too few
    EXPECT_EQ(divided(Hyphenator::read("ISO8859-15\nc\xBD\x31urs"), "cœurs"), "cœ|urs");
    const auto unknown = Hyphenator::read("KOI8-R\na1b\n");
    EXPECT_TRUE(unknown.is_empty());
    EXPECT_THAT(unknown.note(), HasSubstr("KOI8-R"));
    EXPECT_TRUE(Hyphenator::read("").is_empty());
}

TEST(PdfHyphens, HigherValuesWinAndOddOnesDivide) {
    EXPECT_EQ(divided(Hyphenator::read("UTF-8\na1b\n"), "abababab"), "aba|ba|bab");
    EXPECT_EQ(divided(Hyphenator::read("UTF-8\na1b\nba2b\n"), "abababab"), "abababab");
    EXPECT_EQ(divided(Hyphenator::read("UTF-8\na1b\nb1a2b\nb2a3bab.\n"), "abababab"), "ab|aba|bab");
    EXPECT_EQ(divided(Hyphenator::read("UTF-8\n.ab1a\n"), "abaabaaba"), "ab|aabaaba");
    EXPECT_EQ(divided(Hyphenator::read("UTF-8\nLEFTHYPHENMIN 4\nRIGHTHYPHENMIN 4\na1b\n"),
                      "abababababab"),
              "ababa|ba|babab");
}

TEST(PdfHyphens, PartsOfCompoundsAreFoundFirst) {
    const auto levels = Hyphenator::read("UTF-8\nCOMPOUNDLEFTHYPHENMIN 2\n"
                                         "COMPOUNDRIGHTHYPHENMIN 3\nabab1\nNEXTLEVEL\na1b\nb1a\n");
    EXPECT_EQ(divided(levels, "ababcdabcd"), "abab|cda|bcd");
    EXPECT_EQ(divided(levels, "cdababcd"), "cda|babcd");
}

TEST(PdfHyphens, WhatCannotBeReadIsCounted) {
    const auto read = Hyphenator::read("UTF-8\n% a comment\n# another\n\na1b\nc1k/k=k,1,2\n^^e4\n"
                                       "LEFTHYPHENMIN x\nLEFTHYPHENMIN 123\nNOHYPHEN -,'\n12\n" +
                                       std::string(500, 'x') +
                                       "\n\xFF"
                                       "1a\n");
    EXPECT_EQ(read.skipped_lines(), 7);
    EXPECT_THAT(read.note(), HasSubstr("7 lines"));
    EXPECT_EQ(divided(read, "ccabcc"), "cca|bcc");
    EXPECT_TRUE(Hyphenator::read("UTF-8\n" + std::string(9 << 20, '\n')).is_empty());
}

PROPERTY_N(PdfHyphens, TakingSoftHyphensOutGivesTheWordBack, 500) {
    static constexpr std::u32string_view kLetters = U"abdehilnorstuäöüßéABÄÖ'-’.,)(0";
    std::string word;
    const int length = *bw::testing::between(1, 30);
    for (int i = 0; i < length; ++i)
        append_utf8(word, kLetters[*bw::testing::between<std::size_t>(0, kLetters.size() - 1)]);
    for (const char* language : {"de", "it", "es", "en"}) {
        const Hyphenator& hyphenator = hyphens(language);
        std::string soft = divided(hyphenator, word, "\u00AD");
        for (std::size_t at; (at = soft.find("\u00AD")) != std::string::npos;) soft.erase(at, 2);
        RC_ASSERT(soft == word);
        std::size_t before = 0;
        for (const std::size_t at : hyphenator.breaks(word)) {
            RC_ASSERT(at > before && at < word.size());
            RC_ASSERT((static_cast<unsigned char>(word[at]) & 0xC0) != 0x80);
            before = at;
        }
        RC_ASSERT(hyphenator.breaks(word) == hyphenator.breaks(word));
    }
}

}  // namespace
}  // namespace bw::pdf

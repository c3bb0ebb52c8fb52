#include "base/utf8.h"
#include "flow/compose/message/characters.h"
#include "flow/compose/message/random_text_test.h"
#include "flow/compose/message/sms.h"
#include "testing/property.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace bw::message {
namespace {

constexpr SmsOptions kLong{.most_segments = kSegmentsMost};

Sms sms(std::string_view text) {
    auto made = compose_sms(text, kLong);
    EXPECT_TRUE(made.has_value()) << made.error().message();
    return made.value_or(Sms{});
}

std::string repeated(std::string_view text, int times) {
    std::string out;
    for (int n = 0; n < times; ++n) out += text;
    return out;
}

// Counted again, by another list than that of the program: TS 23.038, 6.2.1, row by row.
constexpr std::u32string_view kBasic =
    U"@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    U"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view kExtended = U"^{}\\[~]|€";

int units_of(std::string_view text, Alphabet alphabet) {
    int units = 0;
    while (!text.empty()) {
        const auto [code, bytes] = first_character(text);
        text.remove_prefix(bytes);
        if (alphabet == Alphabet::Ucs2) {
            units += code > 0xFFFF ? 2 : 1;
        } else if (kExtended.find(code) != std::u32string_view::npos) {
            units += 2;
        } else {
            EXPECT_NE(kBasic.find(code), std::u32string_view::npos) << static_cast<unsigned>(code);
            ++units;
        }
    }
    return units;
}

std::string utf8(std::u32string_view text) {
    std::string out;
    for (const char32_t code : text) append_utf8(out, code);
    return out;
}

TEST(Sms, PlainTextCountsSeptets) {
    const auto made = sms("Your bill is 84.20 EUR.");
    EXPECT_EQ(made.alphabet, Alphabet::Gsm7);
    EXPECT_EQ(made.segments, 1);
    EXPECT_EQ(made.units, 23);
    EXPECT_EQ(made.part(0), "Your bill is 84.20 EUR.");
}

TEST(Sms, TheWholeAlphabetIsSaidAsItIs) {
    const std::string all = utf8(kBasic) + utf8(kExtended);
    const auto made = sms(all);
    EXPECT_EQ(made.alphabet, Alphabet::Gsm7);
    EXPECT_EQ(made.text, all);
    ASSERT_EQ(kBasic.size(), 126U);  // of 128: no escape, and no CR, for a line ends with LF
    EXPECT_EQ(made.units, 126 + 2 * 9);
}

TEST(Sms, SegmentsHold160Or153Septets) {
    EXPECT_EQ(sms(std::string(160, 'a')).segments, 1);
    const auto two = sms(std::string(161, 'a'));
    EXPECT_EQ(two.segments, 2);
    EXPECT_EQ(two.part(0).size(), 153U);
    EXPECT_EQ(two.part(1).size(), 8U);
    EXPECT_EQ(sms(std::string(306, 'a')).segments, 2);
    EXPECT_EQ(sms(std::string(307, 'a')).segments, 3);
}

TEST(Sms, AnExtensionCharacterCostsTwoSeptetsOfOneSegment) {
    EXPECT_EQ(sms(std::string(158, 'a') + "€").segments, 1);
    EXPECT_EQ(sms(std::string(159, 'a') + "€").segments, 2);
    const auto made = sms(std::string(152, 'a') + "€" + std::string(20, 'b'));
    EXPECT_EQ(made.units, 174);
    EXPECT_EQ(made.part(0), std::string(152, 'a'));
    EXPECT_EQ(made.part(1), "€" + std::string(20, 'b'));
}

TEST(Sms, OtherLettersTakeUcs2In70Or67Units) {
    EXPECT_EQ(sms(repeated("я", 70)).segments, 1);
    const auto two = sms(repeated("я", 71));
    EXPECT_EQ(two.alphabet, Alphabet::Ucs2);
    EXPECT_EQ(two.segments, 2);
    EXPECT_EQ(two.part(0), repeated("я", 67));
}

TEST(Sms, ASurrogatePairIsNeverCut) {
    const auto made = sms(repeated("я", 66) + "\U0001F4A1" + repeated("я", 10));
    EXPECT_EQ(made.units, 78);
    EXPECT_EQ(made.part(0), repeated("я", 66));
    EXPECT_EQ(made.part(1), "\U0001F4A1" + repeated("я", 10));
}

TEST(Sms, TypographyBecomesItsPlainTwin) {
    const auto made = sms("“Grüße” – 1\u202F234,50\u00A0€ \u2212 25\u00A0% … • 3 × 4 m³, it’s ½");
    EXPECT_EQ(made.alphabet, Alphabet::Gsm7);
    EXPECT_EQ(made.text, "\"Grüße\" - 1 234,50 € - 25 % ... - 3 x 4 m3, it's 1/2");
    EXPECT_EQ(sms("a`b\u2014c\u2019").text, "a'b-c'");
    EXPECT_EQ(sms("1½").text, "1½");  // and no "11/2"
    EXPECT_EQ(sms("10³").alphabet, Alphabet::Ucs2);
}

TEST(Sms, WhereUcs2IsTakenAllTheSameTypographyStays) {
    const std::string text = "«Рахунок» – 84,20\u00A0€ …";
    const auto made = sms(text);
    EXPECT_EQ(made.alphabet, Alphabet::Ucs2);
    EXPECT_EQ(made.text, text);
    EXPECT_EQ(sms("Está aquí").alphabet, Alphabet::Ucs2);  // letters are not turned into others
}

TEST(Sms, ALinkThatFitsASegmentIsNotCut) {
    const std::string link = "https://aurora.example/b/4711?t=0123456789abcdef";
    const std::string before(140, 'a');
    const auto made = sms(before + " " + link + " thanks");
    EXPECT_EQ(made.segments, 2);
    EXPECT_EQ(made.part(0), before + " ");
    EXPECT_EQ(made.part(1), link + " thanks");
    // What is left shorter may take a segment more.
    const auto more = sms(before + " " + link + " " + std::string(60, 'b') + " " + link);
    EXPECT_LE(more.units, 2 * kSeptetsConcatenated);
    EXPECT_EQ(more.segments, 3);
    EXPECT_EQ(more.part(1), link + " " + std::string(60, 'b') + " ");
    EXPECT_EQ(more.part(2), link);
}

TEST(Sms, ALinkThatFillsASegmentStandsInIt) {
    const std::string link = "https://a.example/" + std::string(135, 'x');
    ASSERT_EQ(link.size(), 153U);
    const auto made = sms("see " + link + " now");
    EXPECT_EQ(made.segments, 3);
    EXPECT_EQ(made.part(1), link);
    // One letter more, and it is cut like a word: nothing is gained by moving it.
    const auto cut = sms("see " + link + "x now");
    EXPECT_EQ(cut.segments, 2);
    EXPECT_EQ(cut.part(0).size(), 153U);
}

TEST(Sms, ALinkEndsAtWhiteSpaceAndQuotes) {
    const std::string before(130, 'a');
    for (const char* end : {" ", "\n", "\"", ">", "\u00A0", "”"}) {
        const auto made = sms(before + " http://a.example/bcdef" + end + std::string(30, 'b'));
        EXPECT_EQ(made.alphabet, Alphabet::Gsm7) << end;
        EXPECT_EQ(made.part(0).size(), 153U) << end;
    }
    EXPECT_EQ(sms(std::string(150, 'a') + " HTTPS://A.EXAMPLE/B").part(1), "HTTPS://A.EXAMPLE/B");
    EXPECT_EQ(sms(std::string(150, 'a') + " http:/a.example/bcd").part(0).size(), 153U);
}

TEST(Sms, NothingInALinkIsTurnedIntoItsTwin) {
    const std::string text = "https://a.example/A–B";
    EXPECT_EQ(sms(text).text, text);
    EXPECT_EQ(sms(text).alphabet, Alphabet::Ucs2);
    EXPECT_EQ(sms("“https://a.example/A”, soon…").text, "\"https://a.example/A\", soon...");
}

TEST(Sms, ALongerTextThanAllowedIsAnErrorThatSaysWhatToDo) {
    const auto four = compose_sms(std::string(4 * 153, 'a'), {});
    ASSERT_TRUE(four.has_value());
    EXPECT_EQ(four->segments, 4);
    const auto five = compose_sms(std::string(4 * 153 + 1, 'a'), {});
    ASSERT_FALSE(five.has_value());
    EXPECT_EQ(five.error().code, Code::Limit);
    EXPECT_EQ(five.error().text, "the short message takes 5 segments (613 septets), at most 4 are "
                                 "allowed: shorten it, or allow more");
    const auto other = compose_sms(repeated("á", 100), {.most_segments = 1});
    ASSERT_FALSE(other.has_value());
    EXPECT_THAT(other.error().text,
                ::testing::HasSubstr("2 segments (100 UTF-16 units), at most 1 are allowed"));
    EXPECT_THAT(other.error().text, ::testing::HasSubstr("such as U+00E1 a segment would hold"));
}

TEST(Sms, OptionsAndEmptyTextsAreChecked) {
    EXPECT_EQ(compose_sms("a", {.most_segments = 0}).error().code, Code::Invalid);
    EXPECT_EQ(compose_sms("a", {.most_segments = 256}).error().code, Code::Invalid);
    EXPECT_EQ(compose_sms("", {}).error().code, Code::Invalid);
    EXPECT_EQ(compose_sms("\u200B\x01", {}).error().code, Code::Invalid);
}

TEST(Sms, WhatMayDoHarmIsGone) {
    EXPECT_EQ(sms(std::string("a\0b\x1B[31mc\x7F", 10)).text, "ab[31mc");
    EXPECT_EQ(sms("a\r\nb\rc\td\u0085e").text, "a\nb\nc de");
    EXPECT_EQ(sms("\uFEFFpay \u202Egpj.exe\u202C \u2066x\u2069\u200F").text, "pay gpj.exe x");
    EXPECT_EQ(sms("a\xFF\xC0\xAF b").text, "a??? b");
    EXPECT_EQ(sms("a\xED\xA0\x80z").text, "a???z");  // a lone surrogate
    EXPECT_EQ(sms("я\xFF").text, "я\uFFFD");
    EXPECT_EQ(sms("a\u2028b").text, "a\nb");
}

// No cut lies in a link that fits a segment.
void expect_whole_links(const Sms& made, int most) {
    const std::string& text = made.text;
    for (std::size_t at = text.find("http"); at != std::string::npos; at = text.find("http", at)) {
        const auto rest = std::string_view(text).substr(at);
        if (!rest.starts_with("http://") && !rest.starts_with("https://")) {
            at += 4;
            continue;
        }
        std::size_t length = rest.find_first_of(" \n\"<>");
        for (const char* end : {"\u00A0", "\u202F", "“", "”", "\u3000"})
            length = std::min(length, rest.find(end));
        const auto link = rest.substr(0, length);
        for (const auto cut : made.cuts)
            RC_ASSERT(cut <= at || cut >= at + link.size() || units_of(link, made.alphabet) > most);
        at += link.size();
    }
}

PROPERTY_N(SmsProperty, ThePartsAreTheTextAndFitTheirSegments, 1500) {
    Random random(*testing::any<std::uint64_t>());
    const auto letters = random.chance(1, 2) ? Letters::Any : Letters::Gsm7;
    const auto made = compose_sms(random_bytes(random, 400, letters), kLong);
    if (!made) {
        RC_ASSERT(made.error().code == Code::Invalid);  // nothing in it
        return;
    }
    const bool is_gsm = made->alphabet == Alphabet::Gsm7;
    const int most = made->segments == 1 ? (is_gsm ? 160 : 70) : (is_gsm ? 153 : 67);
    std::string joined;
    for (int i = 0; i < made->segments; ++i) {
        const auto part = made->part(i);
        RC_ASSERT(!part.empty());
        RC_ASSERT(is_utf8_text(part));
        RC_ASSERT(units_of(part, made->alphabet) <= most);
        joined += part;
    }
    RC_ASSERT(joined == made->text);
    RC_ASSERT(units_of(made->text, made->alphabet) == made->units);
    expect_whole_links(*made, most);
    RC_ASSERT(sms(made->text).text == made->text);  // and what is sent is sent the same again
}

}  // namespace
}  // namespace bw::message

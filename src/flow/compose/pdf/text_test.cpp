#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/text.h"

#include <gtest/gtest.h>

namespace bw::pdf {
namespace {

std::string number(double value) {
    std::string out;
    append_number(out, value);
    return out;
}

TEST(PdfText, ReplacesEachIllFormedPartOnce) {
    EXPECT_EQ(clean("a\xFF"), U"a\uFFFD");
    EXPECT_EQ(clean("\xC3\xA4"), U"ä");
    EXPECT_EQ(clean("\xC3"), U"\uFFFD");
    EXPECT_EQ(clean("\xC0\x80"), U"\uFFFD\uFFFD");                      // overlong NUL
    EXPECT_EQ(clean("\xED\xA0\x80"), U"\uFFFD\uFFFD\uFFFD");            // surrogate
    EXPECT_EQ(clean("\xF4\x90\x80\x80"), U"\uFFFD\uFFFD\uFFFD\uFFFD");  // over U+10FFFF
    EXPECT_EQ(clean("\xF0\x9F\x98"), U"\uFFFD");                        // cut off
    EXPECT_EQ(clean("\xEF\xBF\xBF"), U"\uFFFD");                        // noncharacter
}

TEST(PdfText, DropsControlsAndTurnsLineEndsIntoSpaces) {
    EXPECT_EQ(clean(std::string("a\0b\x1B[1mc", 8)), U"ab[1mc");
    EXPECT_EQ(clean("a\tb\r\nc"), U"a b  c");
    EXPECT_EQ(clean("\u202Eevil\u202C\u2066x\u2069\u200B\uFEFF\u00AD"), U"evilx");
    EXPECT_EQ(clean("\u0915\u094D\u200D\u0937"), U"\u0915\u094D\u200D\u0937");  // joiners matter
}

TEST(PdfText, IsolatedDataHoldsNoControlsOfItsOwn) {
    EXPECT_EQ(isolate("Ana 12"), "\u2068Ana 12\u2069");
    EXPECT_EQ(isolate("\u2069a\u202E\u2066b\u200F\u061C\u2068c\u200E\u202C"), "\u2068abc\u2069");
    EXPECT_EQ(isolate("a\u200Db\u00AD\xFF\xE2\x81"), "\u2068a\u200Db\u00AD\xFF\xE2\x81\u2069");
    EXPECT_EQ(isolate(""), "");
    EXPECT_EQ(clean(isolate("محمد")), U"محمد");
    EXPECT_EQ(isolate_control_at("a\u2068", 1), 3U);
    EXPECT_EQ(isolate_control_at("a\u2066", 1), 0U);
    EXPECT_EQ(isolate_control_at("a\u2068", 3), 0U);
    EXPECT_EQ(isolate_control_at("", 0), 0U);
}

TEST(PdfText, TextStringsAreAsciiOrUtf16) {
    std::string out;
    append_text_string(out, "A (b) \\");
    EXPECT_EQ(out, "(A \\(b\\) \\\\)");
    out.clear();
    append_text_string(out, "ä😀");
    EXPECT_EQ(out, std::string_view("(\xFE\xFF\x00\xE4\xD8\x3D\xDE\x00)", 10));
}

TEST(PdfText, NamesAndXmlAreEscaped) {
    std::string out;
    append_name(out, "text/xml #1");
    EXPECT_EQ(out, "/text#2Fxml#20#231");
    out.clear();
    append_xml(out, "<a & \"b\">\x01");
    EXPECT_EQ(out, "&lt;a &amp; &quot;b&quot;&gt;\uFFFD");
}

TEST(PdfNumber, HasAtMostTwoDecimalsAndNoTrailingZeros) {
    EXPECT_EQ(number(0), "0");
    EXPECT_EQ(number(12), "12");
    EXPECT_EQ(number(0.5), "0.5");
    EXPECT_EQ(number(-0.05), "-0.05");
    EXPECT_EQ(number(595.284), "595.28");
    EXPECT_EQ(number(-0.001), "0");
    EXPECT_EQ(number(1.999), "2");
}

TEST(PdfNumber, WhatNoReaderCouldPlaceIsLimited) {
    EXPECT_EQ(number(1e300), "1000000");
    EXPECT_EQ(number(-1e300), "-1000000");
    EXPECT_EQ(number(std::nan("")), "0");
    EXPECT_EQ(number(-INFINITY), "-1000000");
}

}  // namespace
}  // namespace bw::pdf

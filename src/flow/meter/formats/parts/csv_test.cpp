#include "flow/meter/formats/parts/csv.h"
#include "flow/meter/formats/parts/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::meter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Line {
    std::vector<std::string> fields;
    std::int64_t line = 0;
    bool is_good = true;
};

Result<std::vector<Line>> read_csv(std::string_view text, std::size_t chunk, char delimiter = ',') {
    CsvReader reader(delimiter);
    CsvRecord record;
    std::vector<Line> out;
    const auto keep = [&] {
        out.push_back({{record.fields.begin(), record.fields.end()},
                       record.line,
                       record.is_clean && record.is_well_formed});
    };
    for (std::size_t at = 0; at < text.size(); at += chunk) {
        auto piece = text.substr(at, chunk);
        while (TRY(reader.next(piece, record))) keep();
    }
    if (TRY(reader.rest(record))) keep();
    return out;
}

TEST(Csv, QuotesLineBreaksAndMarksAreReadInChunksOfAnySize) {
    const std::string text = "\xEF\xBB\xBF"
                             "a, b ,\"c,\"\"d\"\"\"\r\n\r\n\"x\ny\",,\n last ,\"\",z";
    for (std::size_t chunk = 1; chunk <= text.size(); ++chunk) {
        const auto lines = read_csv(text, chunk);
        ASSERT_TRUE(lines) << chunk;
        ASSERT_EQ(lines->size(), 3U) << chunk;
        EXPECT_THAT((*lines)[0].fields, ElementsAre("a", "b", "c,\"d\""));
        EXPECT_THAT((*lines)[1].fields, ElementsAre("x\ny", "", ""));
        EXPECT_EQ((*lines)[1].line, 3);
        EXPECT_THAT((*lines)[2].fields, ElementsAre("last", "", "z"));
        EXPECT_EQ((*lines)[2].line, 5);
    }
}

TEST(Csv, TextBehindAClosingQuoteIsMalformed) {
    const auto lines = read_csv("\"a\"b,c\n\"d\" ,e\n", 100);
    ASSERT_TRUE(lines);
    EXPECT_FALSE((*lines)[0].is_good);
    EXPECT_TRUE((*lines)[1].is_good);
    EXPECT_THAT((*lines)[1].fields, ElementsAre("d", "e"));
}

TEST(Csv, QuoteInsideAnUnquotedFieldIsPlainText) {
    const auto lines = read_csv("5\" pipe,x\n", 3);
    ASSERT_TRUE(lines);
    EXPECT_THAT((*lines)[0].fields, ElementsAre("5\" pipe", "x"));
}

TEST(Csv, OpenQuoteAtTheEndRefusesTheFile) {
    const auto lines = read_csv("a,b\n\"c,d\ne,f\n", 5);
    ASSERT_FALSE(lines);
    EXPECT_EQ(lines.error().code, Code::Refused);
    EXPECT_EQ(lines.error().subject, "line 2");
}

TEST(Csv, LimitsHold) {
    EXPECT_THAT(read_csv(std::string(kLineBytesMax + 2, 'x'), 4096).error().text,
                HasSubstr("longer than"));
    EXPECT_THAT(read_csv("\"" + std::string(600'000, 'x') + "\n" + std::string(600'000, 'y'), 4096)
                    .error()
                    .text,
                HasSubstr("a quote is missing"));
    EXPECT_THAT(read_csv(std::string(kColumnsMax + 1, ',') + "\n", 4096).error().text,
                HasSubstr("more than 4096 fields"));
    std::string many = "\"";
    for (int i = 0; i < 200'000; ++i) many += "x\n";  // linear, though the quote stays open
    EXPECT_FALSE(read_csv(many, 4096));
}

TEST(Csv, DirtyBytesAreSeen) {
    const auto lines = read_csv(std::string("a,b\nc\0d,e\nf,\xE9\n\xE2\x82\xAC,g\n", 20), 100);
    ASSERT_TRUE(lines);
    EXPECT_TRUE((*lines)[0].is_good);
    EXPECT_FALSE((*lines)[1].is_good);
    EXPECT_FALSE((*lines)[2].is_good);
    EXPECT_TRUE((*lines)[3].is_good);
}

TEST(Text, Utf8FollowsTheStandard) {
    EXPECT_TRUE(is_clean_text("plain text that is longer than eight bytes"));
    EXPECT_TRUE(is_clean_text("Zähler \xF0\x9F\x94\x8C and\ttab"));
    EXPECT_FALSE(is_clean_text("\xC0\xAF"));          // overlong
    EXPECT_FALSE(is_clean_text("\xED\xA0\x80"));      // surrogate
    EXPECT_FALSE(is_clean_text("\xF4\x90\x80\x80"));  // above U+10FFFF
    EXPECT_FALSE(is_clean_text("12345678\xC3"));
    EXPECT_FALSE(is_clean_text(std::string_view("1234567\0"
                                                "9",
                                                9)));
    EXPECT_FALSE(is_clean_text("del\x7F"
                               "ete"));
    EXPECT_FALSE(is_clean_text("a\nb"));
    EXPECT_TRUE(is_clean_text("a\nb", LineBreaks::Allowed));
}

}  // namespace
}  // namespace bw::meter

#include "platform/json/writer.h"
#include "testing/property.h"

#include <algorithm>

namespace bw::json {
namespace {

std::string json_string(std::string_view text) {
    std::string out;
    append_quoted(out, text);
    return out;
}

TEST(JsonWriter, WritesObjectsArraysAndScalars) {
    Writer json;
    json.object()
        .field("name", "Aurora")
        .field("count", 3)
        .field("final", true)
        .key("none")
        .null()
        .key("lines")
        .array()
        .value(1)
        .value(-2)
        .array()
        .end()
        .object()
        .end()
        .end()
        .end();
    EXPECT_EQ(json.take(), R"({"name":"Aurora","count":3,"final":true,"none":null,)"
                           R"("lines":[1,-2,[],{}]})");
}

TEST(JsonWriter, MoneyDecimalsAndTimesAreStrings) {
    Writer json;
    json.array()
        .value(Money{-1234, Currency::parse("EUR").value()})
        .value(Decimal::parse("0.287100").value())
        .value(LocalDate::of(2024, 2, 29))
        .value(Instant::from_seconds(0))
        .end();
    EXPECT_EQ(json.take(), R"([{"amount":"-12.34","currency":"EUR"},"0.2871","2024-02-29",)"
                           R"("1970-01-01T00:00:00Z"])");
}

TEST(JsonWriter, IsEmptyAgainAfterTake) {
    Writer json;
    json.value("a");
    EXPECT_EQ(json.take(), R"("a")");
    json.value(std::int64_t{-9'223'372'036'854'775'807 - 1});
    EXPECT_EQ(json.take(), "-9223372036854775808");
}

TEST(JsonString, EscapesQuotesAndControls) {
    EXPECT_EQ(json_string("a\"b\\c\n\t\r\x01\x7f"), "\"a\\\"b\\\\c\\n\\t\\r\\u0001\x7f\"");
    EXPECT_EQ(json_string(std::string_view("\0", 1)), "\"\\u0000\"");
}

TEST(JsonString, KeepsUtf8AndReplacesWhatIsNot) {
    EXPECT_EQ(json_string("Zähler €😀"), "\"Zähler €😀\"");
    EXPECT_EQ(json_string("a\xFF"
                          "b"),
              "\"a\xEF\xBF\xBD"
              "b\"");
    EXPECT_EQ(json_string("\xC3"), "\"\xEF\xBF\xBD\"");                  // cut off
    EXPECT_EQ(json_string("\xC0\xAF"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");  // overlong '/'
    EXPECT_EQ(json_string("\xED\xA0\x80"),
              "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // surrogate
}

PROPERTY(JsonString, NeverHoldsARawControlOrAnOpenQuote) {
    const std::string out = json_string(*testing::any<std::string>());
    RC_ASSERT(out.size() >= 2 && out.front() == '"' && out.back() == '"');
    for (std::size_t i = 1; i + 1 < out.size(); ++i) {
        RC_ASSERT(static_cast<unsigned char>(out[i]) >= 0x20);
        RC_ASSERT(out[i] != '"');
        if (out[i] == '\\') ++i;
        RC_ASSERT(i + 1 < out.size());  // the last quote is not escaped
    }
}

TEST(JsonWriterDeathTest, RefusesWrongNesting) {
    EXPECT_DEATH(Writer().object().value(1), "broken invariant");
    EXPECT_DEATH(Writer().array().key("a"), "broken invariant");
    EXPECT_DEATH(Writer().object().take(), "broken invariant");
    EXPECT_DEATH(Writer().value(1).value(2), "broken invariant");
}

TEST(JsonWriter, WritesAgainWhatWasRead) {
    const std::string text = R"({"a":[1,-2.50,true,null,"x\"y"],"b":{},"c":[]})";
    const auto parsed = parse(text, "text");
    ASSERT_TRUE(parsed.has_value()) << parsed.error().message();
    Writer json;
    EXPECT_EQ(json.value(*parsed).take(), text);
}

}  // namespace
}  // namespace bw::json

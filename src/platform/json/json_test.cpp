#include "platform/json/json.h"

#include <gtest/gtest.h>

namespace bw::json {
namespace {

TEST(Json, KeepsNumbersAsTheyAreWritten) {
    const auto root = parse(R"({"a": [0.1, -12, 1e-06, 2.5E+3, 65.0]})", "t.json");
    ASSERT_TRUE(root) << root.error().message();
    const auto& items = (*root->array("a"))->items();
    EXPECT_EQ(items[0].as_decimal()->to_string(), "0.1");
    EXPECT_EQ(items[1].as_integer().value(), -12);
    EXPECT_EQ(items[2].as_decimal()->to_string(), "0.000001");
    EXPECT_EQ(items[3].as_decimal()->to_string(), "2500");
    EXPECT_EQ(items[4].as_decimal()->to_string(), "65");
    EXPECT_FALSE(items[0].as_integer());
}

TEST(Json, ReadsTextsMembersAndConstants) {
    const auto root =
        parse(R"({"s": "a\u00e4\"b", "t": true, "n": null, "o": {"x": {}}})", "t.json");
    ASSERT_TRUE(root) << root.error().message();
    EXPECT_EQ(root->text("s").value(), "a\u00e4\"b");
    EXPECT_TRUE(root->find("t")->as_bool().value());
    EXPECT_EQ(root->find("n")->kind(), Kind::Null);
    EXPECT_EQ(root->find("o")->members().at(0).first, "x");
    EXPECT_EQ(root->find("absent"), nullptr);
}

TEST(Json, NumbersBeyondEveryMachineTypeAreKept) {
    const auto root = parse(R"({"a": [100000000000000000000000000000000000000, 1e999]})", "t.json");
    ASSERT_TRUE(root) << root.error().message();
    const auto& items = (*root->array("a"))->items();
    EXPECT_EQ(items[0].as_number_text().value(), "100000000000000000000000000000000000000");
    EXPECT_EQ(items[1].as_number_text().value(), "1e999");
    EXPECT_FALSE(items[0].as_decimal());
    for (const auto* bad : {"01", "1.", ".5", "1e", "-", "1e+", "100000000000000000000000x"})
        EXPECT_FALSE(parse("[" + std::string(bad) + "]", "t.json")) << bad;
}

TEST(Json, ValuesKnowTheirLine) {
    const auto root = parse("{\n \"a\": [1,\n\n  {\"b\": \"x\\ny\"}],\n \"c\":\n null}", "t.json");
    ASSERT_TRUE(root) << root.error().message();
    EXPECT_EQ(root->line(), 1);
    const auto& items = (*root->array("a"))->items();
    EXPECT_EQ(items[0].line(), 2);
    EXPECT_EQ(items[1].find("b")->line(), 4);
    EXPECT_EQ(root->find("c")->line(), 6);
}

TEST(Json, ErrorsNameThePlace) {
    const auto root = parse(R"({"rates": [{"price": "x"}, {"price": 3}]})", "deck.json");
    ASSERT_TRUE(root) << root.error().message();
    const auto& second = (*root->array("rates"))->items()[1];
    EXPECT_EQ(second.text("price").error().message(),
              "deck.json: rates[1].price: a text is needed, here stands a number");
    EXPECT_EQ(second.text("unit").error().message(),
              "deck.json: rates[1]: the member 'unit' is missing");
}

TEST(Json, RefusesWhatIsNotJson) {
    for (const char* text : {"", "{", "[1,]", "[1] 2", "{\"a\":1,\"a\":2}", "[01]", "[nul]", "[1e]",
                             "\"alone\"", "[\"\xff\"]", "[+1]", "{\"a\" 1}", "[1 2]", "[tru]"})
        EXPECT_FALSE(parse(text, "t")) << text;
}

TEST(Json, SaysWhereATextIsCutOrBroken) {
    const auto why = [](std::string_view text) -> std::string {
        const auto root = parse(text, "t");
        return root ? "" : root.error().message();
    };
    EXPECT_EQ(why("{\"a\": [1,\n2], \"b\": {\"c\":\n\n"),
              "t: b.c: not valid JSON: it ends early, in line 2");
    EXPECT_EQ(why("[1,\n2"), "t: not valid JSON: it ends early, in line 2");
    EXPECT_TRUE(why("[1,\n2 3]").contains("not valid JSON, in line 2 or below: "));
}

TEST(Json, RefusesTooDeepText) {
    const std::string deep = std::string(100, '[') + std::string(100, ']');
    const auto root = parse(deep, "t");
    ASSERT_FALSE(root);
    EXPECT_EQ(root.error().code, Code::Limit);
}

TEST(Json, RefusesADecimalThatDoesNotFit) {
    const auto root = parse("[1e-12, 1e30, 1e99]", "t");
    ASSERT_TRUE(root) << root.error().message();
    for (const Value& item : root->items()) EXPECT_FALSE(item.as_decimal());
    EXPECT_EQ(root->items()[0].as_number_text().value(), "1e-12");
}

}  // namespace
}  // namespace bw::json

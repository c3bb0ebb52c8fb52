#include "platform/text/limits.h"
#include "platform/text/yaml.h"

#include <gtest/gtest.h>

namespace bw::text {
namespace {

YamlNode one(std::string_view text) {
    auto documents = parse_yaml(text, "t.yaml");
    EXPECT_TRUE(documents.has_value()) << (documents ? "" : documents.error().message());
    return documents && documents->size() == 1 ? documents->front() : YamlNode{};
}

std::string error_of(std::string_view text) {
    const auto documents = parse_yaml(text, "t.yaml");
    return documents ? "no error" : documents.error().message();
}

TEST(Yaml, KeepsNumbersAsWritten) {
    const auto node = one("price: 0.28710\nfrom: 2026-01-01\nyes: no\n");
    ASSERT_TRUE(node.is_map());
    EXPECT_EQ(node.find("price")->text, "0.28710");
    EXPECT_EQ(node.find("from")->text, "2026-01-01");
    EXPECT_EQ(node.find("yes")->text, "no");
    EXPECT_EQ(node.find("absent"), nullptr);
}

TEST(Yaml, KnowsTheLineAndColumnOfEachValue) {
    const auto node = one("a: 1\nb:\n  - x\n  - {c: y}\n");
    EXPECT_EQ(node.find("b")->items[1].entries[0].line, 4);
    EXPECT_EQ(node.find("b")->items[1].entries[0].column, 6);
    EXPECT_EQ(node.find("b")->items[0].line, 3);
}

TEST(Yaml, ReadsTimesInFlowMaps) {
    const auto node = one("peak: {when: Mon-Fri 08:00-19:00 except holidays, price: 0.2}\n");
    EXPECT_EQ(node.find("peak")->find("when")->text, "Mon-Fri 08:00-19:00 except holidays");
}

TEST(Yaml, ReadsSeveralDocuments) {
    const auto documents = parse_yaml("a: 1\n---\nb: 2\n", "t.yaml");
    ASSERT_TRUE(documents.has_value());
    ASSERT_EQ(documents->size(), 2u);
    EXPECT_EQ((*documents)[1].find("b")->line, 3);
}

TEST(Yaml, RefusesWhatHidesTheMeaning) {
    EXPECT_EQ(error_of("a: &x 1\n"),
              "t.yaml line 1: anchors (&name) are not allowed: write the value out");
    EXPECT_NE(error_of("a: 1\nb: *x\n").find("t.yaml line 2"), std::string::npos);
    EXPECT_NE(error_of("a: !!int 1\n").find("tags"), std::string::npos);
    EXPECT_EQ(error_of("a: 1\nb: 2\na: 3\n"), "t.yaml line 3: 'a' stands twice in the same map");
    EXPECT_NE(error_of("? [x, y]\n: 1\n").find("a key must be a word"), std::string::npos);
    EXPECT_NE(error_of("%YAML 1.1\n---\na: 1\n").find("directives"), std::string::npos);
}

TEST(Yaml, SaysWhereBrokenTextBreaks) {
    EXPECT_NE(error_of("a: 1\nb: [1, 2\nc: 3\n").find("t.yaml line "), std::string::npos);
    EXPECT_NE(error_of("a: \xff\xfe\n").find("UTF-8"), std::string::npos);
}

TEST(Yaml, BoundsDepth) {
    std::string deep;
    for (std::size_t i = 0; i <= kYamlDepth; ++i) deep += '[';
    EXPECT_NE(error_of(deep).find("nested deeper"), std::string::npos);
    EXPECT_NE(error_of("a: " + std::string(kYamlScalarBytes + 1, 'x')).find("bytes"),
              std::string::npos);
}

TEST(Yaml, ScalarsReadBackTheSame) {
    for (const std::string text : {"plain",
                                   "Mon-Fri 08:00-19:00",
                                   "a: b",
                                   "# no",
                                   "x #y",
                                   "-0.08",
                                   "- a",
                                   "",
                                   " a",
                                   "quote \" and \\",
                                   "a,b",
                                   "{x}",
                                   "line\nbreak",
                                   "Größe",
                                   "100 %",
                                   "*",
                                   "~",
                                   "\x01",
                                   "a\xc2\x85z",
                                   "a\xe2\x80\xa8z",
                                   "\xef\xbb\xbfz",
                                   "a\xc2\x9fz",
                                   "\xf0\x9f\x94\x8c",
                                   "\xef\xbf\xbe",
                                   "\xc2\x85",
                                   "a \xe2\x80\xa8 b",
                                   "\xe2\x80\xa9",
                                   "\xef\xbb\xbfx",
                                   "\xc2\x9f",
                                   "\xef\xbf\xbf"}) {
        const auto node = one("k: " + yaml_scalar(text) + "\n");
        ASSERT_NE(node.find("k"), nullptr);
        EXPECT_EQ(node.find("k")->text, text);
        const auto flow = one("{k: " + yaml_scalar(text) + "}\n");
        ASSERT_NE(flow.find("k"), nullptr);
        EXPECT_EQ(flow.find("k")->text, text);
    }
}

TEST(Yaml, KeysThatStandTwiceAreKeptForWhoAsks) {
    const auto documents = parse_yaml("a: 1\nb: 2\na: 3\n", "t.yaml", YamlOf::Others);
    ASSERT_TRUE(documents) << documents.error().message();
    const auto& entries = documents->at(0).entries;
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[2].key + entries[2].value.text, "a3");
    EXPECT_FALSE(parse_yaml("a: 1\na: 3\n", "t.yaml"));
}

TEST(Yaml, AnchorsOfOthersArePassedOverAndAliasesRefused) {
    const auto documents = parse_yaml("a: &x\n  b: &y 1\nc: &z [2]\n", "t.yaml", YamlOf::Others);
    ASSERT_TRUE(documents) << documents.error().message();
    EXPECT_EQ(documents->at(0).find("a")->find("b")->text, "1");
    EXPECT_EQ(documents->at(0).find("c")->items.at(0).text, "2");
    const auto with_alias = parse_yaml("a: &x 1\nb: *x\n", "t.yaml", YamlOf::Others);
    ASSERT_FALSE(with_alias);
    EXPECT_EQ(with_alias.error().message(),
              "t.yaml line 2: aliases (*name) are not allowed: write the value out");
}

}  // namespace
}  // namespace bw::text

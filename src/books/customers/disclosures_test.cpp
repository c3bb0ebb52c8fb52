#include "books/customers/customers.h"
#include "books/customers/disclosures.h"
#include "platform/text/yaml.h"

#include <gmock/gmock.h>

namespace bw::customers {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr std::string_view kMix = R"(
- duty: energy-sources
  services: [electricity]
  words: {de: "Unser Strom.", en: "Our electricity."}
  title: {de: Woher er kam}
  shares:
    - {name: {de: Wind}, percent: 61.5}
    - {name: {de: Gas}, percent: 38.5}
- duty: contact
  words: {it: "Ci chiami."}
)";

Result<std::vector<Disclosure>> read(std::string_view text) {
    return read_disclosures(text::parse_yaml(text, "a.yaml").value().front(), "a.yaml");
}

std::string error_of(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const auto all = read(text);
    return all ? std::string() : all.error().message();
}

}  // namespace

TEST(Disclosures, AreSaidInTheLanguageElseInEnglishElseInAnother) {
    const auto all = read(kMix).value();
    ASSERT_THAT(all, SizeIs(2));
    EXPECT_EQ(said_in(all[0].words, "de"), "Unser Strom.");
    EXPECT_EQ(said_in(all[0].words, "de-AT"), "Unser Strom.");
    EXPECT_EQ(said_in(all[0].words, "es"), "Our electricity.");
    EXPECT_EQ(said_in(all[1].words, "en"), "Ci chiami.");
    EXPECT_THAT(all[0].services, ElementsAre("electricity"));
    ASSERT_THAT(all[0].shares, SizeIs(2));
    EXPECT_EQ(all[0].shares[0].percent.to_string(), "61.5");
    EXPECT_TRUE(all[1].shares.empty());
}

TEST(Disclosures, ErrorsSayWhereAndWhat) {
    const std::string mix(kMix);
    EXPECT_THAT(error_of(mix, "[electricity]", "[electricty]"),
                AllOf(HasSubstr("a.yaml line 3"), HasSubstr("did you mean 'electricity'")));
    EXPECT_THAT(error_of(mix, "61.5", "61"), HasSubstr("come to 99.5 %"));
    EXPECT_THAT(error_of(mix, "61.5", "-1"), HasSubstr("from 0 to 100"));
    EXPECT_THAT(error_of(mix, "  title: {de: Woher er kam}\n", ""), HasSubstr("go together"));
    EXPECT_THAT(error_of(mix, "duty: contact", "dutty: contact"),
                AllOf(HasSubstr("line 9"), HasSubstr("did you mean 'duty'")));
    EXPECT_THAT(error_of(mix, "it: \"Ci chiami.\"", ""), HasSubstr("for each language"));
    EXPECT_THAT(error_of(mix, "it: \"Ci", "Italian: \"Ci"), HasSubstr("a tag such as en"));
    EXPECT_THAT(error_of(mix, "Ci chiami.", std::string(kDisclosureBytesMost + 1, 'x')),
                HasSubstr("bytes"));
    EXPECT_THAT(error_of(mix, "    - {name: {de: Gas}, percent: 38.5}\n", ""), HasSubstr("2 to 8"));
    EXPECT_FALSE(read("duty: x"));
    std::string many;
    for (std::size_t i = 0; i <= kDisclosuresMost; ++i) many += "- {duty: x, words: {en: y}}\n";
    EXPECT_FALSE(read(many));
}

TEST(Disclosures, AreAPartOfTheIssuer) {
    const std::string text =
        "issuer: A\nname: Test GmbH\nvat_id: DE123456789\nstreet: Weg 1\npostcode: \"10115\"\n"
        "city: Berlin\ncountry: DE\nseries: AU\ntaxes: DE\nfrom: 2020-01-01\n"
        "disclosures:\n  - duty: contact\n    words: {en: Call us.}\n";
    EXPECT_THAT(parse_issuer(text, "a.yaml").value().disclosures, SizeIs(1));
    EXPECT_THAT(parse_issuer(text + "    word: x\n", "a.yaml").error().message(),
                HasSubstr("did you mean 'words'"));
}

}  // namespace bw::customers

#include "flow/compose/content/grammar.h"

#include <gtest/gtest.h>

#include <set>

namespace bw::content {
namespace {

TEST(Grammar, EveryBlockIsFoundByItsNameAndKind) {
    for (const auto& form : blocks()) {
        EXPECT_EQ(&form_of(form.kind), &form);
        EXPECT_EQ(find_block(form.name), &form);
        EXPECT_FALSE(form.about.empty()) << form.name;
    }
    EXPECT_EQ(find_block("marquee"), nullptr);
}

TEST(Grammar, EveryBlockHasAPlace) {
    std::set<Kind> placed = {Kind::Document, Kind::Email, Kind::Sms};
    for (const auto& form : blocks())
        for (const auto kind : form.inside) {
            EXPECT_TRUE(may_contain(form, kind));
            placed.insert(kind);
        }
    for (const auto& form : blocks()) EXPECT_TRUE(placed.contains(form.kind)) << form.name;
}

TEST(Grammar, AttributesOfABlockAreToldApart) {
    for (const auto& form : blocks()) {
        std::set<std::string_view> names;
        std::set<Name> ids;
        for (const auto& attribute : form.attributes) {
            EXPECT_TRUE(names.insert(attribute.name).second) << form.name;
            EXPECT_TRUE(ids.insert(attribute.id).second) << form.name << " " << attribute.name;
            EXPECT_EQ(find_attribute(form, attribute.name), &attribute);
            EXPECT_EQ(attribute.type == AttributeType::Word, !attribute.words.empty());
        }
    }
}

// A picture that nobody describes cannot be written down.
TEST(Grammar, PicturesNeedWords) {
    for (const auto kind : {Kind::Chart, Kind::Code}) {
        const auto* alternate = find_attribute(form_of(kind), "alt");
        ASSERT_NE(alternate, nullptr);
        EXPECT_EQ(alternate->need, Need::Required);
    }
}

}  // namespace
}  // namespace bw::content

#include "books/customers/accounts_test.h"
#include "books/customers/attributes.h"

#include <gmock/gmock.h>

namespace bw::customers {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const LocalDate kFebruary = LocalDate::of(2026, 2, 1), kMarch = LocalDate::of(2026, 3, 1);

class Attributes : public InStore {
protected:
    void SetUp() override {
        InStore::SetUp();
        write({row("A-1", "SP-1"), row("A-2", "SP-2")});
    }
    Result<void> save(Batch batch, const Attribute& attribute, const std::string& point = "SP-1") {
        return save_attribute(*tx_, kTenant, batch, {point, attribute});
    }
    std::vector<Attribute> load(AsOf as_of) {
        const auto point = find_identifier(*tx_, kTenant, kServicePoint, "SP-1");
        return load_attributes(*tx_, kTenant, ServicePointId{point->id}, as_of);
    }
};
ON_BOTH_STORES(Attributes);

std::string why_not(const std::string& name, const std::string& value) {
    const auto checked = check_attribute({name, kStart, value});
    return checked ? std::string() : checked.error().text;
}

// The value in force, "-" where there is none.
std::string on(const std::vector<Attribute>& attributes, std::string_view name, LocalDate day) {
    const auto* attribute = attribute_on(attributes, name, day);
    return attribute == nullptr ? "-" : attribute->value;
}

}  // namespace

TEST(Attribute, ANameIsThatOfAFactAndNotAText) {
    for (const auto* name : {"a", "household.size", "Green_power", "x2.", "ZONE..1"})
        EXPECT_TRUE(is_attribute_name(name)) << name;
    for (const auto* name : {"", "2x", ".a", "_a", "a b", "a-b",
                             "gr\xC3\xB6\xC3\x9F"
                             "e",
                             "a\n"})
        EXPECT_FALSE(is_attribute_name(name)) << name;
    EXPECT_TRUE(is_attribute_name(std::string(kAttributeNameMax, 'a')));
    EXPECT_FALSE(is_attribute_name(std::string(kAttributeNameMax + 1, 'a')));
    EXPECT_THAT(why_not("2x", "4"), HasSubstr("a name such as household.size"));
}

TEST(Attribute, AValueIsOneLineOfText) {
    for (const auto* value : {"", "4", "0.75", "5/8\"", "draußen", "two words"})
        EXPECT_EQ(why_not("x", value), "") << value;
    for (const auto* value : {"a\tb", "a\nb", "a\x7F", "a\xC2\x85"})
        EXPECT_THAT(why_not("x", value), HasSubstr("control character")) << value;
    EXPECT_THAT(why_not("x", std::string("a\0b", 3)), HasSubstr("control character"));
    EXPECT_THAT(why_not("x", "gr\xF6\xDF"), HasSubstr("not clean UTF-8"));
    EXPECT_THAT(why_not("x", "inside "), HasSubstr("begins or ends with a space"));
    std::string longest;
    for (std::size_t i = 0; i < kAttributeValueMax; ++i) longest += "\xC3\xB6";
    EXPECT_EQ(why_not("x", longest), "") << "characters, not bytes";
    EXPECT_THAT(why_not("x", longest + "o"), HasSubstr("has 101 characters; at most 100"));
}

TEST(Attribute, TheOneOfTheDayHoldsUntilTheNextOrAnEnd) {
    const std::vector<Attribute> all{{"a", kStart, "1"},
                                     {"b", kStart, "2"},
                                     {"b", kFebruary, ""},
                                     {"b", kMarch, "3"},
                                     {"c", kMarch, "4"}};
    EXPECT_EQ(on(all, "b", kStart.plus_days(-1)), "-");
    EXPECT_EQ(on(all, "b", kStart), "2");
    EXPECT_EQ(on(all, "b", kFebruary.plus_days(-1)), "2");
    EXPECT_EQ(on(all, "b", kFebruary), "-") << "an empty value is none";
    EXPECT_EQ(on(all, "b", kMarch.plus_months(99)), "3");
    EXPECT_EQ(on(all, "c", kFebruary), "-") << "not that of another name";
    EXPECT_EQ(on(all, "a", kMarch), "1");
    EXPECT_EQ(on(all, "B", kMarch), "-");
    EXPECT_EQ(on({}, "a", kMarch), "-");
}

TEST_P(Attributes, TheNewestBatchOfANameAndDayHolds) {
    ASSERT_TRUE(save(Batch{2}, {"size", kFebruary, "5"}));
    ASSERT_TRUE(save(Batch{2}, {"size", kStart, "4"}));
    ASSERT_TRUE(save(Batch{2}, {"Zone", kMarch, "5/8\" draußen"}));
    ASSERT_TRUE(save(Batch{3}, {"size", kStart, "3"}));
    ASSERT_TRUE(save(Batch{3}, {"size.of", kStart, ""}));
    EXPECT_THAT(load({Batch{1}}), IsEmpty());
    EXPECT_THAT(load({Batch{2}}), ElementsAre(Attribute{"Zone", kMarch, "5/8\" draußen", Batch{2}},
                                              Attribute{"size", kStart, "4", Batch{2}},
                                              Attribute{"size", kFebruary, "5", Batch{2}}));
    EXPECT_THAT(load({Batch{3}}), ElementsAre(Attribute{"Zone", kMarch, "5/8\" draußen", Batch{2}},
                                              Attribute{"size", kStart, "3", Batch{3}},
                                              Attribute{"size", kFebruary, "5", Batch{2}},
                                              Attribute{"size.of", kStart, "", Batch{3}}))
        << "names by their bytes, and days";
}

TEST_P(Attributes, AFileSaysOneThingOfADay) {
    ASSERT_TRUE(save(Batch{2}, {"size", kStart, "4"}));
    EXPECT_TRUE(save(Batch{2}, {"size", kStart, "4"})) << "said twice";
    const auto other = save(Batch{2}, {"size", kStart, ""});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, Code::Conflict);
    EXPECT_THAT(other.error().message(),
                HasSubstr("service point SP-1: an earlier row of this file says something else of "
                          "'size' from 2026-01-01"));
    EXPECT_EQ(load({Batch{2}}).size(), 1U);
}

TEST_P(Attributes, WhatCannotBeIsNotKept) {
    const auto unknown = save(Batch{2}, {"size", kStart, "4"}, "SP-9");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Code::NotFound);
    EXPECT_THAT(unknown.error().message(), HasSubstr("service point SP-9: it is not known"));
    EXPECT_EQ(save(Batch{2}, {"size of it", kStart, "4"}).error().code, Code::Invalid);
    EXPECT_EQ(save(Batch{2}, {"size", kStart, "4\n"}).error().code, Code::Invalid);
    EXPECT_THAT(load({Batch{2}}), IsEmpty());
}

TEST_P(Attributes, AnAccountKnowsThemAndIsNewerByThem) {
    ASSERT_TRUE(save(Batch{2}, {"size", kStart, "4"}));
    ASSERT_TRUE(save(Batch{3}, {"size", kStart, "5"}));
    const auto attributes = [&](Batch cut) {
        return account("A-1", {cut}).subscriptions.at(0).service_point.attributes;
    };
    EXPECT_THAT(attributes(Batch{1}), IsEmpty());
    EXPECT_EQ(on(attributes(Batch{2}), "size", kStart), "4");
    EXPECT_EQ(on(attributes(Batch{3}), "size", kStart), "5");
    for (const Batch cut : {Batch{1}, Batch{2}, Batch{3}})
        EXPECT_EQ(account("A-1", {cut}).newest, cut);
    const auto other = account("A-2", {Batch{3}});
    EXPECT_THAT(other.subscriptions.at(0).service_point.attributes, IsEmpty());
    EXPECT_EQ(other.newest, Batch{1});
}

}  // namespace bw::customers

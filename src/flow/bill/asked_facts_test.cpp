#include "books/catalog/asked.h"
#include "books/catalog/catalog.h"
#include "books/catalog/parse.h"
#include "flow/bill/asked_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::bill {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

LocalDate day(std::string_view text) { return *LocalDate::parse(text); }

catalog::Catalog catalog_of(const std::string& charges) {
    auto document = catalog::parse("schedule: S\nsector: water\ncurrency: EUR\nprices: net\nfrom: "
                                   "2026-01-01\ntax: t\ncharges:\n" +
                                       charges,
                                   "s.yaml");
    EXPECT_TRUE(document) << document.error().message();
    return *catalog::Catalog::make(std::move(*document), {});
}

const std::string kWater =
    "  water: {of: water m3, tiers per billing period: [{to: 2 * household.size * days / 10 + "
    "demand.x, price: 1}, {price: 2}]}\n  power: {of: peak import kW, at least: contracted.power, "
    "price: 1 per kW per month}\n";

const std::vector<customers::Attribute> kPlace{
    {"contracted.power", day("2026-01-01"), "11"}, {"green.power", day("2026-04-05"), "yes"},
    {"household.size", day("2026-04-01"), "4"},    {"household.size", day("2026-04-11"), "5"},
    {"household.size", day("2026-04-20"), "5"},    {"household.size", day("2026-05-01"), ""}};
const catalog::FactsAsked kAsked{{"contracted.power", "household.size"},
                                 {"contracted.power", "household.size"}};
const Period kApril = month_of(day("2026-04-01"));

TEST(AskedFacts, AreTheNamesOfFormulasAndConditions) {
    EXPECT_THAT(catalog::facts_asked(catalog_of(kWater).all.schedules[0]).all,
                ElementsAre("contracted.power", "household.size"));
    EXPECT_THAT(
        catalog::facts_asked(
            catalog_of("  basic: {price: 1 per day}\ndiscounts:\n  loyal: {on: all, percent: "
                       "5, if: customer.years >= 2}\n")
                .all.schedules[0])
            .all,
        ElementsAre("customer.years"));
}

TEST(AskedFacts, AMonthIsCutWhereOneChangesThatIsAskedFor) {
    const AskedFacts facts{&kAsked, kPlace};
    const Period first{kApril.from, day("2026-04-11")}, rest{day("2026-04-11"), kApril.to};
    EXPECT_THAT(cut_by_facts(facts, kApril), ElementsAre(first, rest));
    EXPECT_THAT(cut_by_facts({&kAsked, {}}, kApril), ElementsAre(kApril));
    const AskedFacts services{nullptr, {}, {{kApril.from, 1}, {day("2026-04-11"), 2}}};
    EXPECT_THAT(cut_by_facts(services, kApril), ElementsAre(first, rest));
    const Period months{kApril.from, day("2026-06-01")};
    EXPECT_EQ(days_alike(facts, months, kApril.from), first);
    EXPECT_EQ(days_alike(facts, months, day("2026-04-25")), rest);
}

TEST(AskedFacts, NumbersOfTheDayAreAdded) {
    std::map<std::string, Decimal> facts;
    ASSERT_TRUE(add_attributes({&kAsked, kPlace}, day("2026-04-15"), facts));
    EXPECT_THAT(facts, ElementsAre(Pair("contracted.power", Decimal(11)),
                                   Pair("household.size", Decimal(5))));
    facts.clear();
    ASSERT_TRUE(add_attributes({&kAsked, kPlace}, day("2026-03-15"), facts));
    EXPECT_THAT(facts, ElementsAre(Pair("contracted.power", Decimal(11))));
    const std::vector<customers::Attribute> words{{"household.size", day("2026-01-01"), "many"}};
    const auto bad = add_attributes({&kAsked, words}, day("2026-03-15"), facts);
    ASSERT_FALSE(bad);
    EXPECT_THAT(bad.error().message(), HasSubstr("'household.size' is 'many'"));
}

TEST(AskedFacts, WordsOfTheDayAreKnownBesideNumbers) {
    const catalog::FactsAsked asked{{"green.power", "household.size"}, {}};
    const auto on = [&](const char* text) {
        return known_facts({&asked, kPlace}, day(text), {{"customer.years", Decimal(3)}});
    };
    EXPECT_THAT(on("2026-04-06"),
                ElementsAre(Pair("customer.years", "3"), Pair("green.power", "yes"),
                            Pair("household.size", "4")));
    // An empty value: from that day on there is none.
    EXPECT_THAT(on("2026-05-02"),
                ElementsAre(Pair("customer.years", "3"), Pair("green.power", "yes")));
    EXPECT_THAT(known_facts({}, day("2026-05-02"), {}), testing::IsEmpty());
}

}  // namespace
}  // namespace bw::bill

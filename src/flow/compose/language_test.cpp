#include "flow/compose/language.h"
#include "flow/compose/text_names.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

namespace bw::compose {
namespace {

// What only formats use, beside the texts that have names.
constexpr auto kPatterns = std::to_array<std::string_view Strings::*>(
    {&Strings::money, &Strings::percent, &Strings::date, &Strings::date_short,
     &Strings::date_weekday, &Strings::days_one_month, &Strings::days_one_year,
     &Strings::days_two_years});

std::vector<std::string_view Strings::*> all_texts() {
    std::vector<std::string_view Strings::*> texts(kPatterns.begin(), kPatterns.end());
    for (const auto& [name, text] : text_names()) texts.push_back(text);
    return texts;
}

// "{1}{3}" of "from {1} to {3}".
std::string values_in(std::string_view pattern) {
    std::set<std::string> values;
    for (std::size_t at = pattern.find('{'); at != std::string_view::npos;
         at = pattern.find('{', at + 1))
        values.emplace(pattern.substr(at, 3));
    std::string all;
    for (const auto& value : values) all += value;
    return all;
}

TEST(Languages, EveryTextIsThereWithTheValuesOfTheEnglishOne) {
    const Strings& english = strings(Language::English);
    for (const auto language : kLanguages) {
        const Strings& words = strings(language);
        for (const auto member : all_texts()) {
            const auto text = words.*member, model = english.*member;
            EXPECT_FALSE(text.empty()) << language_tag(language) << ' ' << model;
            EXPECT_EQ(values_in(text), values_in(model)) << language_tag(language) << ' ' << text;
        }
        EXPECT_EQ(values_in(words.missing.one), "{1}");
        EXPECT_EQ(values_in(words.missing.other), "{1}");
        for (const int day : {1, 8, 11, 31}) {
            EXPECT_EQ(values_in(words.from_day.of(day)), "{1}");
            EXPECT_EQ(values_in(words.to_day.of(day)), "{1}");
        }
    }
}

TEST(Languages, TextsAreFoundByTheirNames) {
    EXPECT_EQ(find_text("owe"), &Strings::owe);
    EXPECT_EQ(find_text("owes"), nullptr);
    for (const auto& [name, text] : text_names()) EXPECT_EQ(find_text(name), text) << name;
}

TEST(Languages, TheSameUnitsMonthsAndDaysAreNamed) {
    for (const auto language : kLanguages) {
        const Strings& words = strings(language);
        for (std::size_t i = 0; i < words.units.size(); ++i) {
            EXPECT_EQ(words.units[i].unit, strings(Language::English).units[i].unit);
            EXPECT_FALSE(words.units[i].words.one.empty() || words.units[i].words.other.empty());
        }
        EXPECT_EQ(std::set(words.months.begin(), words.months.end()).size(), 12U);
        EXPECT_EQ(std::set(words.months_short.begin(), words.months_short.end()).size(), 12U);
        EXPECT_EQ(std::set(words.weekdays.begin(), words.weekdays.end()).size(), 7U);
        EXPECT_EQ(language_of(language_tag(language)), language);
    }
}

// Where a bill has several rates of tax, the percent is empty and the space before it is cut off
// (receipt.cpp).
TEST(Languages, ThePercentEndsTheNameOfATax) {
    for (const auto language : kLanguages)
        for (const auto pattern : {strings(language).tax_of, strings(language).tax_inside})
            EXPECT_TRUE(pattern.ends_with(" {2}")) << pattern;
}

}  // namespace
}  // namespace bw::compose

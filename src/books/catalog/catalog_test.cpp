#include "books/catalog/catalog.h"
#include "books/catalog/parse.h"
#include "books/catalog/print.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::catalog {
namespace {

using ::testing::HasSubstr;

Catalog catalog_of(std::string_view text) {
    auto document = parse(text, "t.yaml");
    if (!document) {
        ADD_FAILURE() << document.error().message();
        return {};
    }
    return Catalog::make(*std::move(document), {}).value();
}
std::string days_of(const Catalog& catalog, std::string_view name) {
    const auto calendar = catalog.calendar(name);
    if (!calendar) return calendar.error().message();
    std::string days;
    for (const auto& [day, holiday] : (*calendar)->holidays)
        days += (days.empty() ? "" : ", ") + day.to_string() + " " + holiday;
    return days;
}

constexpr std::string_view kStates = R"(calendar: TOWN
like: DE-BY
except: [2026-01-06]
holidays: {2026-08-08: Peace}
---
calendar: DE-BY
like: DE
holidays: {2026-01-01: Neujahr, 2026-01-06: Epiphany}
---
calendar: DE
holidays: {2026-01-01: New Year, 2026-12-25: Christmas}
)";

TEST(Catalog, ACalendarHasTheDaysOfTheOneThatItIsLikeButForSome) {
    const Catalog catalog = catalog_of(kStates);
    EXPECT_EQ(days_of(catalog, "DE-BY"), "2026-01-01 Neujahr, 2026-01-06 Epiphany, 2026-12-25 "
                                         "Christmas");
    EXPECT_EQ(days_of(catalog, "TOWN"), "2026-01-01 Neujahr, 2026-08-08 Peace, 2026-12-25 "
                                        "Christmas");
    // Said again it means the same.
    const auto* town = catalog.find_calendar("TOWN");
    ASSERT_NE(town, nullptr);
    const std::string rest(kStates.substr(kStates.find("---")));
    EXPECT_EQ(days_of(catalog_of(print(*town) + rest), "TOWN"), days_of(catalog, "TOWN"));
}

TEST(Catalog, NobodyGoesByACalendarOfWhichSomethingIsMissing) {
    const std::string states(kStates.substr(0, kStates.rfind("---")));
    const Catalog catalog = catalog_of(states);
    EXPECT_EQ(days_of(catalog, "TOWN"),
              "calendar 'DE-BY' is like 'DE', which is not in the catalog");
    EXPECT_THAT(days_of(catalog, "TOW"), HasSubstr("calendar 'TOW' is not in the catalog"));
    const Catalog circle = catalog_of("calendar: A\nlike: B\n---\ncalendar: B\nlike: A\n");
    EXPECT_THAT(days_of(circle, "A"), HasSubstr("which is like it in turn"));
    EXPECT_THAT(days_of(circle, "B"), HasSubstr("which is like it in turn"));
}

TEST(Catalog, WhatACalendarSaysIsNoContradiction) {
    const auto error_of = [](std::string_view text) {
        const auto document = parse(text, "t.yaml");
        return document ? "no error" : document.error().message();
    };
    EXPECT_THAT(error_of("calendar: A\nlike: A\n"), HasSubstr("like: it is like itself"));
    EXPECT_THAT(error_of("calendar: A\nexcept: [2026-01-06]\nholidays: {}\n"),
                HasSubstr("add 'like:'"));
    EXPECT_THAT(error_of("calendar: A\nlike: B\nexcept: [2026-01-06]\nholidays: {2026-01-06: X}\n"),
                HasSubstr("stands under 'except:' too"));
    EXPECT_THAT(error_of("calendar: A\n"), HasSubstr("holidays"));
}

}  // namespace
}  // namespace bw::catalog

#include "books/catalog/check.h"
#include "books/catalog/parse.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace bw::catalog {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> findings_of(const std::string& rest,
                                     const std::string& top = "tax: standard\n") {
    const auto document =
        parse("schedule: S\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: 2026-01-01\n" +
                  top + rest,
              "s.yaml");
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    std::vector<std::string> result;
    if (!document) return result;
    for (const auto& finding : check(*document))
        result.push_back((finding.severity == Severity::Error ? "error " : "warning ") +
                         finding.where + ": " + finding.text);
    return result;
}
std::string windows(const std::string& inside) {
    return "charges:\n  e:\n    of: import kWh\n    windows: {" + inside + "}\n";
}

TEST(CatalogCheck, AGoodScheduleHasNoFindings) {
    EXPECT_THAT(findings_of(windows(
                    "a: {when: Mon-Fri 08:00-19:00, price: 1}, b: {when: otherwise, price: 2}")),
                IsEmpty());
}

TEST(CatalogCheck, NamesGapsAndOverlapsOfTheWeek) {
    EXPECT_THAT(
        findings_of(windows("a: {when: daily 08:00-20:00, price: 1}, b: {when: \"20:00-08:00; Sat "
                            "07:00-08:30\", price: 2}")),
        ElementsAre(
            "error s.yaml line 9: charges.e.windows: Sat 08:00-08:30 lies in several windows"));
    EXPECT_THAT(
        findings_of(windows("a: {when: Mon-Sat, price: 1}, b: {when: Sun 00:00-23:30, price: 2}")),
        ElementsAre("error s.yaml line 9: charges.e.windows: Sun 23:30-24:00 lies in no window"));
}

TEST(CatalogCheck, HolidaysAreWeekdaysOfTheirOwn) {
    EXPECT_THAT(
        findings_of(
            windows(
                "a: {when: Mon-Fri except holidays, price: 1}, b: {when: \"Sat, Sun\", price: 2}"),
            "tax: standard\nholidays: DE\n"),
        ElementsAre(HasSubstr("holidays on Mon 00:00-24:00")));
    EXPECT_THAT(
        findings_of(windows(
            "a: {when: Mon-Fri except holidays, price: 1}, b: {when: otherwise, price: 2}")),
        ElementsAre(HasSubstr("no calendar is named")));
}

TEST(CatalogCheck, ALeapDayNeedsASeason) {
    EXPECT_THAT(
        findings_of("charges:\n  e: {of: import kWh, seasons: {winter: {when: 1 Nov - 28 Feb, "
                    "price: 1}, summer: {when: "
                    "1 Mar - 31 Oct, price: 2}}}\n"),
        ElementsAre("error s.yaml line 8: charges.e.seasons: 29 Feb - 29 Feb lies in no season"));
    EXPECT_THAT(findings_of("charges:\n  e: {of: import kWh, seasons: {winter: {when: 1 Nov - 29 "
                            "Feb, price: 1}, summer: {when: "
                            "1 Feb - 31 Oct, price: 2}}}\n"),
                ElementsAre(HasSubstr("1 Feb - 29 Feb lies in several seasons")));
}

TEST(CatalogCheck, WhatNeverCountsIsAWarning) {
    EXPECT_THAT(findings_of(windows("a: {when: daily, price: 1}, b: {when: otherwise, price: 2}")),
                ElementsAre("warning s.yaml line 10: charges.e.windows.b: it is never open"));
    EXPECT_THAT(
        findings_of(
            "charges:\n  e: {of: import kWh, tiers per day: [{to: 5, price: 1}, {price: 1}]}\n"),
        ElementsAre(HasSubstr("tiers 1 and 2 have the same price")));
    EXPECT_THAT(findings_of("charges:\n  e: {of: import kWh, price: -1}\n"),
                ElementsAre(HasSubstr("pays the customer")));
}

TEST(CatalogCheck, TaxAndNamesMustBeThere) {
    EXPECT_THAT(findings_of("charges:\n  energy: {of: import kWh, price: 1}\n", ""),
                ElementsAre(HasSubstr("charges.energy: no tax category")));
    EXPECT_THAT(
        findings_of("charges:\n  energy: {of: import kWh, price: 1}\ndiscounts:\n  d: {on: "
                    "energie, percent: 5}\n"),
        ElementsAre(HasSubstr("'energie' is no charge of this schedule; did you mean 'energy'?")));
}

TEST(CatalogCheck, NamesOfOtherTextsAreFollowed) {
    auto document = parse("schedule: S\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: "
                          "2026-01-01\ntax: standart\nholidays: DE\n"
                          "charges:\n  e: {of: import kWh, price: 1}\n---\nplan: P\nsector: "
                          "electricity\ncurrency: EUR\nprices: net\n"
                          "from: 2026-01-01\nschedules: [S, T]\n---\ntaxes: DE\ncountry: "
                          "DE\ncategories:\n  standard: {code: S, percent: "
                          "19, from: 2007-01-01}\n",
                          "s.yaml");
    ASSERT_TRUE(document.has_value()) << document.error().message();
    const auto catalog = Catalog::make(*document, {});
    ASSERT_TRUE(catalog.has_value());
    std::vector<std::string> texts;
    for (const auto& finding : check(*catalog)) texts.push_back(finding.text);
    EXPECT_THAT(texts, ElementsAre(HasSubstr("calendar 'DE' is not in the catalog"),
                                   HasSubstr("did you mean 'standard'?"),
                                   HasSubstr("schedule T: it is not in the catalog")));
}

Catalog catalog_of(const std::string& text, std::vector<Deck> decks = {}) {
    auto document = parse(text, "c.yaml");
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    auto catalog = Catalog::make(std::move(document).value_or(Document{}), std::move(decks));
    EXPECT_TRUE(catalog.has_value());
    return std::move(catalog).value_or(Catalog{});
}
std::vector<std::string> texts_of(const std::vector<Finding>& findings) {
    std::vector<std::string> texts;
    for (const auto& f : findings)
        texts.push_back((f.severity == Severity::Error ? "error " : "warning ") + f.text);
    return texts;
}

const char* const kMobile = R"(plan: MOBILE
sector: telecom
currency: EUR
prices: net
from: 2026-01-01
tax: standard
allowances:
  voice: {include: 120 minutes per month, to: Natonal}
usage:
  voice: {deck: prices.csv}
)";

TEST(CatalogCheck, DestinationsOfAllowancesAreNamesOfTheDeck) {
    const auto deck = parse_deck("prefix,name,price per minute\n+49,National,0.1\n", "prices.csv");
    ASSERT_TRUE(deck.has_value());
    const std::string taxes =
        "---\ntaxes: DE\ncountry: DE\ncategories:\n  standard: {code: S, percent: 19, from: "
        "2007-01-01}\n";
    EXPECT_THAT(
        texts_of(check(catalog_of(kMobile + taxes, {*deck}))),
        ElementsAre("error allowances.voice: no price is to a destination 'Natonal', so that it "
                    "never counts; did you mean 'National'?"));
    std::string right = kMobile;
    right.replace(right.find("Natonal"), 7, "National");
    EXPECT_THAT(check(catalog_of(right + taxes, {*deck})), IsEmpty());
}

TEST(CatalogCheck, RefusesWhatWouldBeBilledOtherwiseThanItSays) {
    const auto findings = [](std::string text, const std::string& from, const std::string& to) {
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
        const auto document = parse(text, "t.yaml");
        EXPECT_TRUE(document) << (document ? "" : document.error().message());
        return document ? texts_of(check(*document)) : std::vector<std::string>();
    };
    const std::string mobile = kMobile;
    // A price to anywhere is to no destination by name.
    EXPECT_THAT(findings(mobile, "{deck: prices.csv}", "{price: 0.10 per minute}"),
                Contains(HasSubstr("error allowances.voice: no price is to a destination")));
    const std::string calls =
        "schedule: T\nsector: telecom\ncurrency: EUR\nprices: net\nfrom: 2026-01-01\ntax: "
        "standard\ncharges:\n  line: {price: 1 per day}\ndiscounts:\n  loyal: {on: line, percent: "
        "5}\nminimum: {price: 9.00 per month, on: [line], tax: standard}\n"
        "usage:\n  voice: {price: 0.10 per minute}\n";
    EXPECT_THAT(findings(calls, "on: line", "on: all"),
                ElementsAre(HasSubstr("error discounts.loyal: it does not reach what `usage:`")));
    EXPECT_THAT(findings(calls, ", on: [line]", ""),
                ElementsAre(HasSubstr("error minimum: it does not reach what `usage:`")));
}

TEST(CatalogCheck, AFormulaReckonsWithAChargeThatIsThere) {
    const auto findings = [](std::string_view bound) {
        const auto document = parse(
            fmt::format(
                "schedule: S\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: "
                "2026-01-01\ntax: standard\ncharges:\n  power: {{of: peak import kW, "
                "price: 5 per kW per month}}\n  e: {{of: import kWh, tiers per month: "
                "[{{to: {}, price: 2}}, {{price: 1}}]}}\n  r: {{of: reactive kvarh, price: 1}}\n",
                bound),
            "s.yaml");
        EXPECT_TRUE(document) << (document ? "" : document.error().message());
        return document ? texts_of(check(*document)) : std::vector<std::string>();
    };
    EXPECT_THAT(findings("200 * demand.power"), IsEmpty());
    EXPECT_THAT(findings("2 * usage.r"), IsEmpty());
    EXPECT_THAT(findings("200 * demand.powr"),
                ElementsAre("error a formula reckons with 'demand.powr', but no charge that counts "
                            "power has that key; did you mean 'power'?"));
    EXPECT_THAT(findings("200 * demand.e"), Contains(HasSubstr("no charge that counts power")));
    EXPECT_THAT(findings("usage.power"), ElementsAre(HasSubstr("no charge that counts use has")));
    EXPECT_THAT(findings("2 * usage.e"),
                ElementsAre("error charges reckon with what each other bills, in a circle: 'e' is "
                            "one of them"));
}

TEST(CatalogCheck, NetTurnsGrossOnTheFirstOfAMonth) {
    const auto version = [](std::string_view from, std::string_view prices,
                            std::string_view more = "minimum: {price: 9.00 per month}\n") {
        return fmt::format("schedule: S\nsector: electricity\ncurrency: EUR\nprices: {}\nfrom: "
                           "{}\ntax: standard\ncharges:\n  e: {{of: import kWh, price: 1}}\n{}",
                           prices, from, more);
    };
    const std::string taxes = "---\ntaxes: DE\ncountry: DE\ncategories:\n  standard: {code: S, "
                              "percent: 19, from: 2007-01-01}\n";
    const Catalog company = catalog_of(version("2026-01-01", "net") + taxes);
    EXPECT_THAT(check_beside(catalog_of(version("2026-03-01", "gross")), company), IsEmpty());
    EXPECT_THAT(check_beside(catalog_of(version("2026-03-15", "net")), company), IsEmpty());
    EXPECT_THAT(texts_of(check_beside(catalog_of(version("2026-03-15", "gross")), company)),
                ElementsAre(HasSubstr("warning from: net or gross is otherwise in the version from "
                                      "2026-01-01: a month that both are in cannot be billed")));
    // Nothing that reckons with both: each line is what its version says.
    EXPECT_THAT(check_beside(catalog_of(version("2026-03-15", "gross", "")),
                             catalog_of(version("2026-01-01", "net", "") + taxes)),
                IsEmpty());
}

TEST(CatalogCheck, WhatAPlanReckonsTogetherIsThere) {
    const auto findings = [](std::string_view together, std::string_view prices = "net") {
        return texts_of(check(catalog_of(fmt::format(
            "schedule: GRID\nsector: electricity\ncurrency: EUR\nprices: {}\nfrom: 2026-01-01\n"
            "tax: standard\ncharges:\n  energy: {{of: import kWh, price: 1}}\n---\n"
            "plan: P\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: 2026-01-01\n"
            "tax: standard\nschedules: [GRID]\nrecurring:\n  desk: {{price: 4 per month, billed: "
            "in arrears}}\n  line: {{price: 5 per month, billed: in advance}}\n"
            "usage:\n  voice: {{price: 0.10 per minute}}\ntogether: {}\n---\n"
            "taxes: DE\ncountry: DE\ncategories:\n  standard: {{code: S, percent: 19, from: "
            "2007-01-01}}\n",
            prices, together))));
    };
    EXPECT_THAT(findings("{minimum: 9 per month, discounts: {a: {on: all, percent: 5, from: "
                         "2026-02-01, until: 2026-02-28}, b: {on: [a, GRID, GRID.energy, desk, "
                         "voice], percent: 1}}}"),
                IsEmpty());
    EXPECT_THAT(findings("{minimum: {price: 9 per month, on: [GIRD]}}"),
                ElementsAre("error together.minimum: 'GIRD' is no charge or fee in arrears of this "
                            "plan; did you mean 'GRID'?"));
    EXPECT_THAT(findings("{maximum: {price: 9 per month, on: [line]}}"),
                ElementsAre(HasSubstr("error together.maximum: 'line' is no charge")));
    EXPECT_THAT(findings("{maximum: {price: 9 per month, on: [GRID.enrgy]}}"),
                ElementsAre("error together: 'enrgy' is no charge of schedule 'GRID'; did you mean "
                            "'energy'?"));
    EXPECT_THAT(findings("{discounts: {a: {on: all, percent: 5, from: 2026-02-02, until: "
                         "2026-03-30}, desk: {on: voice, amount: 0.02 per kWh}}}"),
                ElementsAre(HasSubstr("discounts.a: from: it begins on the first"),
                            HasSubstr("discounts.a: until: it ends on the last"),
                            HasSubstr("discounts.desk: an amount is per time"),
                            HasSubstr("discounts.desk: something of the plan has the same key")));
    EXPECT_THAT(findings("{minimum: 9 per month}", "gross"),
                ElementsAre("error together: schedule 'GRID' has gross prices, the plan net"));
}

TEST(CatalogCheck, AYearWithoutHolidaysIsTold) {
    const auto calendar = [](std::string_view days) {
        return fmt::format("---\ncalendar: DE\nholidays: {{{}}}\n", days);
    };
    const std::string text =
        "schedule: S\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: 2026-01-01\nholidays: "
        "DE\ntax: standard\ncharges:\n  e: {of: import kWh, windows: {day: {when: \"Mon-Fri "
        "08:00-20:00 "
        "except holidays\", price: 2}, night: {when: otherwise, price: 1}}}\n---\ntaxes: "
        "DE\ncountry: DE\ncategories:\n  standard: {code: S, percent: 19, from: 2007-01-01}\n";
    EXPECT_THAT(check(catalog_of(text + calendar("2026-01-01: New Year, 2027-01-01: New Year"))),
                IsEmpty());
    EXPECT_THAT(
        texts_of(check(catalog_of(text + calendar("2025-01-01: New Year, 2027-01-01: New Year")))),
        ElementsAre("warning holidays: calendar 'DE' has no day in 2026"));
    EXPECT_THAT(texts_of(check(catalog_of(text + calendar("2025-01-01: New Year")))),
                ElementsAre("warning holidays: calendar 'DE' has no day in 2026"));
}

TEST(CatalogCheck, TextsByThemselvesMayNameWhatStandsElsewhere) {
    const Catalog texts = catalog_of(
        "schedule: S\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: 2026-01-01\ntax: "
        "standard\nholidays: DE\ncharges:\n  e: {of: import kWh, price: 1}\n");
    EXPECT_THAT(texts_of(check_alone(texts)),
                ElementsAre("warning holidays: calendar 'DE' is not in the catalog",
                            "warning tax: category 'standard' is in no tax table"));
    const Catalog company =
        catalog_of("calendar: DE\nholidays: {2026-01-01: New Year}\n---\ntaxes: DE\ncountry: "
                   "DE\ncategories:\n  standard: {code: S, percent: 19, from: 2007-01-01}\n");
    EXPECT_THAT(check_beside(texts, company), IsEmpty());
    EXPECT_THAT(texts_of(check_beside(texts, catalog_of("calendar: D\nholidays: {}\n"))),
                ElementsAre("error holidays: calendar 'DE' is not in the catalog",
                            "error tax: category 'standard' is in no tax table"));
}

TEST(CatalogCheck, ACalendarIsLikeOneThatIsThereAndNotLikeItself) {
    const std::string north = "calendar: N\nlike: DE\nholidays: {2026-01-06: Epiphany}\n";
    EXPECT_THAT(texts_of(check_alone(catalog_of(north))),
                ElementsAre("warning like: calendar 'DE' is not in the catalog"));
    const Catalog company = catalog_of("calendar: DE\nholidays: {2026-01-01: New Year}\n");
    EXPECT_THAT(check_beside(catalog_of(north), company), IsEmpty());
    EXPECT_THAT(texts_of(check_beside(catalog_of(north), catalog_of("calendar: DE\nlike: N\n"))),
                ElementsAre("error like: it comes back to a calendar that it began with"));
}

TEST(CatalogCheck, WhatStandsTwiceIsNamedWithBothLines) {
    const std::string home = "schedule: HOME\nsector: electricity\ncurrency: EUR\nprices: net\n"
                             "from: 2026-01-01\ntax: standard\ncharges:\n"
                             "  e: {of: import kWh, price: 1}\n";
    const std::string calendar = "---\ncalendar: DE\nholidays: {2026-01-01: New Year}\n";
    const auto document = parse(home + "---\n" + home + calendar + calendar, "h.yaml");
    ASSERT_TRUE(document.has_value()) << document.error().message();
    EXPECT_THAT(
        texts_of(check(*document)),
        ElementsAre("error it stands twice",
                    "error schedule HOME from 2026-01-01 stands twice: it is on h.yaml line "
                    "1 too"));
    EXPECT_EQ(check(*document)[1].where, "h.yaml line 10");
}

}  // namespace
}  // namespace bw::catalog

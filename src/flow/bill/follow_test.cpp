#include "books/catalog/parse.h"
#include "flow/bill/follow.h"

#include <gtest/gtest.h>

namespace bw::bill {
namespace {

using customers::Term;

catalog::Catalog plans() {
    std::string text;
    const auto add = [&](const char* name, const char* lasts, const char* then) {
        text += std::string(text.empty() ? "" : "---\n") + "plan: " + name +
                "\nsector: telecom\ncurrency: EUR\nprices: net\nfrom: 2026-01-01\ntax: standard\n"
                "recurring: {fee: {price: 1.00 per month}}\n";
        if (*lasts != '\0') text += std::string("lasts: ") + lasts + "\nthen: " + then + "\n";
    };
    add("TRIAL", "30 days", "YEAR");
    add("YEAR", "1 year", "YEAR");
    add("MONTH", "1 month", "MONTH");
    add("OFFER", "2 months", "nothing");
    add("OPEN", "", "");
    return *catalog::Catalog::make(*catalog::parse(text, "plans"), {});
}

std::vector<Term> followed(std::vector<Term> rows, LocalDate until) {
    static const catalog::Catalog catalog = plans();
    follow_plans(catalog, until)(rows);
    return rows;
}

LocalDate day(int year, int month, int d) { return LocalDate::of(year, month, d); }

Term of_row(LocalDate row, LocalDate from, std::string plan) {
    Term term{from, std::move(plan)};
    term.row_from = row;
    return term;
}

TEST(FollowPlans, ATrialBecomesTheYearThatRenewsItself) {
    const auto terms = followed({{day(2026, 1, 15), "TRIAL"}}, day(2027, 3, 1));
    const LocalDate row = day(2026, 1, 15);
    const std::vector<Term> expected{{row, "TRIAL"},
                                     of_row(row, day(2026, 2, 14), "YEAR"),
                                     of_row(row, day(2027, 2, 14), "YEAR")};
    EXPECT_EQ(terms, expected);
}

TEST(FollowPlans, WhatIsRenewedKeepsItsDayOfTheMonth) {
    const auto terms = followed({{day(2026, 1, 31), "MONTH"}}, day(2026, 2, 1));
    ASSERT_GE(terms.size(), 4u);
    EXPECT_EQ(terms[1].from, day(2026, 2, 28));
    EXPECT_EQ(terms[2].from, day(2026, 3, 31));
    EXPECT_EQ(terms[3].from, day(2026, 4, 30));
}

TEST(FollowPlans, AnOfferEnds) {
    Term offer{day(2026, 3, 1), "OFFER", "ABSCHLAG", 5000};
    const auto terms = followed({offer}, day(2026, 6, 1));
    EXPECT_EQ(terms, (std::vector<Term>{offer, {day(2026, 5, 1), ""}}));
}

TEST(FollowPlans, ARowOfTheCustomerComesFirst) {
    const std::vector<Term> rows{{day(2026, 1, 15), "TRIAL"},
                                 {day(2026, 2, 1), "OPEN"},
                                 {day(2026, 5, 1), "OFFER"},
                                 {day(2026, 7, 1), "OPEN"}};
    EXPECT_EQ(followed(rows, day(2027, 1, 1)), rows);
}

TEST(FollowPlans, WhatIsNotInTheCatalogLastsUntilARowEndsIt) {
    const std::vector<Term> rows{{day(2026, 1, 1), "GONE"}};
    EXPECT_EQ(followed(rows, day(2027, 1, 1)), rows);
}

}  // namespace
}  // namespace bw::bill

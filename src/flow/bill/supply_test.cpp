#include "books/catalog/parse.h"
#include "flow/bill/supply.h"

#include <gtest/gtest.h>

namespace bw::bill {
namespace {

using Terms = std::vector<customers::Term>;

LocalDate day(int m, int d) { return LocalDate::of(2026, m, d); }
const LocalDate kOpen = LocalDate::of(2999, 12, 31);

catalog::Catalog catalog_of(const std::string& plans) {
    std::string text = "taxes: DE\ncountry: DE\ncategories:\n  standard: {code: S, percent: 19, "
                       "from: 2015-01-01}\n";
    text += plans;
    auto document = catalog::parse(text, "c.yaml");
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    return catalog::Catalog::make(document ? *document : catalog::Document{}, {}).value();
}

std::string plan(const std::string& name, const std::string& from, const std::string& rest) {
    return "---\nplan: " + name + "\nsector: water\ncurrency: EUR\nprices: net\nfrom: " + from +
           "\ntax: standard\n" + rest;
}

TEST(Supply, TouchingPlansAreOneSupply) {
    const Terms terms{
        {day(1, 1), "A"}, {day(2, 1), "B"}, {day(3, 5), ""}, {day(3, 9), "B"}, {day(5, 1), "B"}};
    EXPECT_EQ(supply_around(terms, day(2, 28)), (Period{day(1, 1), day(3, 5)}));
    EXPECT_EQ(supply_around(terms, day(1, 1)), (Period{day(1, 1), day(3, 5)}));
    EXPECT_EQ(supply_around(terms, day(6, 1)), (Period{day(3, 9), kOpen}));
}

TEST(Supply, AScheduleHoldsOverPlansAndVersionsThatNameIt) {
    const auto catalog = catalog_of(plan("A", "2026-01-01", "schedules: [W]\n") +
                                    plan("A", "2026-03-01", "schedules: [W, X]\n") +
                                    plan("A", "2026-05-10", "schedules: [X]\n") +
                                    plan("B", "2026-01-01", "schedules: [W]\n"));
    const Terms terms{{day(1, 1), "B"}, {day(2, 1), "A"}, {day(7, 1), ""}};
    const Period april = month_of(day(4, 1)), may_start{day(5, 1), day(5, 10)};
    EXPECT_EQ(priced_around(catalog, terms, "W", april), (Period{day(1, 1), day(5, 10)}));
    EXPECT_EQ(priced_around(catalog, terms, "W", may_start), (Period{day(1, 1), day(5, 10)}));
    EXPECT_EQ(priced_around(catalog, terms, "X", april), (Period{day(3, 1), day(7, 1)}));
    // Far ends are those of the supply.
    const Terms long_ago{{LocalDate::of(2020, 1, 1), "A"}, {day(2, 1), "B"}};
    EXPECT_EQ(priced_around(catalog, long_ago, "W", april), (Period{day(1, 1), kOpen}));
}

TEST(Supply, AFeeKnowsItsEarlierDaysInTheBlock) {
    const auto catalog =
        catalog_of(plan("A", "2026-01-01", "recurring: {line: {price: 30 per quarter}}\n") +
                   plan("A", "2026-03-16", "recurring: {line: {price: 30 per quarter}}\n") +
                   plan("A", "2026-05-01", "recurring: {line: {price: 33 per quarter}}\n"));
    const Terms terms{{day(1, 5), "A"}, {day(2, 1), ""}, {day(2, 10), "A"}};
    const auto history = [&](LocalDate first) {
        const auto* version = *catalog.plan_on("A", first);
        return fee_history(catalog, terms, *version, version->recurring[0], first);
    };
    const auto march = history(day(3, 16));
    EXPECT_EQ(march.first_day, day(1, 5));
    EXPECT_EQ(march.since, day(2, 10));
    EXPECT_EQ(march.paid, (std::vector<Period>{{day(2, 10), day(3, 16)}, {day(1, 5), day(2, 1)}}));
    const auto may = history(day(5, 1));
    EXPECT_EQ(may.since, day(5, 1));
    EXPECT_EQ(may.paid, (std::vector<Period>{{day(3, 16), day(5, 1)}}));
    EXPECT_TRUE(history(day(1, 5)).paid.empty());
}

TEST(Supply, DaysBeforeThePlanExistsHaveNone) {
    const auto catalog = catalog_of(plan("A", "2026-03-01", "schedules: [W]\n"));
    const Terms terms{{day(1, 1), "A"}};
    EXPECT_EQ(plan_around(catalog, terms, day(2, 1)).plan, nullptr);
    EXPECT_EQ(plan_around(catalog, terms, LocalDate::of(2025, 6, 1)).days.to, day(1, 1));
    EXPECT_EQ(priced_around(catalog, terms, "W", month_of(day(3, 1))), (Period{day(3, 1), kOpen}));
}

}  // namespace
}  // namespace bw::bill

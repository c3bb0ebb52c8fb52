// Discounts, surcharges, maximum, and how prices count time: read, printed, described, checked.
#include "books/catalog/check.h"
#include "books/catalog/parse.h"
#include "books/catalog/print.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kTop = "sector: water\ncurrency: EUR\nprices: net\nfrom: 2026-01-01\ntax: t\n";
const std::string kSchedule = "schedule: W\n" + kTop;
const std::string kPlan = "plan: P\n" + kTop;

const std::string kAll = kSchedule + R"(charges:
  basic: {price: 30.00 per month, prorate: 30/360}
  rent: {price: 100.00 per month, cap: 672 hours per month}
  water: {of: water m3, price: 2.00}
maximum: {price: 80.00 per month, on: [basic, water]}
discounts:
  welcome: {on: all, amount: 60.00 per quarter, until: 2027-12-31}
  bulk: {on: water, amount: 0.02 per m3, at most: 5.00 per month}
  growing: {on: [basic, welcome], percent: 10, from: 2026-03-01, grows: 10 per month up to 100}
surcharges:
  levy: {name: {en: Levy}, on: [water, bulk], percent: 1.966, at least: 0.50 per month}
)";

Document parsed(const std::string& text) {
    auto document = parse(text, "w.yaml");
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    return document ? *document : Document{};
}

std::string error_of(const std::string& text) {
    const auto document = parse(text, "w.yaml");
    return document ? "" : document.error().message();
}

std::string error_of_discount(const std::string& fields) {
    return error_of(kSchedule +
                    "charges: {water: {of: water m3, price: 2.00}}\ndiscounts:\n  d: {" + fields +
                    "}\n");
}

std::vector<std::string> findings_of(const std::string& text) {
    std::vector<std::string> texts;
    for (const auto& finding : check(parsed(text))) texts.push_back(finding.text);
    return texts;
}

TEST(DiscountText, IsReadAsItIsMeant) {
    const auto schedule = parsed(kAll).schedules.at(0);
    EXPECT_EQ(schedule.charges[0].prorate, Prorate::Thirty360);
    EXPECT_EQ(schedule.charges[1].cap, (MonthCap{672, true}));
    EXPECT_EQ(schedule.maximum->price, (AmountPer{Decimal(80), TimeUnit::Month}));
    ASSERT_EQ(schedule.discounts.size(), 4U);
    EXPECT_EQ(schedule.discounts[0].amount->per_time, (AmountPer{Decimal(60), TimeUnit::Quarter}));
    EXPECT_EQ(schedule.discounts[1].amount->unit, "m3");
    EXPECT_EQ(schedule.discounts[1].at_most, (AmountPer{Decimal(5), TimeUnit::Month}));
    EXPECT_EQ(schedule.discounts[2].grows, (Growth{Decimal(10), TimeUnit::Month, Decimal(100)}));
    EXPECT_TRUE(schedule.discounts[3].is_surcharge);
    EXPECT_THAT(findings_of(kAll), IsEmpty());
}

TEST(DiscountText, PrintsAndReadsBackTheSame) {
    const std::string plan = kPlan + R"(recurring:
  line: {price: 30.00 per month, prorate: by second}
  server: {price: 100.00 per month, cap: 28 days per month}
  device: {price: 480.00 once, instalments: 24}
discounts: {promo: {on: line, percent: 50, if: contract.months <= 6}}
surcharges: {levy: {on: [line, promo], percent: 3}}
)";
    for (const auto& text : {kAll, plan}) {
        const auto document = parsed(text);
        const auto again = parse(print(document), "printed");
        ASSERT_TRUE(again.has_value()) << again.error().message() << print(document);
        EXPECT_EQ(*again, document);
        EXPECT_EQ(print(*again), print(document));
    }
    EXPECT_THAT(findings_of(plan), IsEmpty());
}

TEST(DiscountText, IsSaidInPlainWords) {
    const std::string words = describe(parsed(kAll).schedules.at(0), "en", Colour::None);
    for (const auto* said :
         {"a part of it by days, of months of 30 days",
          "the price of 672 hours per month, those beyond are free",
          "at most 80.00 per month for basic, water, before the minimum and discounts",
          "welcome: 60.00 per quarter off all charges until 2027-12-31 (included)",
          "bulk: 0.02 per m3 off water, at most 5.00 per month",
          "growing: 10 % off basic, welcome, growing by 10 per month up to 100 from\n    "
          "2026-03-01",
          "Levy: 1.966 % on top of water, bulk, at least 0.50 per month"})
        EXPECT_THAT(words, HasSubstr(said));
    const std::string plan = describe(
        parsed(kPlan + "recurring: {device: {price: 480.00 once, instalments: 24}}\n").plans.at(0),
        "en");
    EXPECT_THAT(plan, HasSubstr("480.00 in 24 monthly parts"));
}

TEST(DiscountText, WhatCannotBeIsRefused) {
    EXPECT_THAT(error_of_discount("on: water"), HasSubstr("'percent:' or 'amount:', one of them"));
    EXPECT_THAT(error_of_discount("on: water, percent: 3, amount: 2 per month"),
                HasSubstr("one of them"));
    EXPECT_THAT(error_of_discount("on: water, amount: 2"), HasSubstr("write what it is per"));
    EXPECT_THAT(error_of_discount("on: water, amount: 2 once"), HasSubstr("write what it is per"));
    EXPECT_THAT(error_of_discount("on: water, amount: -2 per month"), HasSubstr("above 0"));
    EXPECT_THAT(error_of_discount("on: water, percent: 101"), HasSubstr("at most 100 percent"));
    const std::string growing = "on: water, percent: 10, grows: 10 per month";
    EXPECT_THAT(error_of_discount(growing + " up to 100"), HasSubstr("write 'from:'"));
    EXPECT_THAT(error_of_discount(growing + ", from: 2026-01-01"), HasSubstr("without end"));
    EXPECT_THAT(error_of_discount(growing + " up to 5, from: 2026-01-01"),
                HasSubstr("it begins above that"));
    EXPECT_THAT(error_of_discount("on: water, percent: 10, grows: 10 per day, from: 2026-01-01"),
                HasSubstr("10 per month up to 100"));
    EXPECT_THAT(error_of_discount("on: water, percent: 10, at least: 3 per month, at most: 2 per "
                                  "month"),
                HasSubstr("below 'at least:'"));
    EXPECT_THAT(error_of_discount("on: water, percent: 10, at most: 3"), HasSubstr("its time"));
}

TEST(DiscountText, WhatIsNoSurchargeIsRefused) {
    const std::string charges = "charges: {water: {of: water m3, price: 2.00}}\n";
    EXPECT_THAT(error_of(kSchedule + charges + "surcharges: {s: {on: water, amount: 2 per m3}}\n"),
                HasSubstr("is a charge: write it under"));
    EXPECT_THAT(error_of(kSchedule + charges + "surcharges: {s: {on: water}}\n"),
                HasSubstr("'percent:' is missing"));
}

TEST(PaidTimeText, WhatCannotBeIsRefused) {
    const auto charge = [](const std::string& fields) {
        return error_of(kSchedule + "charges: {basic: {" + fields + "}}\n");
    };
    EXPECT_THAT(charge("price: 3 per month, prorate: none"), HasSubstr("only fees of plans"));
    EXPECT_THAT(charge("price: 3 per month, prorate: sometimes"), HasSubstr("30/360"));
    EXPECT_THAT(charge("price: 3 per month, cap: 32 days per month"), HasSubstr("28 days"));
    EXPECT_THAT(charge("price: 3 per year, cap: 28 days per month"), HasSubstr("per month"));
    EXPECT_THAT(charge("price: 3 per month, prorate: 30/360, cap: 28 days per month"),
                HasSubstr("leave 'prorate:' out"));
    EXPECT_THAT(charge("of: water m3, price: 3, cap: 28 days per month"), HasSubstr("cap"));
    EXPECT_THAT(error_of(kPlan + "recurring: {d: {price: 3 per month, instalments: 24}}\n"),
                HasSubstr("write 480.00 once"));
}

TEST(DiscountChecks, NamesLeadSomewhere) {
    const std::string charges = "charges: {water: {of: water m3, price: 2.00}}\n";
    EXPECT_THAT(findings_of(kSchedule + charges +
                            "discounts:\n  a: {on: b, percent: 1}\n  b: {on: water, percent: 1}\n"),
                ElementsAre(HasSubstr("discounts.a: 'b' is no charge of this schedule")));
    EXPECT_THAT(findings_of(kSchedule + charges + "discounts: {water: {on: all, percent: 1}}\n"),
                ElementsAre("discounts.water: a charge has the same key"));
    EXPECT_THAT(findings_of(kSchedule + charges +
                            "discounts: {d: {on: water, percent: 1}}\nsurcharges: {d: {on: water, "
                            "percent: 1}}\n"),
                ElementsAre("surcharges.d: a discount has the same key"));
    EXPECT_THAT(
        findings_of(kSchedule + charges + "discounts: {d: {on: water, amount: 1 per kWh}}\n"),
        ElementsAre("discounts.d: no charge that it is on counts 'kWh'"));
    EXPECT_THAT(findings_of(kSchedule + charges + "maximum: {price: 3 per month, on: watr}\n"),
                ElementsAre(HasSubstr("maximum: 'watr' is no charge of this schedule")));
    EXPECT_THAT(findings_of(kPlan + "recurring: {line: {price: 3 per month}}\ndiscounts: {d: {on: "
                                    "lane, percent: 1}}\n"),
                ElementsAre(HasSubstr("discounts.d: 'lane' is no fee of this plan")));
    EXPECT_THAT(findings_of(kPlan + "recurring: {line: {price: 3 per month}}\ndiscounts: {d: {on: "
                                    "line, amount: 1 per kWh}}\n"),
                ElementsAre(HasSubstr("fees count time")));
}

}  // namespace
}  // namespace bw::catalog

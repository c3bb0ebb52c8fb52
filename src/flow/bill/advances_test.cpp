#include "books/catalog/parse.h"
#include "flow/bill/advances.h"

#include <gtest/gtest.h>

namespace bw::bill {
namespace {

constexpr std::string_view kTexts = R"(payment plan: YEAR
from: 2025-01-01
advances: invoice
settled in: Dec
tax: standard
---
payment plan: PAIRS
from: 2025-01-01
advances: invoice
every: 2 months
settled in: Mar
tax: standard
round up to: 5.00
---
payment plan: SHARED
from: 2025-01-01
advances: invoice
settled in: Dec
tax: {standard: 50, reduced: 50}
---
payment plan: PAID
from: 2025-01-01
advances: request
settled in: Jun
---
taxes: DE
country: DE
categories:
  standard: {code: S, percent: 19, from: 2020-01-01}
  reduced: {code: S, percent: 7, from: 2020-01-01}
)";

LocalDate day(int year, int month, int d = 1) { return LocalDate::of(year, month, d); }

class AdvancesOf : public ::testing::Test {
protected:
    AdvancesOf() {
        account_.currency = *Currency::parse("EUR");
        account_.issuer = IssuerId{1};
        account_.versions.push_back({});
        subscription_.id = SubscriptionId{1};
    }
    void on(std::vector<customers::Term> terms) { subscription_.terms = std::move(terms); }

    bool waits(LocalDate month, LocalDate until) { return *make().waits(month, until); }
    std::string asked(LocalDate month) {
        const auto items = make().ask(month);
        if (!items) return items.error().message();
        if (items->empty()) return "nothing";
        std::string told;
        for (const auto& item : *items)
            told += item.amount.to_string() + " " + item.piece.part.text() +
                    (item.piece.part.text().empty() ? "" : " ");
        const Period& days = items->front().piece.days;
        return told + "for " + days.from.to_string() + ".." + days.to.to_string();
    }
    std::string proposed(LocalDate from, int days, std::int64_t gross) {
        const auto next = make().propose(from, days, {gross, account_.currency});
        if (!next) return next.error().message();
        return *next ? (*next)->gross.to_string() : "nothing";
    }
    std::vector<ProposedAdvance> settled_;

private:
    Advances make() { return {tariffs_, account_, subscription_, settled_}; }
    static Tariffs texts() {
        customers::Issuers issuers;
        customers::Issuer issuer;
        issuer.id = IssuerId{1};
        issuer.taxes = "DE";
        issuer.valid_from = day(2020, 1);
        issuers.add(issuer);
        return {*catalog::Catalog::make(*catalog::parse(kTexts, "texts"), {}), issuers,
                catalog::Validations(std::vector<catalog::Validation>{})};
    }
    Tariffs tariffs_ = texts();
    customers::BillingAccount account_;
    customers::Subscription subscription_;
};

TEST_F(AdvancesOf, AMonthWaitsForTheEndOfItsYear) {
    on({{day(2026, 3, 10), "HOME", "YEAR", 10000}});
    EXPECT_TRUE(waits(day(2026, 3), day(2026, 4)));
    EXPECT_TRUE(waits(day(2026, 3), day(2026, 12)));
    EXPECT_FALSE(waits(day(2026, 3), day(2027, 1)));
    EXPECT_FALSE(waits(day(2026, 12), day(2027, 1)));
    EXPECT_TRUE(waits(day(2027, 1), day(2027, 2)));
    EXPECT_FALSE(waits(day(2026, 2), day(2026, 3))) << "not supplied yet";
}

TEST_F(AdvancesOf, AnEndOfSupplyOrOfThePlanSettlesEarlier) {
    on({{day(2026, 1), "HOME", "YEAR", 10000}, {day(2026, 5, 20), ""}});
    EXPECT_TRUE(waits(day(2026, 2), day(2026, 5)));
    EXPECT_FALSE(waits(day(2026, 2), day(2026, 6)));
    on({{day(2026, 1), "HOME", "YEAR", 10000}, {day(2026, 5), ""}});
    EXPECT_FALSE(waits(day(2026, 2), day(2026, 5))) << "April is the last month";
    on({{day(2026, 1), "HOME", "YEAR", 10000}, {day(2026, 5), "HOME"}});
    EXPECT_FALSE(waits(day(2026, 4), day(2026, 5)));
    EXPECT_FALSE(waits(day(2026, 5), day(2026, 6))) << "billed as it is used from here on";
    // Leaving in the middle of a month: the month is still the plan's.
    on({{day(2026, 1), "HOME", "YEAR", 10000}, {day(2026, 5, 16), "HOME"}});
    EXPECT_TRUE(waits(day(2026, 4), day(2026, 4)));
    EXPECT_FALSE(waits(day(2026, 5), day(2026, 6)));
}

TEST_F(AdvancesOf, TheyAreAskedForByTheCalendarOfTheSettlement) {
    on({{day(2026, 1, 15), "HOME", "PAIRS", 11900}});
    EXPECT_EQ(asked(day(2026, 1)), "119.00 for 2026-01-15..2026-02-01");
    EXPECT_EQ(asked(day(2026, 2)), "nothing");
    EXPECT_EQ(asked(day(2026, 5)), "119.00 for 2026-04-01..2026-06-01");
    on({{day(2026, 1), "HOME", "PAID", 11900}});
    EXPECT_EQ(asked(day(2026, 1)), "nothing") << "a request is no invoice";
    on({{day(2026, 1), "HOME"}});
    EXPECT_EQ(asked(day(2026, 1)), "nothing");
    on({{day(2026, 1), "HOME", "NOWHERE", 11900}});
    EXPECT_NE(asked(day(2026, 1)).find("payment plan NOWHERE"), std::string::npos);
}

TEST_F(AdvancesOf, AnAdvanceOfTwoTaxesIsSharedToTheCent) {
    on({{day(2026, 1), "HOME", "SHARED", 9999}});
    EXPECT_EQ(asked(day(2026, 3)), "50.00 standard 49.99 reduced for 2026-03-01..2026-04-01");
}

TEST_F(AdvancesOf, ASettlementSaysTheAmountUntilANewerRowDoes) {
    on({{day(2026, 1), "HOME", "YEAR", 11900}, {day(2027, 3), "HOME", "YEAR", 35700}});
    settled_ = {{SubscriptionId{1}, day(2027, 1), {23800, *Currency::parse("EUR")}, Batch{9}},
                {SubscriptionId{2}, day(2027, 1), {1, *Currency::parse("EUR")}, Batch{9}}};
    EXPECT_EQ(asked(day(2026, 12)), "119.00 for 2026-12-01..2027-01-01");
    EXPECT_EQ(asked(day(2027, 2)), "238.00 for 2027-02-01..2027-03-01");
    EXPECT_EQ(asked(day(2027, 3)), "357.00 for 2027-03-01..2027-04-01");
}

TEST_F(AdvancesOf, TheNextOneIsAYearOfTheSame) {
    on({{day(2026, 1), "HOME", "YEAR", 11900}});
    EXPECT_EQ(proposed(day(2027, 1), 365, 110000), "100.00");
    EXPECT_EQ(proposed(day(2027, 1), 365, 110001), "101.00");
    EXPECT_EQ(proposed(day(2027, 1), 179, 110000), "nothing");
    EXPECT_EQ(proposed(day(2027, 1), 365, -100), "nothing");
    on({{day(2026, 1), "HOME", "PAIRS", 11900}});
    EXPECT_EQ(proposed(day(2027, 4), 365, 100100), "205.00");
    on({{day(2026, 1), "HOME", "YEAR", 11900}, {day(2027, 1), ""}});
    EXPECT_EQ(proposed(day(2027, 1), 365, 110000), "nothing");
}

}  // namespace
}  // namespace bw::bill

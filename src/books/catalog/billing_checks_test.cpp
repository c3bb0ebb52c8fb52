#include "books/catalog/approval.h"
#include "books/catalog/billing_checks.h"
#include "books/catalog/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace bw::catalog {
namespace {

using ::testing::HasSubstr;

BillingChecks checks_of(const std::string& rest) {
    const auto parsed = parse_billing_checks("billing checks: TEST\n" + rest, "c.yaml");
    EXPECT_TRUE(parsed && *parsed) << (parsed ? "" : parsed.error().message());
    return parsed && *parsed ? **parsed : BillingChecks{};
}

std::string error_of(const std::string& rest) {
    const auto parsed = parse_billing_checks("billing checks: TEST\n" + rest, "c.yaml");
    return parsed ? "" : parsed.error().message();
}

}  // namespace

TEST(BillingChecks, EachIsReadWithItsBoundAndWhatFollows) {
    const auto checks = checks_of("zero: tell\n"
                                  "negative: {above: 50.00}\n"
                                  "far_above: {times: 2.5, above: 100, months: 6, then: tell}\n"
                                  "estimated: {percent: 40}\n"
                                  "address: {by: email}\n"
                                  "back_billing: {charges: 12 months, credits: 72 months}\n");
    EXPECT_EQ(checks.back_billing, (BillingChecks::BackBilling{12, 72}));
    EXPECT_EQ(checks.issuer, "TEST");
    EXPECT_EQ(checks.zero, Reaction::Tell);
    EXPECT_EQ(checks.negative, Reaction::Hold);
    EXPECT_EQ(checks.negative_above, Decimal(50));
    ASSERT_TRUE(checks.far_above);
    EXPECT_EQ(checks.far_above->times, *Decimal::parse("2.5"));
    EXPECT_EQ(checks.far_above->months, 6);
    EXPECT_EQ(checks.far_above->then, Reaction::Tell);
    ASSERT_TRUE(checks.estimated);
    EXPECT_EQ(checks.estimated->then, Reaction::Hold);
    EXPECT_EQ(checks.reach, Reach::Email);
}

TEST(BillingChecks, WhatIsLeftOutIsOff) {
    const auto checks = checks_of("negative: tell\n");
    EXPECT_EQ(checks.zero, Reaction::Bill);
    EXPECT_EQ(checks.negative, Reaction::Tell);
    EXPECT_FALSE(checks.far_above);
    EXPECT_FALSE(checks.estimated);
    EXPECT_EQ(checks.unreachable, Reaction::Hold);
    EXPECT_EQ(checks.back_billing, (BillingChecks::BackBilling{24, 36}));
    const auto far = checks_of("back_billing: {charges: 48 months}\n");
    EXPECT_EQ(far.back_billing, (BillingChecks::BackBilling{48, 48}));
    EXPECT_EQ(AllBillingChecks({checks}).months_back(), 36);
    EXPECT_EQ(AllBillingChecks({checks, far}).months_back(), 48);
}

TEST(BillingChecks, MistakesAreNamedWithTheirLine) {
    EXPECT_THAT(error_of("zero: stop\n"), HasSubstr("c.yaml line 2: zero"));
    EXPECT_THAT(error_of("far_above: {times: 0.5, above: 1}\n"), HasSubstr("from 1 to"));
    EXPECT_THAT(error_of("far_above: {times: 3}\n"), HasSubstr("above"));
    EXPECT_THAT(error_of("estimated: {percent: 101}\n"), HasSubstr("between 0 and 100"));
    EXPECT_THAT(error_of("negative: {above: -1}\n"), HasSubstr("from 0 on"));
    EXPECT_THAT(error_of("far: 3\n"), HasSubstr("far"));
    EXPECT_THAT(error_of("back_billing: {charges: 2 years}\n"), HasSubstr("24 months"));
    EXPECT_THAT(error_of("back_billing: {charges: 0 months}\n"), HasSubstr("from 1 to"));
    EXPECT_THAT(error_of("back_billing: {credits: 12 months}\n"), HasSubstr("as far back"));
}

TEST(BillingChecks, AnIssuersOwnTextStandsBeforeThatOfAny) {
    BillingChecks own, any;
    own.issuer = "TEST";
    any.issuer = kAnyIssuer;
    any.zero = Reaction::Hold;
    const AllBillingChecks all({own, any});
    EXPECT_EQ(all.of("TEST").zero, Reaction::Bill);
    EXPECT_EQ(all.of("OTHER").zero, Reaction::Hold);
    EXPECT_EQ(AllBillingChecks{}.of("TEST").zero, Reaction::Bill);
}

TEST(BillingChecks, TheExamplesOfTheirPageAreAccepted) {
    std::ifstream in("docs/bill-runs.md");
    std::string text;
    bool is_inside = false;
    for (std::string line; std::getline(in, line);) {
        if (line == "```") is_inside = false;
        if (is_inside) text += line + "\n";
        if (line != "```yaml") continue;
        is_inside = true;
        text += "---\n";
    }
    ASSERT_FALSE(text.empty());
    const auto parsed = parse(text, "bill-runs.md");
    ASSERT_TRUE(parsed) << parsed.error().message();
}

TEST(ApprovalText, SaysByWhomAndWhenNobodyIsNeeded) {
    const auto parsed = parse_approval("approval: runs\nby: second person\n"
                                       "unless: {total_percent: 10, held_percent: 1.5}\n",
                                       "a.yaml");
    ASSERT_TRUE(parsed && *parsed);
    EXPECT_EQ((*parsed)->by, Approval::By::SecondPerson);
    ASSERT_TRUE((*parsed)->bounds);
    EXPECT_EQ((*parsed)->bounds->held_percent, *Decimal::parse("1.5"));
    EXPECT_FALSE(parse_approval("approval: bills\nby: nobody\n", "a.yaml"));
    EXPECT_FALSE(parse_approval("approval: runs\nby: somebody\n", "a.yaml"));
}

}  // namespace bw::catalog

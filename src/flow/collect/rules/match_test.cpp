#include "flow/collect/rules/match.h"

#include <gmock/gmock.h>

#include <map>

namespace bw::collect {
namespace {

using ::testing::HasSubstr;

const Currency kEur = *Currency::parse("EUR");
constexpr auto kReference = "RF18539007547034";

// Accounts; T-1 and T-2 are invoices of A-1, T-9 of A-2. T-1 has a creditor reference,
// OLD-1 and RF2024-1; both of A-1's have CUST-1, all three have BILL.
class Two final : public Directory {
public:
    std::optional<Payer> account(std::string_view number) override {
        if (number == "A-1") return payer(1);
        if (number == "A-2") return payer(2);
        return std::nullopt;
    }
    std::optional<Billed> invoice(std::string_view number) override {
        if (number == "T-1") return Billed{payer(1), {11}};
        if (number == "T-2") return Billed{payer(1), {12}};
        if (number == "T-9") return Billed{payer(2), {19}};
        return std::nullopt;
    }
    std::vector<Billed> with_reference(std::string_view reference) override {
        std::vector<Billed> found;
        if (reference == kReference || reference == "OLD-1" || reference == "RF2024-1")
            found.push_back({payer(1), {11}});
        if (reference == "CUST-1" || reference == "BILL") found.push_back({payer(1), {}});
        if (reference == "BILL") found.push_back({payer(2), {19}});
        if (reference == kReference && is_shared) found.push_back({payer(2), {19}});
        return found;
    }
    bool is_shared = false;

private:
    static Payer payer(std::int64_t id) { return {{id}, 7, "A-" + std::to_string(id), {1}, kEur}; }
};

// "A-1 11", "A-1 0 (why)" or "waits: why"
std::string outcome(const Claim& claim, Two directory = {}) {
    const Match match = find_payer(claim, directory);
    if (!match.payer) return "waits: " + match.why;
    return match.payer->number + " " + std::to_string(match.invoice.value) +
           (match.why.empty() ? "" : " (" + match.why + ")");
}

}  // namespace

TEST(Match, AReferenceNamesItsInvoice) {
    EXPECT_EQ(outcome({"", "RF18 5390 0754 7034", ""}), "A-1 11");
    EXPECT_EQ(outcome({"", "T-9", ""}), "A-2 19");
    EXPECT_EQ(outcome({"", "A-2", ""}), "A-2 0");
    EXPECT_EQ(outcome({"A-1", "T-2", ""}), "A-1 12");
}

TEST(Match, AnAccountAloneIsEnough) { EXPECT_EQ(outcome({"A-1", "", "T-9"}), "A-1 0"); }

TEST(Match, AMistypedReferenceWaitsUnlessTheAccountIsNamed) {
    EXPECT_THAT(outcome({"", "RF19539007547034", ""}), HasSubstr("waits: the check digits"));
    EXPECT_THAT(outcome({"A-1", "RF19539007547034", ""}), HasSubstr("A-1 0 (the check digits"));
    EXPECT_THAT(outcome({"", "T-77", ""}), HasSubstr("waits: the reference is no"));
}

TEST(Match, WhatContradictsItselfWaits) {
    EXPECT_EQ(outcome({"A-2", "T-1", ""}),
              "waits: the reference is of account A-1, not of this one");
    EXPECT_EQ(outcome({"A-3", "T-1", ""}), "waits: there is no such account");
    Two shared;
    shared.is_shared = true;
    EXPECT_EQ(outcome({"", kReference, ""}, shared),
              "waits: invoices of several accounts have this reference");
}

TEST(Match, AReferenceOfAnotherSystemNamesItsInvoiceOrItsPayer) {
    EXPECT_EQ(outcome({"", "OLD-1", ""}), "A-1 11");
    EXPECT_EQ(outcome({"", "rf 2024-1", ""}), "A-1 11")
        << "it only looks like a creditor reference";
    EXPECT_EQ(outcome({"", "CUST-1", ""}), "A-1 0");
    EXPECT_EQ(outcome({"A-2", "CUST-1", ""}),
              "waits: the reference is of account A-1, not of this one");
    EXPECT_EQ(outcome({"", "BILL", ""}), "waits: invoices of several accounts have this reference");
    EXPECT_EQ(outcome({"", "", "paid OLD-1"}), "A-1 11");
    EXPECT_THAT(outcome({"", "", "paid CUST-1"}), HasSubstr("A-1 0 (its text names several"));
    EXPECT_EQ(outcome({"", "", "BILL T-9"}), "A-2 19") << "what all quote says nothing";
}

TEST(Match, TheTextIsReadWhenNothingElseIsSaid) {
    EXPECT_EQ(outcome({"", "", "rent and RF18 5390 0754 7034"}), "A-1 11");
    EXPECT_EQ(outcome({"", "", "bill T-9"}), "A-2 19");
    EXPECT_THAT(outcome({"", "", "T-1 and T-2"}), HasSubstr("A-1 0 (its text names several"));
    EXPECT_THAT(outcome({"", "", "T-1 and T-9"}), HasSubstr("waits: its text names invoices of"));
    // The number of an account in a text may be anything.
    EXPECT_THAT(outcome({"", "", "flat A-1"}), HasSubstr("waits: it names no account"));
    EXPECT_THAT(outcome({}), HasSubstr("waits: it names no account"));
}

}  // namespace bw::collect

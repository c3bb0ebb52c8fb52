#include "flow/collect/company_test.h"
#include "flow/collect/import.h"

#include <gmock/gmock.h>

namespace bw::collect {
namespace {

using ledger::AccountKind;
using ::testing::HasSubstr;

constexpr std::string_view kHeader = "key,account,reference,amount,currency,booked_on,text\n";

class PaymentImport : public ::testing::TestWithParam<testing::StoreKind> {
protected:
    Company company_{GetParam()};
    int files_ = 0;

    Result<ImportReport> import(const std::string& lines,
                                ImportOptions options = {"ONE", "", false}) {
        return import_payments(
            company_.desk(),
            company_.file(fmt::format("{}.csv", ++files_), std::string(kHeader) + lines), options);
    }
    static std::string counts(const Result<ImportReport>& r) {
        return fmt::format("{} = {} + {} + {}, {} known", r->received, r->accepted, r->rejected,
                           r->pending, r->known);
    }
};
ON_BOTH_STORES(PaymentImport);

}  // namespace

TEST_P(PaymentImport, LinesAreAcceptedRejectedOrPending) {
    company_.bill("A-1", "T-1", may(1), 10000);
    const auto r = import("a,A-1,T-1,60.00,EUR,2026-05-20,\n"
                          "b,,T-1,10.00,EUR,2026-05-20,\n"
                          "c,,,10.00,EUR,2026-05-20,bill T-1\n"
                          "d,A-77,,5.00,EUR,2026-05-20,\n"
                          "e,A-1,,five,EUR,2026-05-20,\n");
    ASSERT_TRUE(r);
    EXPECT_EQ(counts(r), "5 = 3 + 1 + 1, 0 known");
    EXPECT_EQ(company_.standing("A-1"), "T-1 20.00; owed 20.00");
    EXPECT_EQ(company_.balance(AccountKind::Suspense), "-5.00");
    ASSERT_EQ(r->waiting.size(), 1U);
    EXPECT_EQ(r->waiting[0].line, 5);
    EXPECT_EQ(r->waiting[0].key, "d");
    EXPECT_EQ(r->rejects.at(0).line, 6);
    EXPECT_EQ(company_.count("payment_reject"), 1);
    const auto tx = company_.database->begin(store::Access::Read);
    const auto counted = store::counts_of(*tx, kTenant, "payments");
    EXPECT_EQ(counted.received, 5);
    EXPECT_EQ(counted.pending, 1);
}

TEST_P(PaymentImport, AFileOfRejectsAloneIsRefusedAndComesAgain) {
    const std::string lines = "a,A-1,,five,EUR,2026-05-20,\n";
    const auto refused = import(lines);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Refused);
    EXPECT_THAT(refused.error().text, HasSubstr("none of its 1 lines can be taken"));
    EXPECT_THAT(refused.error().text, HasSubstr("line 2: "));
    EXPECT_EQ(company_.count("payment_reject"), 0);
}

TEST_P(PaymentImport, ARehearsalKeepsNothing) {
    company_.bill("A-1", "T-1", may(1), 10000);
    const std::string lines = "a,A-1,T-1,60.00,EUR,2026-05-20,\nb,A-1,,five,EUR,2026-05-20,\n";
    const auto r = import(lines, {.issuer = "ONE", .tolerance = "", .is_rehearsal = true});
    ASSERT_TRUE(r);
    EXPECT_EQ(counts(r), "2 = 1 + 1 + 0, 0 known");
    EXPECT_EQ(r->batch, Batch{0});
    EXPECT_EQ(company_.count("payment"), 0);
    EXPECT_EQ(company_.standing("A-1"), "T-1 100.00; owed 100.00");
    EXPECT_TRUE(import(lines));
}

TEST_P(PaymentImport, TwoPaymentsOfOneAccountSeeEachOther) {
    company_.bill("A-1", "T-1", may(1), 10000);
    ASSERT_TRUE(import("a,A-1,,60.00,EUR,2026-05-20,\nb,A-1,,60.00,EUR,2026-05-20,\n"));
    EXPECT_EQ(company_.standing("A-1"), "credit 20.00; owed -20.00");
}

TEST_P(PaymentImport, TheSameFileAddsNothing) {
    ASSERT_TRUE(import("a,A-1,,60.00,EUR,2026-05-20,\n"));
    const auto again = import("a,A-1,,60.00,EUR,2026-05-20,\n");
    EXPECT_EQ(again.error().code, Code::Duplicate);
    EXPECT_EQ(company_.count("payment"), 1);
}

TEST_P(PaymentImport, TheSameKeyAddsNothingAndAnotherPaymentUnderItIsRejected) {
    ASSERT_TRUE(import("a,A-1,,60.00,EUR,2026-05-20,\nw,A-9,,1.00,EUR,2026-05-20,\n"));
    const auto r = import("a,A-1,,60.00,EUR,2026-05-20,told again\n"
                          "w,A-9,,1.00,EUR,2026-05-20,\n"
                          "a,A-1,,61.00,EUR,2026-05-20,\n"
                          "n,A-1,,5.00,EUR,2026-05-21,\n"
                          "n,A-1,,5.00,EUR,2026-05-21,\n");
    ASSERT_TRUE(r);
    EXPECT_EQ(counts(r), "5 = 3 + 2 + 0, 2 known");
    EXPECT_THAT(r->rejects.at(0).why, HasSubstr("known since batch"));
    EXPECT_THAT(r->rejects.at(1).why, HasSubstr("on an earlier line"));
    EXPECT_EQ(company_.standing("A-1"), "credit 65.00; owed -65.00");
}

TEST_P(PaymentImport, ABrokenFileLeavesNothing) {
    const auto batches = company_.count("batch");
    const auto r = import("a,A-1,,60.00,EUR,2026-05-20,\nb,A-1,,60.0");
    EXPECT_EQ(r.error().code, Code::Refused);
    EXPECT_EQ(r.error().subject, "1.csv, line 3");
    EXPECT_EQ(company_.count("batch"), batches);
    EXPECT_EQ(company_.count("payment"), 0);
    EXPECT_EQ(import_payments(company_.desk(), company_.dir.path() / "none.csv", {}).error().code,
              Code::NotFound);
}

TEST_P(PaymentImport, MoneyOfAnotherIssuerOrCurrencyWaits) {
    const auto r = import("a,B-1,,60.00,EUR,2026-05-20,\nb,A-1,,60.00,USD,2026-05-20,\n");
    EXPECT_EQ(counts(r), "2 = 0 + 0 + 2, 0 known");
    EXPECT_EQ(r->waiting.at(0).why, "the account belongs to issuer TWO, the money arrived at ONE");
    EXPECT_EQ(r->waiting.at(1).why, "the account is kept in EUR, the payment is in USD");
    EXPECT_EQ(match_payment(company_.desk(), "b", "A-1", may(30)).error().code, Code::Conflict);
}

TEST_P(PaymentImport, ACompanyOfSeveralIssuersSaysWhoseBankAccountItIs) {
    const std::string line = "a,A-1,,60.00,EUR,2026-05-20,\n";
    EXPECT_THAT(import(line, {"", ""}).error().text, HasSubstr("--issuer"));
    EXPECT_EQ(import(line, {"SIX", ""}).error().code, Code::NotFound);
    EXPECT_TRUE(import(line, {"ONE", ""}));
}

TEST_P(PaymentImport, ARestWithinTheToleranceIsWrittenOff) {
    company_.bill("A-1", "T-1", may(1), 10000);
    ASSERT_TRUE(import("a,,T-1,99.60,EUR,2026-05-20,\n", {"ONE", "0.50"}));
    EXPECT_EQ(company_.standing("A-1"), "");
}

TEST_P(PaymentImport, WhatWaitsIsNamedAndMatchedByHand) {
    company_.bill("A-1", "T-1", may(1), 10000);
    ASSERT_TRUE(import("w,A-77,,60.00,EUR,2026-05-20,from Ada\n"));
    {
        const auto tx = company_.database->begin(store::Access::Read);
        const auto waiting = load_waiting(*tx, kTenant);
        ASSERT_EQ(waiting.size(), 1U);
        EXPECT_EQ(waiting[0].key, "w");
        EXPECT_EQ(waiting[0].issuer, "ONE");
        EXPECT_EQ(waiting[0].why, "there is no such account");
    }
    const auto receipt = match_payment(company_.desk(), "w", "A-1", may(25));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->shares.at(0).document, "T-1");
    EXPECT_EQ(company_.balance(AccountKind::Suspense), "0.00");
    EXPECT_EQ(company_.standing("A-1"), "T-1 40.00; owed 40.00");
    EXPECT_TRUE(match_payment(company_.desk(), "w", "A-1", may(25))->is_known);
    EXPECT_EQ(match_payment(company_.desk(), "w", "A-2", may(25)).error().code, Code::Conflict);
    // Reversed, it leaves both the account and the suspense.
    ASSERT_TRUE(reverse_payment(company_.desk(), "w", may(27), "returned"));
    EXPECT_EQ(company_.standing("A-1"), "T-1 100.00; owed 100.00");
    EXPECT_EQ(company_.balance(AccountKind::Suspense), "0.00");
    EXPECT_EQ(company_.balance(AccountKind::Bank, "main"), "0.00");
}

TEST_P(PaymentImport, WhatWaitsFindsItsInvoiceByItself) {
    ASSERT_TRUE(import("w,,T-1,60.00,EUR,2026-05-20,\nx,,T-5,1.00,EUR,2026-05-20,\n"));
    EXPECT_EQ(match_waiting(company_.desk(), may(21))->matched, 0);
    EXPECT_EQ(match_payment(company_.desk(), "w", "A-1", may(19)).error().code, Code::Conflict);
    company_.bill("A-1", "T-1", may(19), 10000);
    // Billed with an earlier day than the money's: it is booked on the day of the money.
    const auto settled = settle_accounts(company_.desk(), may(19));
    EXPECT_EQ(settled->matched, 1);
    EXPECT_EQ(company_.standing("A-1"), "T-1 40.00; owed 40.00");
    EXPECT_EQ(company_.balance(AccountKind::Suspense), "-1.00");
    ASSERT_TRUE(reverse_payment(company_.desk(), "x", may(23), "sent back"));
    EXPECT_EQ(company_.balance(AccountKind::Suspense), "0.00");
    EXPECT_EQ(match_payment(company_.desk(), "x", "A-1", may(23)).error().code, Code::Conflict);
}

}  // namespace bw::collect

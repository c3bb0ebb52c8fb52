#include "flow/collect/company_test.h"
#include "flow/collect/desk.h"
#include "platform/store/keys.h"

#include <gmock/gmock.h>

namespace bw::collect {
namespace {

using ledger::AccountKind;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PaymentDesk : public ::testing::TestWithParam<testing::StoreKind> {
protected:
    Company company_{GetParam()};
    std::string standing(const std::string& account = "A-1") { return company_.standing(account); }
};
ON_BOTH_STORES(PaymentDesk);

}  // namespace

TEST_P(PaymentDesk, TheOldestInvoiceIsPaidFirst) {
    company_.bill("A-1", "T-1", may(1), 10000);
    company_.bill("A-1", "T-2", may(2), 5000);
    const auto receipt = company_.pay("A-1", "120.00", may(20));
    ASSERT_TRUE(receipt);
    ASSERT_EQ(receipt->shares.size(), 2U);
    EXPECT_EQ(receipt->shares[0].document, "T-1");
    EXPECT_EQ(receipt->shares[0].amount.to_string(), "100.00");
    EXPECT_EQ(receipt->shares[1].amount.to_string(), "20.00");
    EXPECT_EQ(standing(), "T-2 30.00; owed 30.00");
}

TEST_P(PaymentDesk, TheNamedInvoiceIsPaidFirst) {
    company_.bill("A-1", "T-1", may(1), 10000);
    company_.bill("A-1", "T-2", may(2), 5000);
    ASSERT_TRUE(company_.pay("A-1", "60.00", may(20), "T-2"));
    EXPECT_EQ(standing(), "T-1 90.00; owed 90.00");
}

TEST_P(PaymentDesk, TheSameOrderTwiceAddsNothing) {
    company_.bill("A-1", "T-1", may(1), 10000);
    const auto first = company_.pay("A-1", "60.00", may(20));
    const auto second = company_.pay("A-1", "60.00", may(20));
    ASSERT_TRUE(second);
    EXPECT_TRUE(second->is_known);
    EXPECT_EQ(second->batch, first->batch);
    EXPECT_EQ(second->shares.at(0).document, "T-1");
    EXPECT_EQ(standing(), "T-1 40.00; owed 40.00");
    // A key of its own makes it a second payment.
    EXPECT_FALSE(company_.pay("A-1", "60.00", may(20), "", "second")->is_known);
    EXPECT_EQ(standing(), "credit 20.00; owed -20.00");
}

TEST_P(PaymentDesk, AKnownKeyWithAnotherPaymentIsAConflict) {
    ASSERT_TRUE(company_.pay("A-1", "60.00", may(20), "", "k"));
    EXPECT_EQ(company_.pay("A-1", "61.00", may(20), "", "k").error().code, Code::Conflict);
    EXPECT_EQ(company_.pay("A-1", "60.00", may(21), "", "k").error().code, Code::Conflict);
    EXPECT_EQ(company_.pay("A-2", "60.00", may(20), "", "k").error().code, Code::Conflict);
    EXPECT_EQ(company_.count("payment"), 1);
}

TEST_P(PaymentDesk, WhatDoesNotFitIsRefusedAndNothingIsKept) {
    company_.bill("A-2", "T-9", may(1), 10000);
    const auto batches = company_.count("batch");
    EXPECT_EQ(company_.pay("A-7", "60.00", may(20)).error().code, Code::NotFound);
    EXPECT_THAT(company_.pay("A-1", "60.00", may(20), "T-9").error().text,
                HasSubstr("of account A-2"));
    EXPECT_THAT(company_.pay("A-1", "60.00", may(20), "T-77").error().message(),
                HasSubstr("reference 'T-77'"));
    EXPECT_EQ(company_.pay("A-1", "0", may(20)).error().code, Code::Invalid);
    EXPECT_EQ(company_.pay("A-1", "1.234", may(20)).error().code, Code::Invalid);
    EXPECT_EQ(company_.count("batch"), batches);
    EXPECT_EQ(company_.count("payment"), 0);
}

TEST_P(PaymentDesk, AnOverpaymentIsCreditAndPaysTheNextInvoice) {
    company_.bill("A-1", "T-1", may(1), 10000);
    EXPECT_EQ(company_.pay("A-1", "130.00", may(20))->credit.to_string(), "30.00");
    EXPECT_EQ(standing(), "credit 30.00; owed -30.00");
    company_.bill("A-1", "T-2", may(21), 5000);
    EXPECT_EQ(standing(), "T-2 50.00; credit 30.00; owed 20.00");
    EXPECT_EQ(settle_accounts(company_.desk(), may(21))->entries, 1);
    EXPECT_EQ(standing(), "T-2 20.00; owed 20.00");
    EXPECT_EQ(settle_accounts(company_.desk(), may(21))->entries, 0);
}

TEST_P(PaymentDesk, ACreditNotePaysTheInvoiceItCorrectsThenTheOldest) {
    company_.bill("A-1", "T-1", may(1), 10000);
    company_.bill("A-1", "T-2", may(2), 5000);
    company_.bill("A-1", "C-1", may(3), -7000, "T-2");
    EXPECT_EQ(settle_accounts(company_.desk(), may(3))->entries, 2);
    EXPECT_EQ(standing(), "T-1 80.00; owed 80.00");
}

TEST_P(PaymentDesk, AReversedPaymentIsOwedAgain) {
    company_.bill("A-1", "T-1", may(1), 10000);
    ASSERT_TRUE(company_.pay("A-1", "100.00", may(20), "", "p"));
    EXPECT_EQ(reverse_payment(company_.desk(), "p", may(19), "too early").error().code,
              Code::Conflict);
    const auto reversed = reverse_payment(company_.desk(), "p", may(22), "returned by the bank");
    ASSERT_TRUE(reversed);
    EXPECT_EQ(reversed->account, "A-1");
    EXPECT_EQ(standing(), "T-1 100.00; owed 100.00");
    EXPECT_EQ(company_.balance(AccountKind::Bank, "main"), "0.00");
    EXPECT_TRUE(reverse_payment(company_.desk(), "p", may(22), "again")->is_known);
    EXPECT_EQ(reverse_payment(company_.desk(), "p", may(23), "").error().code, Code::Conflict);
    EXPECT_EQ(reverse_payment(company_.desk(), "q", may(23), "").error().code, Code::NotFound);
    EXPECT_EQ(company_.count("payment_reversal"), 1);
}

TEST_P(PaymentDesk, CreditThatWasSpentIsTakenBackWhenItsPaymentIsReversed) {
    company_.bill("A-1", "T-1", may(1), 10000);
    ASSERT_TRUE(company_.pay("A-1", "150.00", may(2), "", "p"));
    company_.bill("A-1", "T-2", may(3), 5000);
    ASSERT_TRUE(settle_accounts(company_.desk(), may(3)));
    EXPECT_EQ(standing(), "");
    ASSERT_TRUE(reverse_payment(company_.desk(), "p", may(5), "returned"));
    EXPECT_EQ(standing(), "T-1 100.00, T-2 50.00; owed 150.00");
    // Another payment's credit serves instead, where there is one.
    ASSERT_TRUE(company_.pay("A-1", "200.00", may(6)));
    EXPECT_EQ(standing(), "credit 50.00; owed -50.00");
}

TEST_P(PaymentDesk, CreditThatWasRefundedIsOwedBackWithoutADocument) {
    ASSERT_TRUE(company_.pay("A-1", "50.00", may(2), "", "p"));
    ASSERT_TRUE(refund_credit(company_.desk(), {"A-1", "", may(3), ""}));
    ASSERT_TRUE(reverse_payment(company_.desk(), "p", may(5), "returned"));
    EXPECT_EQ(standing(), "- 50.00; owed 50.00");
    ASSERT_TRUE(company_.pay("A-1", "20.00", may(6)));
    EXPECT_EQ(standing(), "- 30.00; owed 30.00");
}

TEST_P(PaymentDesk, ARestWithinTheToleranceIsWrittenOffAndComesBackWithTheReversal) {
    company_.bill("A-1", "T-1", may(1), 10000);
    const auto receipt =
        record_payment(company_.desk(), {"A-1", "99.60", may(20), "T-1", "p", "0.50"});
    EXPECT_EQ(receipt->written_off.to_string(), "0.40");
    EXPECT_EQ(standing(), "");
    EXPECT_EQ(company_.balance(AccountKind::WriteOff), "0.40");
    EXPECT_EQ(
        record_payment(company_.desk(), {"A-1", "99.60", may(20), "T-1", "p", "0.50"})->written_off,
        receipt->written_off);
    ASSERT_TRUE(reverse_payment(company_.desk(), "p", may(21), "returned"));
    EXPECT_EQ(standing(), "T-1 100.00; owed 100.00");
    EXPECT_EQ(company_.balance(AccountKind::WriteOff), "0.00");
}

TEST_P(PaymentDesk, DepositsAreHeldAndReturned) {
    const Desk desk = company_.desk();
    const auto taken = move_deposit(desk, DepositAct::Take, {"A-1", "200.00", may(1), ""});
    EXPECT_EQ(taken->held.to_string(), "200.00");
    EXPECT_TRUE(move_deposit(desk, DepositAct::Take, {"A-1", "200.00", may(1), ""})->is_known);
    EXPECT_EQ(standing(), "deposits 200.00");
    EXPECT_EQ(move_deposit(desk, DepositAct::Return, {"A-1", "200.01", may(9), ""}).error().code,
              Code::Conflict);
    EXPECT_EQ(move_deposit(desk, DepositAct::Return, {"A-1", "150.00", may(9), "r"})->held,
              (Money{5000, kEur}));
    EXPECT_EQ(standing(), "deposits 50.00");
    EXPECT_EQ(move_deposit(desk, DepositAct::Return, {"A-1", "50.00", may(9), "r"}).error().code,
              Code::Conflict);
    EXPECT_EQ(company_.balance(AccountKind::Deposit), "-50.00");
}

TEST_P(PaymentDesk, OnlyCreditAboveTheLimitIsRefunded) {
    company_.bill("A-1", "C-1", may(1), -700);
    ASSERT_TRUE(company_.pay("A-1", "3.00", may(2)));
    const Desk desk = company_.desk();
    const auto batches = company_.count("batch");
    EXPECT_EQ(refund_credit(desk, {"A-1", "10.00", may(3), ""})->amount.minor, 0);
    EXPECT_EQ(company_.count("batch"), batches);
    const auto refund = refund_credit(desk, {"A-1", "9.99", may(3), ""});
    EXPECT_EQ(refund->amount.to_string(), "10.00");
    EXPECT_EQ(standing(), "");
    EXPECT_EQ(company_.balance(AccountKind::Bank, "refunds"), "-10.00");
    const auto again = refund_credit(desk, {"A-1", "9.99", may(3), ""});
    EXPECT_TRUE(again->is_known);
    EXPECT_EQ(again->amount, refund->amount);
    EXPECT_EQ(refund_credit(desk, {"A-1", "", may(4), ""})->amount.minor, 0);
}

TEST_P(PaymentDesk, OverdueCountsFromTheDueDate) {
    company_.bill("A-1", "T-1", may(1), 10000);
    const auto tx = company_.database->begin(store::Access::Read);
    const Payer payer = load_payer(*tx, kTenant, "A-1").value();
    const AsOf now{store::current_cut(*tx, kTenant)};
    EXPECT_EQ(load_standing(*tx, kTenant, payer, may(15), now)->overdue.minor, 0);
    const auto late = load_standing(*tx, kTenant, payer, may(18), now);
    EXPECT_EQ(late->overdue.minor, 10000);
    EXPECT_EQ(days_overdue(late->items.at(0), may(18)), 3);
    // As of an earlier cut nothing was known of it.
    EXPECT_THAT(load_standing(*tx, kTenant, payer, may(18), AsOf{{1}})->items, IsEmpty());
}

class CollectSchema : public testing::OnBothStores {};
ON_BOTH_STORES(CollectSchema);

// A company that issued credit notes before this room was there.
TEST_P(CollectSchema, AccountsInCreditAreKnownFromTheBooks) {
    const auto database = store::open(location()).value();
    const auto before = store::all_of(
        {store::platform_schema(), customers::schema(), ledger::schema(), bill::schema()});
    ASSERT_TRUE(store::migrate(*database, before));
    const auto document = [](std::int64_t account, std::int64_t gross) {
        return ledger::invoice_entry(
                   {.account = {account},
                    .issuer = {1},
                    .invoice = {account * 10 + (gross < 0 ? 1 : 0)},
                    .kind = gross < 0 ? ledger::EntryKind::CreditNote : ledger::EntryKind::Invoice,
                    .issued_on = may(1),
                    .batch = {1},
                    .number = "T",
                    .gross = {gross, kEur},
                    .parts = {{"S0", {gross, kEur}, {0, kEur}}},
                    .third_party = {}})
            .value();
    };
    {
        const auto tx = database->begin(store::Access::Write);
        const ledger::Entry entries[] = {document(7, 500), document(8, 500), document(8, -100)};
        ASSERT_TRUE(ledger::post(*tx, kTenant, entries));
        tx->commit();
    }
    const auto all = store::all_of({store::platform_schema(), customers::schema(), ledger::schema(),
                                    bill::schema(), schema()});
    ASSERT_TRUE(store::migrate(*database, all));
    const auto tx = database->begin(store::Access::Read);
    EXPECT_EQ(tx->integer("SELECT COUNT(*) FROM credit_holder"), 1);
    EXPECT_EQ(tx->integer("SELECT billing_account_id FROM credit_holder"), 8);
}

TEST_P(CollectSchema, TablesObeyTheirKeyFamilies) {
    const auto all = store::all_of({store::platform_schema(), customers::schema(), ledger::schema(),
                                    bill::schema(), schema()});
    EXPECT_THAT(store::check_schema(location(), all), IsEmpty());
}

}  // namespace bw::collect

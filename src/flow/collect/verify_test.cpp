#include "flow/collect/company_test.h"
#include "flow/collect/import.h"
#include "flow/collect/verify.h"
#include "testing/property.h"

#include <gmock/gmock.h>

namespace bw::collect {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> findings(Company& company) {
    return verify(*company.database->begin(store::Access::Read), kTenant);
}

class MoneyVerify : public ::testing::TestWithParam<testing::StoreKind> {
protected:
    Company company_{GetParam()};

    // Everything that happens to money, once.
    void SetUp() override {
        company_.bill("A-1", "T-1", may(1), 10000);
        company_.bill("A-1", "T-2", may(2), 5000);
        company_.bill("A-2", "T-3", may(2), 7000);
        const auto file = company_.file("p.csv", "key,account,reference,amount,currency,booked_on\n"
                                                 "a,A-1,T-2,49.70,EUR,2026-05-10\n"
                                                 "b,A-1,,130.00,EUR,2026-05-11\n"
                                                 "w,A-77,,20.00,EUR,2026-05-11\n"
                                                 "v,A-77,,25.00,EUR,2026-05-11\n"
                                                 "x,A-2,,nothing,EUR,2026-05-11\n");
        ASSERT_TRUE(import_payments(company_.desk(), file, {"ONE", "0.50"}));
        ASSERT_TRUE(match_payment(company_.desk(), "w", "A-2", may(12)));
        company_.bill("A-1", "T-4", may(13), 4000);
        company_.bill("A-2", "C-1", may(13), -6000, "T-3");
        ASSERT_TRUE(settle_accounts(company_.desk(), may(13)));
        ASSERT_TRUE(reverse_payment(company_.desk(), "b", may(14), "returned"));
        ASSERT_TRUE(move_deposit(company_.desk(), DepositAct::Take, {"A-1", "50", may(14), ""}));
        ASSERT_TRUE(refund_credit(company_.desk(), {"A-2", "5.00", may(15), ""}));
    }
    // What is found after somebody changed the store behind its back.
    std::vector<std::string> after(const std::string& sql) {
        const auto tx = company_.database->begin(store::Access::Write);
        EXPECT_GT(tx->execute(sql), 0) << sql;
        return verify(*tx, kTenant);
    }
};
ON_BOTH_STORES(MoneyVerify);

}  // namespace

TEST_P(MoneyVerify, GoodBooksGiveNoFinding) {
    EXPECT_THAT(findings(company_), IsEmpty());
    EXPECT_EQ(company_.standing("A-1"), "T-1 100.00, T-4 40.00; deposits 50.00; owed 140.00");
    EXPECT_EQ(company_.standing("A-2"), "");
}

TEST_P(MoneyVerify, ALostOrAlteredPaymentIsFound) {
    EXPECT_THAT(after("DELETE FROM payment WHERE payment_key = 'a'"),
                ::testing::AllOf(Contains(HasSubstr("its payments differ by 49.70 EUR")),
                                 Contains(HasSubstr("'a' is known by its key and lost")),
                                 Contains(HasSubstr("not as many as it counted"))));
    EXPECT_THAT(after("UPDATE payment SET amount_minor = 4969 WHERE payment_key = 'a'"),
                ElementsAre(HasSubstr("its payments differ by 0.01 EUR")));
    EXPECT_THAT(after("DELETE FROM payment_key WHERE payment_key = 'a'"),
                ElementsAre(HasSubstr("'a' is not known by its key")));
    EXPECT_THAT(after("DELETE FROM payment_reject"),
                ElementsAre(HasSubstr("not as many as it counted")));
}

TEST_P(MoneyVerify, SuspenseIsWhatWaits) {
    EXPECT_THAT(after("DELETE FROM payment_match"),
                Contains(HasSubstr("suspense and the payments out of it differ by 20.00 EUR")));
    EXPECT_THAT(after("DELETE FROM payment_reversal"),
                Contains(HasSubstr("its payments differ by -130.00 EUR")));
}

TEST_P(MoneyVerify, ADocumentThatSaysSomethingElseIsFound) {
    EXPECT_THAT(after("UPDATE invoice SET gross = gross + 1 WHERE number = 'T-1'"),
                ElementsAre(HasSubstr("document 'T-1' of billing account 1: the books and the "
                                      "document differ by -0.01 EUR")));
    EXPECT_THAT(after("DELETE FROM posting WHERE invoice_id = (SELECT invoice_id FROM invoice "
                      "WHERE number = 'T-2') AND amount_minor > 0"),
                Contains(HasSubstr("document T-2: -50.00 EUR is open on it")));
}

TEST_P(MoneyVerify, CreditThatNoRunWouldUseIsFound) {
    ASSERT_TRUE(company_.pay("A-2", "3.00", may(20)));
    EXPECT_THAT(findings(company_), IsEmpty());
    EXPECT_THAT(after("DELETE FROM credit_holder"),
                ElementsAre(HasSubstr("billing account 2 is in credit and no run would know it")));
    EXPECT_THAT(after("UPDATE posting SET amount_minor = -amount_minor WHERE ledger_account_id IN "
                      "(SELECT ledger_account_id FROM ledger_account WHERE kind = 4)"),
                Contains(HasSubstr("its deposit is overdrawn by 50.00 EUR")));
}

// Whatever happens to money in whatever order: the books agree with the payments and the documents,
// and what is owed is what was billed less what was paid.
PROPERTY_N(MoneyProperty, BooksAgreeAfterAnyStory, 25) {
    Company company;
    std::int64_t owed = 0;
    std::vector<std::pair<std::string, std::int64_t>> payments;
    std::vector<std::string> invoices;
    for (int step = 0; step < 14; ++step) {
        const LocalDate on = may(1 + step);
        const auto amount = *testing::between<std::int64_t>(1, 9999);
        const std::string number = fmt::format("N-{}", step);
        switch (*testing::between(0, 5)) {
            case 0:
            case 1:
                company.bill("A-1", number, on, amount);
                invoices.push_back(number);
                owed += amount;
                break;
            case 2:
                company.bill("A-1", number, on, -amount,
                             invoices.empty() ? "" : *rc::gen::elementOf(invoices));
                owed -= amount;
                break;
            case 3:
                RC_ASSERT(company.pay("A-1", Money{amount, kEur}.to_string(), on, "", number));
                payments.emplace_back(number, amount);
                owed -= amount;
                break;
            case 4:
                if (payments.empty()) break;
                RC_ASSERT(reverse_payment(company.desk(), payments.back().first, on, "returned"));
                owed += payments.back().second;
                payments.pop_back();
                break;
            default: owed += refund_credit(company.desk(), {"A-1", "20.00", on, ""})->amount.minor;
        }
        if (*testing::any<bool>()) RC_ASSERT(settle_accounts(company.desk(), on));
    }
    RC_ASSERT(settle_accounts(company.desk(), may(30)));
    RC_ASSERT(findings(company).empty());
    const auto tx = company.database->begin(store::Access::Read);
    const Payer payer = load_payer(*tx, kTenant, "A-1").value();
    const AsOf now{store::current_cut(*tx, kTenant)};
    const auto standing = load_standing(*tx, kTenant, payer, may(31), now);
    RC_ASSERT(standing->owed.minor == owed);
    RC_ASSERT(standing->open.minor == 0 || standing->credit.minor == 0);
    RC_ASSERT(load_statement(*tx, kTenant, payer, month_of(may(1)), now)->closing ==
              standing->owed);
}

}  // namespace bw::collect

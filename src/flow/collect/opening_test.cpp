#include "flow/collect/company_test.h"
#include "flow/collect/opening.h"

#include <gmock/gmock.h>

namespace bw::collect {
namespace {

using ::testing::HasSubstr;

class Openings : public ::testing::TestWithParam<testing::StoreKind> {
protected:
    Company company_{GetParam()};
    int files_ = 0;

    static OpeningItem invoice(const std::string& account, const std::string& number,
                               const std::string& open, LocalDate booked_on = may(1),
                               const std::string& reference = "") {
        return {account, OpeningKind::Invoice, number, reference, may(1), may(1), booked_on, open,
                ""};
    }
    // One file of items; what was said of each that was not taken.
    std::vector<std::string> take(const std::vector<OpeningItem>& items) {
        const auto tx = company_.database->begin(store::Access::Write);
        OpeningBook book(*tx, kTenant, {store::current_cut(*tx, kTenant).value + 1});
        std::vector<std::string> refused;
        for (const auto& item : items)
            if (const auto added = book.add(item); !added)
                refused.push_back(added.error().message());
        EXPECT_TRUE(book.settle());
        const auto content = crypto::sha256(fmt::format("balances {}", ++files_));
        EXPECT_TRUE(store::record_batch(
            *tx, kTenant, {"balances", "balances.csv", content, Instant{}, {1, 1, 0, 0}}));
        tx->commit();
        return refused;
    }
};
ON_BOTH_STORES(Openings);

}  // namespace

TEST_P(Openings, CreditThatWasThereBeforePaysWhatComesIn) {
    ASSERT_TRUE(company_.pay("A-1", "50.00", may(2)));
    EXPECT_TRUE(take({invoice("A-1", "R-1", "30.00", may(3)),
                      invoice("A-1", "R-2", "40.00", may(5)), invoice("A-2", "R-3", "10.00")})
                    .empty());
    EXPECT_EQ(company_.standing("A-1"), "R-2 20.00; owed 20.00");
    EXPECT_EQ(company_.standing("A-2"), "R-3 10.00; owed 10.00");
    const auto tx = company_.database->begin(store::Access::Read);
    const auto payer = load_payer(*tx, kTenant, "A-1").value();
    const auto statement = load_statement(*tx, kTenant, payer, {may(1), may(31)},
                                          AsOf{store::current_cut(*tx, kTenant)})
                               .value();
    EXPECT_EQ(statement.lines.back().on, may(5)) << "not before its last item";
}

TEST_P(Openings, CreditThatComesInPaysWhatWasThereBefore) {
    ASSERT_TRUE(take({invoice("A-1", "R-1", "30.00")}).empty());
    const OpeningItem credit{
        "A-1", OpeningKind::Credit, "A-1 overpaid", "", may(4), may(4), may(4), "12.00", ""};
    ASSERT_TRUE(take({credit}).empty());
    EXPECT_EQ(company_.standing("A-1"), "R-1 18.00; owed 18.00");
    EXPECT_EQ(company_.count("credit_holder"), 0);
}

TEST_P(Openings, ACreditorReferenceIsFoundHoweverItWasWritten) {
    ASSERT_TRUE(take({invoice("A-1", "R-1", "30.00", may(1), "rf18 5390 0754 7034")}).empty());
    EXPECT_TRUE(take({invoice("A-1", "R-1", "30.00", may(1), "RF18539007547034")}).empty());
    ASSERT_TRUE(company_.pay("", "10.00", may(2), "RF18 5390 07547034"));
    EXPECT_EQ(company_.standing("A-1"), "R-1 20.00; owed 20.00");
}

TEST_P(Openings, AReferenceOfOneAccountPaysItsOldest) {
    auto newer = invoice("A-1", "R-2", "40.00", may(1), "CUST 1");
    newer.issued_on = newer.due_on = may(2);
    ASSERT_TRUE(take({newer, invoice("A-1", "R-1", "30.00", may(1), "CUST 1"),
                      invoice("A-1", "R-3", "5.00", may(1), "ALL"),
                      invoice("A-2", "R-4", "5.00", may(1), "ALL")})
                    .empty());
    const auto paid = company_.pay("", "35.00", may(3), "CUST 1").value();
    EXPECT_EQ(paid.account, "A-1");
    EXPECT_EQ(company_.standing("A-1"), "R-2 40.00; owed 40.00");
    EXPECT_THAT(company_.pay("", "5.00", may(4), "ALL").error().text,
                HasSubstr("several accounts"));
}

TEST_P(Openings, ANumberLeadsToOneDocumentForGood) {
    ASSERT_TRUE(take({invoice("A-1", "R-1", "30.00", may(1), "R-2")}).empty());
    EXPECT_TRUE(take({invoice("A-2", "R-2", "40.00")}).empty()) << "the reference of another";
    EXPECT_THAT(take({invoice("A-2", "R-1", "40.00"), invoice("A-2", "ONE-2026-000007", "1.00"),
                      invoice("A-1", "TWO-2026-000007", "1.00"),
                      invoice("A-1", "ONE-2025-000007", "1.00")}),
                ::testing::ElementsAre(HasSubstr("another document"), HasSubstr("issuer ONE gives"),
                                       HasSubstr("issuer TWO gives")));
}

}  // namespace bw::collect

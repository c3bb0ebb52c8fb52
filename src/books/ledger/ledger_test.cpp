#include "books/ledger/ledger.h"
#include "platform/store/keys.h"
#include "testing/property.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

namespace bw::ledger {
namespace {

using store::Access;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr TenantId kTenant{1};
constexpr IssuerId kIssuer{1};
const Currency kEur = Currency::parse("EUR").value();

Money eur(std::int64_t minor) { return {minor, kEur}; }
constexpr AsOf at(std::int64_t batch) { return {Batch{batch}}; }
AccountName account(AccountKind kind, std::string detail = "") {
    return {kIssuer, kind, std::move(detail), kEur};
}

Entry invoice(std::int64_t billing_account, std::int64_t id, std::int64_t net, std::int64_t batch) {
    const std::int64_t tax = net / 5;
    return invoice_entry({.account = {billing_account},
                          .issuer = kIssuer,
                          .invoice = {id},
                          .kind = net < 0 ? EntryKind::CreditNote : EntryKind::Invoice,
                          .issued_on = LocalDate(static_cast<int>(19000 + batch)),
                          .batch = {batch},
                          .number = "R",
                          .gross = eur(net + tax),
                          .parts = {{"S20", eur(net), eur(tax)}},
                          .third_party = {}})
        .value();
}

Entry payment(std::int64_t billing_account, std::string key, std::int64_t amount,
              std::vector<Share> shares, std::int64_t batch) {
    return payment_entry({.account = {billing_account},
                          .issuer = kIssuer,
                          .key = std::move(key),
                          .booked_on = LocalDate(19100),
                          .batch = {batch},
                          .bank = "main",
                          .amount = eur(amount),
                          .shares = std::move(shares)})
        .value();
}

struct Books {
    testing::TestStore store;
    std::unique_ptr<store::Database> database = store::open(store.location()).value();
    std::unique_ptr<store::Transaction> tx;
    explicit Books(testing::StoreKind kind) : store(kind) {
        const auto all = store::all_of({store::platform_schema(), schema()});
        EXPECT_TRUE(store::migrate(*database, all).has_value());
        tx = database->begin(Access::Write);
    }
    Result<Posted> post(std::vector<Entry> entries) { return ledger::post(*tx, kTenant, entries); }
    std::string trial() {
        std::string text;
        for (const TrialRow& row : trial_balance(*tx, kTenant, at(1000)))
            text += row.name.to_string() + " " + row.debit.to_string() + " " +
                    row.credit.to_string() + "\n";
        return text;
    }
};

class Ledger : public ::testing::TestWithParam<testing::StoreKind> {
protected:
    Books books_{GetParam()};
    store::Transaction& tx() { return *books_.tx; }
};
ON_BOTH_STORES(Ledger);

TEST_P(Ledger, InvoiceAndPaymentMoveTheBalances) {
    ASSERT_TRUE(books_.post({invoice(7, 42, 1000, 1), invoice(8, 43, 500, 1)}).has_value());
    EXPECT_EQ(balance(tx(), kTenant, {7}, account(AccountKind::Receivable), at(1)), eur(1200));
    EXPECT_EQ(balance(tx(), kTenant, account(AccountKind::Receivable), at(1)), eur(1800));
    EXPECT_EQ(balance(tx(), kTenant, account(AccountKind::Revenue, "S20"), at(1)), eur(-1500));
    EXPECT_EQ(balance(tx(), kTenant, account(AccountKind::TaxPayable, "S20"), at(1)), eur(-300));
    ASSERT_TRUE(books_.post({payment(7, "payment:1", 1500, {{{42}, eur(1200)}}, 2)}).has_value());
    EXPECT_EQ(balance(tx(), kTenant, {7}, account(AccountKind::Receivable), at(2)), eur(0));
    EXPECT_EQ(balance(tx(), kTenant, {7}, account(AccountKind::Prepaid), at(2)), eur(-300));
    EXPECT_EQ(balance(tx(), kTenant, account(AccountKind::Bank, "main"), at(2)), eur(1500));
}

TEST_P(Ledger, BalanceIsReadAsOfItsCut) {
    ASSERT_TRUE(books_.post({invoice(7, 42, 1000, 1), invoice(7, 43, 100, 5)}).has_value());
    EXPECT_EQ(balance(tx(), kTenant, {7}, account(AccountKind::Receivable), at(0)), eur(0));
    EXPECT_EQ(balance(tx(), kTenant, {7}, account(AccountKind::Receivable), at(4)), eur(1200));
    EXPECT_EQ(balance(tx(), kTenant, {7}, account(AccountKind::Receivable), at(5)), eur(1320));
    EXPECT_EQ(entries_of(tx(), kTenant, {7}, at(4)).size(), 1U);
    EXPECT_EQ(open_items(tx(), kTenant, {7}, at(4)).size(), 1U);
    EXPECT_THAT(trial_balance(tx(), kTenant, at(0)), IsEmpty());
    EXPECT_THAT(trial_balance(tx(), TenantId{2}, at(9)), IsEmpty());
}

TEST_P(Ledger, UnbalancedEntryIsRefusedAndNothingOfTheCallIsWritten) {
    Entry wrong = invoice(8, 43, 500, 1);
    wrong.postings[0].amount.minor += 1;
    const auto posted = books_.post({invoice(7, 42, 1000, 1), wrong});
    ASSERT_FALSE(posted.has_value());
    EXPECT_EQ(posted.error().code, Code::Conflict);
    EXPECT_THAT(trial_balance(tx(), kTenant, at(9)), IsEmpty());
}

TEST_P(Ledger, SameEntryAgainChangesNothing) {
    const std::vector<Entry> entries = {invoice(7, 42, 1000, 1), invoice(8, 43, 500, 1)};
    EXPECT_EQ(books_.post(entries).value().written, 2);
    const std::string before = books_.trial();
    std::vector<Entry> again = entries;
    again.push_back(invoice(8, 44, 1, 2));
    const Posted posted = books_.post(again).value();
    EXPECT_EQ(posted.written, 1);
    EXPECT_EQ(posted.known, 2);
    EXPECT_NE(books_.trial(), before);
    EXPECT_EQ(books_.post(again).value().known, 3);
}

TEST_P(Ledger, SameKeyWithOtherPostingsIsAConflict) {
    ASSERT_TRUE(books_.post({invoice(7, 42, 1000, 1)}).has_value());
    const auto other = books_.post({invoice(7, 42, 1005, 1)});
    ASSERT_FALSE(other.has_value());
    EXPECT_EQ(other.error().code, Code::Conflict);
    EXPECT_TRUE(books_.post({invoice(8, 42, 1005, 1)}).has_value());  // another account's key
    const auto twice = books_.post({invoice(9, 50, 5, 1), invoice(9, 50, 5, 1)});
    EXPECT_EQ(twice.error().code, Code::Duplicate);
}

TEST_P(Ledger, EntryComesBackAsItWasPosted) {
    const Entry posted = invoice(7, 42, 1000, 3);
    ASSERT_TRUE(books_.post({posted}).has_value());
    const auto found = find_entry(tx(), kTenant, {7}, posted.id());
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->key, "invoice:42");
    EXPECT_EQ(found->kind, EntryKind::Invoice);
    EXPECT_EQ(found->booked_on, posted.booked_on);
    EXPECT_EQ(found->batch, Batch{3});
    EXPECT_EQ(found->text, "invoice R");
    EXPECT_EQ(found->postings, posted.postings);
    EXPECT_FALSE(find_entry(tx(), kTenant, {8}, posted.id()).has_value());
}

TEST_P(Ledger, OpenItemsAreOldestFirstAndSettledOnesAreGone) {
    const Entry paid = payment(7, "payment:1", 1012, {{{42}, eur(1000)}, {{40}, eur(12)}}, 4);
    ASSERT_TRUE(books_
                    .post({invoice(7, 42, 1000, 2), invoice(7, 41, 100, 3), invoice(7, 40, 10, 1),
                           invoice(8, 99, 10, 1), paid})
                    .has_value());
    const auto items = open_items(tx(), kTenant, {7}, at(9));
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].invoice, InvoiceId{42});
    EXPECT_EQ(items[0].billed, eur(1200));
    EXPECT_EQ(items[0].open, eur(200));
    EXPECT_EQ(items[1].invoice, InvoiceId{41});
    EXPECT_EQ(items[1].open, eur(120));
}

TEST_P(Ledger, ReversalBringsEveryBalanceBack) {
    const Entry entry = invoice(7, 42, 1000, 1);
    ASSERT_TRUE(books_.post({entry}).has_value());
    ASSERT_TRUE(books_.post({reversal_of(entry, "reversal:invoice:42", LocalDate(19001), {2})})
                    .has_value());
    for (const TrialRow& row : trial_balance(tx(), kTenant, at(9)))
        EXPECT_EQ(row.debit, row.credit) << row.name.to_string();
    EXPECT_THAT(open_items(tx(), kTenant, {7}, at(9)), IsEmpty());
}

TEST_P(Ledger, VerifyAgreesWithGoodBooksAndTheirDocuments) {
    ASSERT_TRUE(books_
                    .post({invoice(7, 42, 1000, 1), invoice(8, 43, -100, 1),
                           payment(7, "payment:1", 700, {{{42}, eur(700)}}, 2)})
                    .has_value());
    const DocumentTotal documents[] = {{kIssuer, eur(1200)}, {kIssuer, eur(-120)}};
    EXPECT_THAT(verify(tx(), kTenant, at(9), documents), IsEmpty());
    const DocumentTotal missing[] = {{kIssuer, eur(1200)}};
    EXPECT_THAT(verify(tx(), kTenant, at(9), missing),
                ElementsAre(HasSubstr("receivables of invoices are 10.80 EUR, the documents say "
                                      "12.00")));
    const DocumentTotal foreign[] = {{kIssuer, eur(1080)}, {IssuerId{2}, eur(5)}};
    EXPECT_THAT(verify(tx(), kTenant, at(9), foreign), ElementsAre(HasSubstr("issuer 2")));
}

TEST_P(Ledger, VerifyFindsWhatSomebodyChangedBehindItsBack) {
    const DocumentTotal documents[] = {{kIssuer, eur(1200)}};
    ASSERT_TRUE(books_.post({invoice(7, 42, 1000, 1)}).has_value());
    tx().execute("UPDATE posting SET amount_minor = amount_minor + 1 WHERE line = 2");
    EXPECT_THAT(verify(tx(), kTenant, at(9), documents),
                ElementsAre(HasSubstr("all postings in EUR sum to 0.01"),
                            HasSubstr("out of balance by 0.01 EUR")));
    tx().execute("DELETE FROM posting");
    EXPECT_THAT(verify(tx(), kTenant, at(9), documents),
                ElementsAre(HasSubstr("has no postings"), HasSubstr("the documents say 12.00")));
    ASSERT_TRUE(books_.post({invoice(7, 43, 1000, 1)}).has_value());
    tx().execute("DELETE FROM ledger_account WHERE kind = 2");
    EXPECT_THAT(verify(tx(), kTenant, at(9), documents),
                ::testing::Contains(HasSubstr("on no account of the chart")));
}

TEST_P(Ledger, TablesObeyTheirKeyFamilies) {
    const auto all = store::all_of({store::platform_schema(), schema()});
    EXPECT_THAT(store::check_schema(testing::TestStore(GetParam()).location(), all), IsEmpty());
}

// Any entries, in any order and in any cut into calls, some of them twice: the same books.
PROPERTY_N(LedgerProperty, OrderAndRepetitionDoNotMatter, 30) {
    std::vector<Entry> entries;
    const int count = *testing::between(1, 12);
    for (int i = 0; i < count; ++i)
        entries.push_back(invoice(*testing::between<std::int64_t>(1, 3), i + 1,
                                  *testing::between<std::int64_t>(-5000, 5000), 1));
    Books in_order(testing::StoreKind::Sqlite), shuffled(testing::StoreKind::Sqlite);
    RC_ASSERT(in_order.post(entries).has_value());
    std::vector<Entry> left = entries;
    while (!left.empty()) {
        const auto next = left.begin() + *testing::between(0, static_cast<int>(left.size()) - 1);
        RC_ASSERT(shuffled.post({*next}).value().written == 1);
        RC_ASSERT(shuffled.post({*next}).value().known == 1);
        left.erase(next);
    }
    RC_ASSERT(in_order.trial() == shuffled.trial());
    std::vector<DocumentTotal> documents;
    for (const Entry& entry : entries) documents.push_back({kIssuer, entry.postings[0].amount});
    RC_ASSERT(verify(*shuffled.tx, kTenant, at(9), documents).empty());
}

}  // namespace
}  // namespace bw::ledger

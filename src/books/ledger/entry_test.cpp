#include "books/ledger/entry.h"
#include "testing/property.h"

#include <gmock/gmock.h>

#include <limits>

namespace bw::ledger {
namespace {

using ::testing::HasSubstr;

const Currency kEur = Currency::parse("EUR").value();
const Currency kUsd = Currency::parse("USD").value();

Money eur(std::int64_t minor) { return {minor, kEur}; }

Entry entry_of(std::vector<Posting> postings) {
    return {.account = {7},
            .issuer = {1},
            .kind = EntryKind::Payment,
            .key = "k",
            .booked_on = {},
            .batch = {1},
            .text = "",
            .postings = std::move(postings)};
}

InvoicePosting invoice_of(std::int64_t gross) {
    return {.account = {7},
            .issuer = {1},
            .invoice = {42},
            .issued_on = LocalDate::of(2024, 2, 1),
            .batch = {3},
            .number = "R-1",
            .gross = eur(gross),
            .parts = {{"S19", eur(10000), eur(1900)}, {"S7", eur(500), eur(35)}},
            .third_party = {}};
}

TEST(Entry, InvoiceDebitsGrossAndCreditsEachCategory) {
    const Entry entry = invoice_entry(invoice_of(12435)).value();
    EXPECT_EQ(entry.key, "invoice:42");
    EXPECT_EQ(entry.postings,
              (std::vector<Posting>{{AccountKind::Receivable, "", eur(12435), {42}},
                                    {AccountKind::Revenue, "S19", eur(-10000), {}},
                                    {AccountKind::TaxPayable, "S19", eur(-1900), {}},
                                    {AccountKind::Revenue, "S7", eur(-500), {}},
                                    {AccountKind::TaxPayable, "S7", eur(-35), {}}}));
}

TEST(Entry, GrossThatIsNotTheSumOfItsPartsIsRefused) {
    const auto entry = invoice_entry(invoice_of(12436));
    ASSERT_FALSE(entry.has_value());
    EXPECT_EQ(entry.error().code, Code::Conflict);
    EXPECT_THAT(entry.error().message(), HasSubstr("differ by 1 minor units of EUR"));
}

TEST(Entry, ItemsBilledForOthersAreNotRevenue) {
    InvoicePosting invoice = invoice_of(12935);
    invoice.third_party = {{"app-store", eur(500)}};
    const Entry entry = invoice_entry(invoice).value();
    const Posting expected{AccountKind::ThirdParty, "app-store", eur(-500), {}};
    EXPECT_EQ(entry.postings.back(), expected);
}

TEST(Entry, InvoiceOverNothingIsStillInTheBooks) {
    InvoicePosting invoice = invoice_of(0);
    invoice.parts = {{"S19", eur(0), eur(0)}};
    EXPECT_EQ(invoice_entry(invoice).value().postings.size(), 1U);
}

TEST(Entry, MustBalanceInEachCurrency) {
    const Posting debit{AccountKind::Bank, "", eur(100), {}};
    EXPECT_EQ(check_entry(entry_of({debit})).error().code, Code::Conflict);
    const Posting other{AccountKind::Suspense, "", {-100, kUsd}, {}};
    EXPECT_EQ(check_entry(entry_of({debit, other})).error().code, Code::Conflict);
    const Posting credit{AccountKind::Suspense, "", eur(-100), {}};
    EXPECT_TRUE(check_entry(entry_of({debit, credit})).has_value());
}

TEST(Entry, NeedsKeyIssuerAndPostings) {
    EXPECT_EQ(check_entry(entry_of({})).error().code, Code::Invalid);
    Entry entry = entry_of({{AccountKind::Bank, "", eur(0), {}}});
    EXPECT_TRUE(check_entry(entry).has_value());
    entry.key.clear();
    EXPECT_EQ(check_entry(entry).error().code, Code::Invalid);
    entry = entry_of({{AccountKind::Bank, "", eur(0), {}}});
    entry.issuer = {};
    EXPECT_EQ(check_entry(entry).error().code, Code::Invalid);
}

TEST(Entry, OverflowIsAnErrorAndNotABalance) {
    const std::int64_t large = std::numeric_limits<std::int64_t>::max();
    const Entry entry = entry_of({{AccountKind::Bank, "", eur(large), {}},
                                  {AccountKind::Bank, "", eur(large), {}},
                                  {AccountKind::Bank, "", eur(2), {}}});  // wraps to zero
    EXPECT_EQ(check_entry(entry).error().code, Code::Overflow);
}

TEST(Payment, SettlesItsSharesAndKeepsTheRestAsPrepaid) {
    const PaymentPosting payment{.account = {7},
                                 .issuer = {1},
                                 .key = "payment:1",
                                 .booked_on = {},
                                 .batch = {1},
                                 .bank = "main",
                                 .amount = eur(1000),
                                 .shares = {{{42}, eur(600)}, {{43}, eur(300)}}};
    EXPECT_EQ(payment_entry(payment).value().postings,
              (std::vector<Posting>{{AccountKind::Bank, "main", eur(1000), {}},
                                    {AccountKind::Receivable, "", eur(-600), {42}},
                                    {AccountKind::Receivable, "", eur(-300), {43}},
                                    {AccountKind::Prepaid, "", eur(-100), {}}}));
}

TEST(Payment, SharesBeyondTheAmountAreRefused) {
    PaymentPosting payment{.account = {7},
                           .issuer = {1},
                           .key = "p",
                           .booked_on = {},
                           .batch = {1},
                           .bank = "main",
                           .amount = eur(100),
                           .shares = {{{42}, eur(101)}}};
    EXPECT_EQ(payment_entry(payment).error().code, Code::Conflict);
    payment.shares = {{{42}, {50, kUsd}}};
    EXPECT_EQ(payment_entry(payment).error().code, Code::Conflict);
    payment.shares = {{{42}, eur(-5)}};
    EXPECT_EQ(payment_entry(payment).error().code, Code::Conflict);
    payment.shares.clear();
    payment.amount = eur(0);
    EXPECT_EQ(payment_entry(payment).error().code, Code::Invalid);
}

PROPERTY(EntryProperty, EveryInvoiceBalancesAndItsReversalToo) {
    InvoicePosting invoice = invoice_of(0);
    invoice.parts.clear();
    const int count = *testing::between(0, 6);
    for (int i = 0; i < count; ++i) {
        const Money net = eur(*testing::between<std::int64_t>(-1'000'000, 1'000'000));
        const Money tax = eur(*testing::between<std::int64_t>(-200'000, 200'000));
        invoice.parts.push_back({"T" + std::to_string(i), net, tax});
        invoice.gross.minor += net.minor + tax.minor;
    }
    const Entry entry = invoice_entry(invoice).value();
    RC_ASSERT(check_entry(entry).has_value());
    const Entry reversal = reversal_of(entry, "reversal:42", LocalDate::of(2024, 3, 1), {4});
    RC_ASSERT(check_entry(reversal).has_value());
    RC_ASSERT(reversal.postings.front().amount == -entry.postings.front().amount);
    invoice.gross.minor += 1;
    RC_ASSERT(!invoice_entry(invoice).has_value());
}

}  // namespace
}  // namespace bw::ledger

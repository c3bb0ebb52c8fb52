// Journal entries as values, and the rules that build and check them: double entry, every cent has
// two places. Debit is positive, credit negative; an entry sums to zero in each currency. Pure.
//
// Chart: an account is (issuer, kind, detail, currency). Receivable, Deposit and Prepaid are
// control accounts: their postings are told apart by the billing account of the entry.
#pragma once

#include "base/civil.h"
#include "base/ids.h"
#include "base/money.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw::ledger {

// Numbers are stored: never renumber.
enum class AccountKind : std::uint8_t {
    Receivable = 1,  // what billing accounts owe
    Revenue = 2,     // detail: tax category
    TaxPayable = 3,  // detail: tax category
    Deposit = 4,     // held for the billing account, owed back to it
    Prepaid = 5,     // paid before use
    Suspense = 6,    // money whose owner is not known yet
    Bank = 7,        // detail: the bank account's key
    WriteOff = 8,
    ThirdParty = 9,  // billed for somebody else; detail: whom
    Opening = 10,    // counterpart of balances taken over from another system
    AdvanceTax = 11  // tax owed on money in advance, until its settlement owes it
};
inline constexpr std::string_view kUnknown = "unknown";  // the name of a number that is no kind
std::string_view kind_name(AccountKind kind);            // "receivable"

struct AccountName {
    IssuerId issuer;
    AccountKind kind = AccountKind::Receivable;
    std::string detail;
    Currency currency;
    friend bool operator==(const AccountName&, const AccountName&) = default;
    [[nodiscard]] std::string to_string() const;  // "1:revenue:S19:EUR"
};

struct Posting {
    AccountKind kind = AccountKind::Receivable;
    std::string detail;
    Money amount;    // debit positive
    InvoiceId item;  // the open item it raises or settles; 0 none
    friend bool operator==(const Posting&, const Posting&) = default;
};

enum class EntryKind : std::uint8_t {
    Invoice = 1,
    CreditNote = 2,
    Payment = 3,
    Allocation = 4,
    Refund = 5,
    WriteOff = 6,
    Deposit = 7,
    Opening = 8,
    Reversal = 9,
    AdvanceTax = 10
};
std::string_view entry_kind_name(EntryKind kind);

struct Entry {
    BillingAccountId account;  // whose event it is; 0: nobody's yet (suspense)
    IssuerId issuer;
    EntryKind kind = EntryKind::Invoice;
    std::string key;  // idempotency key within the billing account: "invoice:123"
    LocalDate booked_on;
    Batch batch;       // that brings it (law 1)
    std::string text;  // for people; no personal data
    std::vector<Posting> postings;

    [[nodiscard]] JournalEntryId id() const;  // derived from the key
};

// Why it must not be written: empty key or no postings, a sum that is not zero in a currency, an
// overflow.
Result<void> check_entry(const Entry& entry);

// One tax category of an invoice. Both are negative on a credit note.
struct TaxPart {
    std::string category;
    Money net;
    Money tax;
};

struct InvoicePosting {
    BillingAccountId account;
    IssuerId issuer;
    InvoiceId invoice;
    EntryKind kind = EntryKind::Invoice;  // or CreditNote
    LocalDate issued_on;
    Batch batch;
    std::string number;  // of the document, for the entry's text
    Money gross;
    std::vector<TaxPart> parts;
    // Items billed for others, outside our tax: whom and how much; part of gross.
    std::vector<std::pair<std::string, Money>> third_party;
};
// Debit receivable gross; credit revenue net and tax payable per category. Error when gross is not
// their sum.
Result<Entry> invoice_entry(const InvoicePosting& invoice);

// How much of an amount settles which open item.
struct Share {
    InvoiceId item;
    Money amount;
};

struct PaymentPosting {
    BillingAccountId account;
    IssuerId issuer;
    std::string key;  // of the payment: "payment:<statement>:<line>"
    LocalDate booked_on;
    Batch batch;
    std::string bank;  // detail of the Bank account
    Money amount;      // received, positive
    std::vector<Share> shares;
};
// Debit bank; credit receivable per share, and what no share takes as credit to Prepaid.
Result<Entry> payment_entry(const PaymentPosting& payment);

// Tax on money that came in advance: debit AdvanceTax, credit tax payable of the category; below
// zero it is taken back.
Entry advance_tax_entry(BillingAccountId account, IssuerId issuer, std::string key,
                        LocalDate booked_on, Batch batch, const TaxPart& part);

// The opposite postings under a key of their own, booked on a day of their own.
Entry reversal_of(const Entry& entry, std::string key, LocalDate booked_on, Batch batch);

}  // namespace bw::ledger

// Journal entries of what happens to money after it was billed, beside those of books/ledger
// (invoice_entry, payment_entry, reversal_of). Pure.
//
//   suspense      Bank                     to  Suspense
//   matched       Suspense                 to  Receivable per share, Prepaid
//   allocation    Prepaid, or a credit note's Receivable   to  Receivable of the invoice
//   deposit       Bank                     to  Deposit                 (returned: the other way)
//   refund        Receivable of credit notes, Prepaid      to  Bank "refunds"
//   write-off     WriteOff                 to  Receivable
#pragma once

#include "books/ledger/entry.h"
#include "flow/collect/rules/allocate.h"

#include <span>
#include <string>
#include <vector>

namespace bw::collect {

inline constexpr std::string_view kBankMain = "main";
// Ordered to be paid out; it leaves the bank with the file of refunds.
inline constexpr std::string_view kBankRefunds = "refunds";

// Keys of entries, each within its billing account.
std::string payment_key(std::string_view payment);     // "payment:<key>"
std::string write_off_key(std::string_view payment);   // "write-off:payment:<key>"
std::string reversal_key(std::string_view entry_key);  // "reversal:<entry's key>"
std::string allocation_key(std::int64_t ordinal);      // "allocation:7", the account's 7th

// What every entry of an act has in common.
struct Act {
    BillingAccountId account;
    IssuerId issuer;
    std::string key;
    LocalDate booked_on;
    Batch batch;
    std::string text;
};

ledger::Entry suspense_entry(const Act& act, const Money& amount);
// A payment's entry whose money lay in suspense.
ledger::Entry from_suspense(ledger::Entry payment);
ledger::Entry allocation_entry(const Act& act, const Move& move);
// Takes an allocation back: its item is open again, and the credit note or the credit is free.
ledger::Entry back_entry(const Act& act, const Move& move);
// The moves of these entries that are allocations, in the order in which they were made; those that
// went back are below zero.
std::vector<Move> moves_of(std::vector<ledger::Entry> entries);
// Positive: taken. Negative: returned.
ledger::Entry deposit_entry(const Act& act, const Money& amount);
// `notes`: credit notes and how much of each (positive) is paid out; `credit` of payments.
Result<ledger::Entry> refund_entry(const Act& act, std::span<const ledger::Share> notes,
                                   const Money& credit);
ledger::Entry write_off_entry(const Act& act, const ledger::Share& share);

}  // namespace bw::collect

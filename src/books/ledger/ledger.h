// The books in the store: append-only entries and postings, read as of a cut (law 1). Nothing is
// edited; a mistake is reversed. Posting the same entry again changes nothing.
#pragma once

#include "books/ledger/entry.h"
#include "platform/store/migration.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bw::ledger {

std::span<const store::Migration> schema();

struct Posted {
    std::int64_t written = 0;
    std::int64_t known = 0;  // same key and same postings were there before
};
// Checks all entries first, then writes them in bulk: a unit's entries in one call. Code::Conflict
// when a key is known with other postings. On an Error nothing may be committed.
Result<Posted> post(store::Transaction& transaction, TenantId tenant,
                    std::span<const Entry> entries);

// The postings of one entry, as they were posted.
std::optional<Entry> find_entry(store::Transaction& transaction, TenantId tenant,
                                BillingAccountId account, JournalEntryId id);
std::vector<Entry> entries_of(store::Transaction& transaction, TenantId tenant,
                              BillingAccountId account, AsOf as_of);

// Balance of an account of the chart; all billing accounts together. Zero when it has no postings.
Money balance(store::Transaction& transaction, TenantId tenant, const AccountName& name,
              AsOf as_of);
// The part of one billing account in a control account. Receivable: positive is owed to us.
Money balance(store::Transaction& transaction, TenantId tenant, BillingAccountId account,
              const AccountName& name, AsOf as_of);

// The same of all accounts of a kind, by their detail; those that are zero are left out.
std::map<std::string, Money> balances(store::Transaction& transaction, TenantId tenant,
                                      BillingAccountId account, IssuerId issuer, AccountKind kind,
                                      Currency currency, AsOf as_of);

struct OpenItem {
    InvoiceId invoice;
    IssuerId issuer;
    LocalDate booked_on;  // of its first posting
    Money billed;         // of invoice and credit-note entries, or as it was taken over
    Money open;           // negative: overpaid or credited
};
// Items whose open amount is not zero, oldest first.
std::vector<OpenItem> open_items(store::Transaction& transaction, TenantId tenant,
                                 BillingAccountId account, AsOf as_of);

struct TrialRow {
    AccountName name;
    Money debit;   // sum of debits
    Money credit;  // sum of credits, positive
    std::int64_t postings = 0;
};
// Every account with postings, ordered by name.
std::vector<TrialRow> trial_balance(store::Transaction& transaction, TenantId tenant, AsOf as_of);

// Sum of issued documents (gross) of one issuer in a currency, given by the room that owns them.
struct DocumentTotal {
    IssuerId issuer;
    Money gross;
};
// Findings as sentences, empty is good: postings that do not sum to zero per currency, entries that
// do not balance or have no postings, receivables of invoice entries that differ from the
// documents' totals (law 13).
std::vector<std::string> verify(store::Transaction& transaction, TenantId tenant, AsOf as_of,
                                std::span<const DocumentTotal> documents);

}  // namespace bw::ledger

// After a run: new invoices may be paid by credit that is there already, of credit notes and of
// payments known before, and money in suspense may have found its invoice. Cost: the accounts in
// credit and the payments in suspense, not all accounts.
#pragma once

#include "books/ledger/entry.h"
#include "flow/collect/desk.h"

#include <span>

namespace bw::collect {

// Notes which accounts of just posted entries may be in credit; in the transaction that posts them.
void note_credit(store::Transaction& tx, TenantId tenant, std::span<const ledger::Entry> entries);

struct Settled {
    std::int64_t matched = 0;   // payments out of suspense
    std::int64_t accounts = 0;  // in which credit was allocated
    std::int64_t entries = 0;
};
// One short transaction and one batch per bucket with something to allocate. Killed anywhere, it is
// called again; what was allocated stays, the rest follows.
Result<Settled> settle_accounts(const Desk& desk, LocalDate on);

}  // namespace bw::collect

// Does the money agree: payments with the books, the books with the issued documents, account by
// account and item by item (law 13). Asked by verify, after the ledger's own check.
#pragma once

#include "platform/store/store.h"

#include <string>
#include <vector>

namespace bw::collect {

// Findings as sentences, empty is good:
// - each document's receivable is its gross amount, and what was paid or credited on it is no more;
// - what was taken over from another system is booked, and what is open of it is no more;
// - the bank's postings of each account are its payments, less those that were reversed;
// - suspense is what waits; every payment has its key and the counts of its file;
// - nobody's credit or deposit is overdrawn, and every account in credit is known as such;
// - allocations only move what is owed from one item to another.
// Cost: reads all postings and payments.
std::vector<std::string> verify(store::Transaction& tx, TenantId tenant);

}  // namespace bw::collect

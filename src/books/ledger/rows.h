// Rows of the ledger's tables as values; for this folder's store files only.
#pragma once

#include "books/ledger/entry.h"
#include "platform/store/store.h"

namespace bw::ledger {

// What a stored number or code means; one that is not ours is a StoreError: the store is damaged.
AccountKind account_kind(std::int64_t stored);
EntryKind entry_kind(std::int64_t stored);
Currency currency(std::string_view stored);

}  // namespace bw::ledger

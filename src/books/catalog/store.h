// The catalog in the store: texts as they were written, versioned by valid-from and batch. All SQL of the room.
#pragma once

#include <span>
#include <string_view>

#include "books/catalog/catalog.h"
#include "platform/store/migration.h"
#include "platform/store/store.h"

namespace bw::catalog {

std::span<const store::Migration> schema();

// A file of YAML documents, or a rate deck when its name ends in .csv. Everything is parsed before anything is
// kept; errors name file and line.
Result<void> save_text(store::Transaction& tx, TenantId tenant, Batch batch, std::string_view file, std::string_view text);

// Of each (kind, name, valid-from) the text of the latest batch up to the cut.
Result<Catalog> load(store::Transaction& tx, TenantId tenant, AsOf as_of);

}  // namespace bw::catalog

// The catalog's table: every text with its hash, as it came; the newest batch up to a cut holds
// (law 1). Texts are parsed when they are loaded, so the stored text is the only truth.
#pragma once

#include "books/catalog/catalog.h"
#include "platform/store/migration.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::catalog {

std::span<const store::Migration> schema();

// Parses and checks a file of YAML and saves each of its documents under the batch. A document that
// is there already with the same text is left alone. An error of the check refuses the file.
Result<void> save_text(store::Transaction& transaction, TenantId tenant, Batch batch,
                       std::string_view file_name, std::string_view text);
// The same for a rate deck (CSV); file_name is its name, too.
Result<void> save_deck(store::Transaction& transaction, TenantId tenant, Batch batch,
                       std::string_view file_name, std::string_view text);

Result<Catalog> load(store::Transaction& transaction, TenantId tenant, AsOf as_of);

// Findings as sentences, empty is good: every text, old versions included, has its hash, can be
// read, and is what it is called; every deck that came in is there.
std::vector<std::string> verify(store::Transaction& transaction, TenantId tenant);

}  // namespace bw::catalog

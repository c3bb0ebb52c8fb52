// A store's rows into another store of the same schema, and the proof that both hold the same: per
// table the number of rows and a hash over them in the order of their primary key, whatever kind
// the stores are. Memory does not grow with the tables.
#pragma once

#include "platform/crypto/sha256.h"
#include "platform/store/migration.h"

#include <functional>
#include <string>
#include <vector>

namespace bw::store {

struct TableContent {
    std::string table;
    std::int64_t rows = 0;
    crypto::Digest sha256;
    friend bool operator==(const TableContent&, const TableContent&) = default;
};

// Called now and then with the table at work and its rows so far.
using CopyProgress = std::function<void(std::string_view table, std::int64_t rows)>;

// What the table holds, as this transaction sees it.
TableContent content_of(Transaction& transaction, const TableInfo& table,
                        const CopyProgress& progress);

// Reads the table in `from` and adds its rows to the same one in `to`; returns what was read.
TableContent copy_table(Transaction& from, Transaction& to, const TableInfo& table,
                        const CopyProgress& progress);

}  // namespace bw::store

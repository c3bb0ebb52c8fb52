// Numbered migrations, one global order: rooms in the order of the way of the data, then the number
// in the file name. A migration is never edited after release; each runs once, in its own
// transaction, and is recorded with its hash.
#pragma once

#include "platform/store/store.h"

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::store {

struct Migration {
    std::string_view room;  // "ledger"
    std::string_view name;  // "001_journal"
    std::string_view sql;   // statements separated by ';'
};

// The platform's own tables (migrations applied, batches, jobs, outbox): always first.
std::span<const Migration> platform_schema();

// One list from several rooms, in the order given: all_of({platform_schema(), ledger::schema()}).
std::vector<Migration> all_of(std::initializer_list<std::span<const Migration>> rooms);

// Applies what is missing, in order; returns how many. Error when an applied migration's text
// differs from ours or the store is newer than this program.
Result<int> migrate(Database& database, std::span<const Migration> all);

// Where a store stands before anything is done to it. Error: as of migrate().
struct Standing {
    bool is_empty = false;                    // it holds no table at all
    std::vector<std::string> missing_tables;  // made by an applied migration, and not there
    int missing_migrations = 0;               // of ours: migrate() would apply them
};
Result<Standing> standing_of(Database& database, std::span<const Migration> all);

// The tables that the migrations leave, in the order in which they are made: a table refers to
// earlier ones only.
std::vector<std::string> tables_made_by(std::span<const Migration> all);

// The statements of a migration, without their ';'. Knows strings, quoted names and both kinds of
// comment.
std::vector<std::string> statements_of(std::string_view sql);

// For the catalogue test: every table with its columns and primary-key columns in key order, by
// name.
enum class ColumnType { Integer, Text, Blob };
struct TableInfo {
    std::string name;
    std::vector<std::string> columns;
    std::vector<ColumnType> types;                      // of the columns
    std::vector<std::vector<std::string>> unique_keys;  // the primary key first
};
std::vector<TableInfo> describe(Transaction& transaction);

}  // namespace bw::store

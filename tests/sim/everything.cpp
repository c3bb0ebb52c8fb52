#include "laws.h"
#include "platform/blob/blob.h"
#include "platform/crypto/sha256.h"
#include "platform/store/migration.h"

#include <fmt/format.h>

#include <filesystem>
#include <sstream>

namespace bw::sim {
namespace {

namespace fs = std::filesystem;

// Closing a month is no fact: it may be left out. Keys and identity are a folder's own.
bool is_left_out(const std::string& table) {
    static const std::set<std::string> kTables = {"migration", "workspace_identity", "usage_month"};
    return kTables.contains(table);
}
bool is_left_out_column(const std::string& column) {
    static const std::set<std::string> kColumns = {
        "committed_at_us", "decided_at_us",   "created_at", "created_at_us", "next_at_us",
        "worker",          "leased_until_us", "segment",    "sealed_at_us",  "at_us"};
    return kColumns.contains(column);
}

// What a clock that was set back says of a file is as little a fact as the time of its batch.
std::string rows_that_count(const std::string& table) {
    return table == "usage_repair" ? "WHERE what NOT LIKE 'a time that has not come yet%' " : "";
}

std::string list(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

std::string value_of(const store::Row& row, int column, store::ColumnType type) {
    if (row.is_null(column)) return "-";
    switch (type) {
        case store::ColumnType::Integer: return std::to_string(row.integer(column));
        case store::ColumnType::Text: return row.string(column);
        case store::ColumnType::Blob: break;
    }
    return crypto::hex(crypto::sha256(row.bytes(column)));
}

std::string rows_of(store::Transaction& tx, const store::TableInfo& table) {
    std::vector<std::string> columns;
    std::vector<store::ColumnType> types;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (!is_left_out_column(table.columns[i])) {
            columns.push_back(table.columns[i]);
            types.push_back(table.types[i]);
        }
    std::string all;
    tx.for_each(fmt::format("SELECT {} FROM {} {}ORDER BY {}", list(columns), table.name,
                            rows_that_count(table.name), list(table.unique_keys.front())),
                [&](const store::Row& row) {
                    for (std::size_t i = 0; i < types.size(); ++i)
                        all += fmt::format("{}={} ", columns[i],
                                           value_of(row, static_cast<int>(i), types[i]));
                    all += "\n";
                });
    return all;
}

std::string archive_of(const fs::path& root) {
    std::map<std::string, std::string> files;
    std::error_code none;
    for (const auto& entry : fs::recursive_directory_iterator(root / "archive", none))
        if (entry.is_regular_file())
            files[entry.path().lexically_relative(root).string()] =
                crypto::hex(crypto::sha256(blob::MappedFile(entry.path()).bytes()));
    std::string text;
    for (const auto& [name, hash] : files) text += name + " " + hash + "\n";
    return text;
}

}  // namespace

std::map<std::string, std::string> everything(run::Workspace& workspace) {
    std::map<std::string, std::string> all;
    const auto tx = workspace.database->begin(store::Access::Read);
    for (const auto& table : tx->tables())
        if (!is_left_out(table.name)) all[table.name] = rows_of(*tx, table);
    all["archive files"] = archive_of(workspace.root);
    return all;
}

std::string first_difference(const std::map<std::string, std::string>& expected,
                             const std::map<std::string, std::string>& found) {
    for (const auto& [table, rows] : expected) {
        const auto other = found.find(table);
        if (other == found.end()) return table + " is not there";
        if (other->second == rows) continue;
        std::istringstream a(rows), b(other->second);
        for (std::string x, y;;) {
            const bool more_a = !!std::getline(a, x), more_b = !!std::getline(b, y);
            if (!more_a && !more_b) break;
            if (more_a == more_b && x == y) continue;
            return fmt::format("{}:\n  undisturbed: {}\n  disturbed:   {}", table,
                               more_a ? x : "(no row)", more_b ? y : "(no row)");
        }
    }
    return {};
}

}  // namespace bw::sim

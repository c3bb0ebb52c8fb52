// What the catalogue knows of the tables of the schema.
#include "platform/store/postgres.h"

#include <map>

namespace bw::store {
namespace {

constexpr const char* kColumns =
    "SELECT c.relname, a.attname, a.atttypid FROM pg_class c "
    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
    "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') "
    "ORDER BY c.relname, a.attnum";

// The primary key first, then unique keys in the order in which they were made.
constexpr const char* kKeys =
    "SELECT c.relname, i.indisprimary, a.attname, k.place FROM pg_class c "
    "JOIN pg_index i ON i.indrelid = c.oid AND i.indisunique "
    "CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place) "
    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum "
    "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') "
    "ORDER BY c.relname, i.indisprimary DESC, i.indexrelid, k.place";

ColumnType type_of(std::int64_t number) {
    if (number == oid::kText) return ColumnType::Text;
    return number == oid::kBytea ? ColumnType::Blob : ColumnType::Integer;
}

}  // namespace

std::vector<TableInfo> postgres_tables(PostgresConnection& connection) {
    std::vector<TableInfo> tables;
    std::map<std::string, std::size_t, std::less<>> places;
    connection.prepare(kColumns).query({}, [&](const Row& row) {
        if (tables.empty() || tables.back().name != row.text(0)) {
            places.emplace(row.string(0), tables.size());
            tables.push_back({row.string(0), {}, {}, {{}}});
        }
        tables.back().columns.push_back(row.string(1));
        tables.back().types.push_back(type_of(row.integer(2)));
        return true;
    });
    connection.prepare(kKeys).query({}, [&](const Row& row) {
        auto& keys = tables.at(places.find(row.text(0))->second).unique_keys;
        const bool is_primary = row.integer(1) != 0;
        if (!is_primary && row.integer(3) == 1) keys.emplace_back();
        (is_primary ? keys.front() : keys.back()).push_back(row.string(2));
        return true;
    });
    return tables;
}

}  // namespace bw::store

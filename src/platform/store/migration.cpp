#include "platform/store/migration.h"

#include "platform/crypto/sha256.h"
#include "platform/store/dialect.h"

#include <algorithm>
#include <map>
#include <set>

namespace bw::store {

std::span<const Migration> schema();  // embedded from schema/*.sql by the build

namespace {

using Applied = std::map<std::pair<std::string, std::string>, std::string>;  // name -> hash

Applied read_applied(Transaction& transaction) {
    Applied applied;
    transaction.for_each("SELECT room, name, sha256 FROM migration", [&](const Row& row) {
        applied[{row.string(0), row.string(1)}] = row.string(2);
    });
    return applied;
}

// The same of a store that may be empty, which costs a look into the catalogue.
Applied load_applied(Transaction& transaction) {
    const auto tables = transaction.tables();
    if (std::ranges::find(tables, "migration", &TableInfo::name) == tables.end()) return {};
    return read_applied(transaction);
}

std::string subject(const Migration& migration) {
    return std::string(migration.room) + "/" + std::string(migration.name);
}

// What the store has must be what we have: the same names with the same texts.
Result<void> compare(const Applied& applied, std::span<const Migration> all) {
    std::size_t known = 0;
    for (const Migration& migration : all) {
        const auto place = applied.find({std::string(migration.room), std::string(migration.name)});
        if (place == applied.end()) continue;
        ++known;
        if (place->second != crypto::hex(crypto::sha256(migration.sql)))
            return fail(Code::Conflict,
                        "this migration was applied with another text; a released migration is "
                        "never edited: add a new one, or use the program that made this store",
                        subject(migration));
    }
    if (known < applied.size())
        return fail(
            Code::Refused,
            "the store is newer than this program: " + std::to_string(applied.size() - known) +
                " of its migrations are not known here; use a newer program");
    return {};
}

void apply(Transaction& transaction, const Migration& migration, std::size_t position) {
    for (const std::string& statement : statements_of(migration.sql)) transaction.define(statement);
    transaction.execute(
        "INSERT INTO migration (position, room, name, sha256) VALUES (?1, ?2, ?3, ?4)", position,
        migration.room, migration.name, crypto::hex(crypto::sha256(migration.sql)));
}

}  // namespace

std::span<const Migration> platform_schema() { return schema(); }

std::vector<Migration> all_of(std::initializer_list<std::span<const Migration>> rooms) {
    std::vector<Migration> all;
    for (const auto& room : rooms) all.insert(all.end(), room.begin(), room.end());
    return all;
}

Result<int> migrate(Database& database, std::span<const Migration> all) {
    Applied applied = load_applied(*database.begin(Access::Read));
    TRY_VOID(compare(applied, all));
    int count = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::pair name{std::string(all[i].room), std::string(all[i].name)};
        if (applied.contains(name)) continue;
        auto transaction = database.begin(Access::Write);
        // Another process may have been faster while we waited for our turn.
        applied = applied.empty() ? load_applied(*transaction) : read_applied(*transaction);
        if (applied.contains(name)) continue;
        apply(*transaction, all[i], i);
        transaction->commit();
        ++count;
    }
    if (count > 0) TRY_VOID(compare(read_applied(*database.begin(Access::Read)), all));
    return count;
}

Result<Standing> standing_of(Database& database, std::span<const Migration> all) {
    const auto transaction = database.begin(Access::Read);
    const Applied applied = load_applied(*transaction);
    TRY_VOID(compare(applied, all));
    std::set<std::string, std::less<>> there;
    for (auto& table : transaction->tables()) there.insert(std::move(table.name));
    Standing standing;
    standing.is_empty = there.empty();
    std::vector<Migration> done;
    for (const Migration& migration : all)
        if (applied.contains({std::string(migration.room), std::string(migration.name)}))
            done.push_back(migration);
    standing.missing_migrations = static_cast<int>(all.size() - done.size());
    for (std::string& table : tables_made_by(done))
        if (!there.contains(table)) standing.missing_tables.push_back(std::move(table));
    return standing;
}

std::vector<std::string> tables_made_by(std::span<const Migration> all) {
    std::vector<std::string> tables;
    for (const Migration& migration : all)
        for (const std::string& statement : statements_of(migration.sql)) {
            if (std::string table = created_table(statement); !table.empty())
                tables.push_back(std::move(table));
            std::erase(tables, dropped_table(statement));
        }
    return tables;
}

std::vector<TableInfo> describe(Transaction& transaction) { return transaction.tables(); }

}  // namespace bw::store

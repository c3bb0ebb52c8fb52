#include "run/store_copy.h"

#include "platform/blob/lock.h"
#include "run/store.h"
#include "run/workspace_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::run {
namespace {

using store::Access;
using store::TableContent;
using store::TableInfo;

// Tables with rows of the company: what was applied to a store is the store's own.
std::vector<TableInfo> tables_to_copy(store::Transaction& tx) {
    const auto there = tx.tables();
    std::vector<TableInfo> tables;
    for (const auto& name : store::tables_made_by(all_migrations()))
        if (name != "migration")
            tables.push_back(*std::ranges::find(there, name, &TableInfo::name));
    return tables;
}

bool is_empty(store::Transaction& tx, const std::vector<TableInfo>& tables) {
    return std::ranges::none_of(tables, [&](const TableInfo& table) {
        return tx.integer(fmt::format("SELECT 1 FROM {} LIMIT 1", table.name)).has_value();
    });
}

// Rows read so far on both sides, of all.
class Told {
public:
    using Tell = std::function<void(std::int64_t, std::int64_t)>;
    Told(store::Transaction& from, const Tell& tell) : tell_(tell) {
        for (const auto& table : tables_to_copy(from))
            all_ += 2 * from.integer("SELECT COUNT(*) FROM " + table.name).value_or(0);
    }
    TableContent content(store::Transaction& tx, const TableInfo& table) {
        return finish(store::content_of(tx, table, in_table()));
    }
    TableContent copy(store::Transaction& from, store::Transaction& to, const TableInfo& table) {
        return finish(store::copy_table(from, to, table, in_table()));
    }

private:
    store::CopyProgress in_table() {
        return [this](std::string_view, std::int64_t rows) {
            if (tell_) tell_(std::min(done_ + rows, all_), all_);
        };
    }
    TableContent finish(TableContent content) {
        done_ += content.rows;
        return content;
    }
    const Tell& tell_;
    std::int64_t done_ = 0, all_ = 0;
};

Result<void> require_same(const TableContent& from, const TableContent& to,
                          const std::string& location) {
    if (from == to) return {};
    return fail(Code::Corrupt,
                fmt::format("table {}: {} rows with hash {} were read, {} rows with hash {} stand "
                            "on the server; nothing was switched",
                            from.table, from.rows, crypto::hex(from.sha256), to.rows,
                            crypto::hex(to.sha256)),
                location);
}

// By an attempt that died before its switch; anything else is somebody's.
Result<void> compare(store::Transaction& from, store::Transaction& to, Told& told,
                     StoreCopy& copy) {
    for (const auto& table : tables_to_copy(from)) {
        copy.tables.push_back(told.content(from, table));
        if (copy.tables.back() != told.content(to, table))
            return fail(Code::Duplicate,
                        fmt::format("the schema holds other rows (in table {}); name another one: "
                                    "postgresql://..?schema=NAME",
                                    table.name),
                        copy.to);
    }
    copy.was_there = true;
    return {};
}

Result<void> copy_all(store::Transaction& from, store::Transaction& to, Told& told,
                      StoreCopy& copy) {
    const auto tables = tables_to_copy(from);
    for (const auto& table : tables) copy.tables.push_back(told.copy(from, to, table));
    for (std::size_t i = 0; i < tables.size(); ++i)
        TRY_VOID(require_same(copy.tables[i], told.content(to, tables[i]), copy.to));
    return {};
}

// Of workspaces that are older than the question who owns a store.
Result<std::string> identity(Workspace& workspace) {
    const auto tx = workspace.database->begin(Access::Write);
    if (auto known = identity_of(*tx, workspace.tenant)) return std::move(*known);
    std::string fresh = new_identity(*workspace.secrets);
    set_identity(*tx, workspace.tenant, fresh);
    tx->commit();
    return fresh;
}

}  // namespace

Result<StoreCopy> move_to_server(Workspace& workspace, const std::string& address,
                                 const Told::Tell& progress) {
    if (workspace.is_shared())
        return fail(Code::Conflict, "the workspace keeps its store on a server already",
                    workspace.database->location());
    TRY_VOID(store::check_address(address));
    const auto lock = blob::Lock::take(workspace.root / "run.lock");
    if (!lock)
        return fail(Code::Conflict, "a program carries a bill run on at this moment; wait for it",
                    workspace.root.string());
    const std::string owner = TRY(identity(workspace));
    const auto server = TRY(store::open(address, workspace.faults));
    TRY_VOID(store::migrate(*server, all_migrations()));
    StoreCopy copy{{}, false, workspace.database->location(), server->location()};
    // Both as writers: nothing changes on either side until the switch.
    const auto from = workspace.database->begin(Access::Write);
    {
        const auto to = server->begin(Access::Write);
        Told told(*from, progress);
        if (is_empty(*to, tables_to_copy(*to))) TRY_VOID(copy_all(*from, *to, told, copy));
        else TRY_VOID(compare(*from, *to, told, copy));
        to->commit();
    }
    faults::reach(workspace.faults, "run.store.copied");
    write_workspace_file(workspace.root, {address, owner}, workspace.faults);
    faults::reach(workspace.faults, "run.store.switched");
    // Who waits for his turn with the file would write what nobody reads any more.
    from->define("ALTER TABLE counter RENAME TO counter_of_a_store_that_was_moved");
    from->commit();
    return copy;
}

}  // namespace bw::run

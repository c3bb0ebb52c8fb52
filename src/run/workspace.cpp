#include "run/workspace.h"

#include "books/catalog/store.h"
#include "books/customers/customers.h"
#include "books/ledger/ledger.h"
#include "books/releases/releases.h"
#include "flow/bill/store.h"
#include "flow/collect/desk.h"
#include "flow/meter/import.h"
#include "platform/blob/blob.h"
#include "platform/crypto/sha256.h"
#include "platform/store/batch.h"
#include "run/store.h"
#include "run/worker_name.h"
#include "run/workspace_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::run {

std::span<const store::Migration> schema();

namespace {

constexpr std::string_view kStore = "store.db";

Workspace workspace_at(const std::filesystem::path& root, const Surroundings& around) {
    Workspace w;
    w.root = root;
    w.clock = around.clock;
    w.secrets = around.secrets;
    w.faults = around.faults;
    w.worker = this_worker();
    w.archive = std::make_unique<archive::Archive>(w.archive_folder(), around.faults);
    return w;
}

std::string file_of(const std::filesystem::path& root) { return (root / kStore).string(); }

Result<void> open_to_write(Workspace& w, const std::string& location) {
    w.database = TRY(store::open(location, w.faults));
    TRY_VOID(store::migrate(*w.database, all_migrations()));
    return {};
}

// A store on a server may be another company's.
Result<void> require_identity(const Workspace& w, const std::string& expected) {
    const auto tx = w.database->begin(store::Access::Read);
    const auto tables = tx->tables();
    const bool is_ours =
        std::ranges::find(tables, "workspace_identity", &store::TableInfo::name) != tables.end();
    if (is_ours && identity_of(*tx, w.tenant) == expected) return {};
    return fail(Code::Conflict,
                fmt::format("{} is not the store that this folder was made with. Nothing was "
                            "changed; check the address in its workspace.yaml, or restore the "
                            "store from its backup",
                            w.database->location()),
                w.root.string());
}

// A store without facts may be taken: an `init` that died may have been here before.
Result<std::string> take_store(Workspace& w) {
    std::string identity = new_identity(*w.secrets);
    const auto tx = w.database->begin(store::Access::Write);
    if (store::current_cut(*tx, w.tenant) != Batch{0})
        return fail(Code::Duplicate,
                    "the store is in use by another workspace; name another schema: "
                    "postgresql://..?schema=NAME",
                    w.database->location());
    set_identity(*tx, w.tenant, identity);
    tx->commit();
    return identity;
}

Result<void> check_is_folder(const std::filesystem::path& root) {
    std::error_code none;  // no such thing
    if (!std::filesystem::exists(root, none) || std::filesystem::is_directory(root, none))
        return {};
    return fail(Code::Invalid, "this is a file, and a workspace is a folder; name another one",
                root.string());
}

bool holds_a_file(const std::filesystem::path& folder) {
    std::error_code none;  // no such folder
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, none))
        if (entry.is_regular_file(none)) return true;
    return false;
}

// Files beside a store that does not know them are somebody's readings and invoices: then the store
// is what is wrong, and nothing is done to either.
Result<void> check_standing(const Workspace& w, const store::Standing& standing) {
    const std::string subject = w.database->location();
    const std::string_view which = w.is_shared() ? "it" : kStore;
    if (standing.is_empty && (holds_a_file(w.usage()) || holds_a_file(w.archive_folder())))
        return fail(Code::Refused,
                    fmt::format("the store is empty, but usage/ or archive/ hold data: it was "
                                "emptied or replaced. Nothing was changed; restore {} from its "
                                "backup",
                                which),
                    subject);
    if (!standing.missing_tables.empty())
        return fail(Code::Refused,
                    fmt::format("the store lacks what it once had (the tables {}). Nothing was "
                                "changed; restore {} from its backup",
                                fmt::join(standing.missing_tables, ", "), which),
                    subject);
    return {};
}

Result<void> require_current(const Workspace& w, const store::Standing& standing) {
    if (standing.is_empty)
        return fail(Code::Refused,
                    "the store is empty: making this workspace was interrupted. Remove the folder, "
                    "then make it again",
                    w.root.string());
    if (standing.missing_migrations > 0)
        return fail(Code::Refused,
                    fmt::format("the store was made by an older version; reading changes nothing. "
                                "Bring it up to date with: billwright --workspace {} upgrade",
                                w.root.string()),
                    w.database->location());
    return {};
}

}  // namespace

std::vector<store::Migration> all_migrations() {
    // Rooms in the order of the way of the data; inside a room by number.
    return store::all_of({store::platform_schema(), customers::schema(), catalog::schema(),
                          ledger::schema(), archive::schema(), releases::schema(), meter::schema(),
                          bill::schema(), collect::schema(), schema()});
}

std::string new_identity(crypto::SecretSource& secrets) {
    std::array<std::byte, 16> bytes{};
    secrets.fill(bytes);
    return crypto::hex(bytes);
}

Result<Workspace> create_workspace(const std::filesystem::path& root, const Surroundings& around,
                                   const std::string& store) {
    TRY_VOID(check_is_folder(root));
    if (blob::size_of(root / kStore) >= 0 || TRY(read_workspace_file(root)))
        return fail(Code::Duplicate,
                    "there is a workspace here already; use it, or choose another folder",
                    root.string());
    if (std::filesystem::exists(root) && !std::filesystem::is_empty(root))
        return fail(Code::Conflict,
                    "the folder is not empty; choose a new one so that nothing gets mixed up",
                    root.string());
    if (!store.empty()) TRY_VOID(store::check_address(store));
    Workspace w = workspace_at(root, around);
    blob::make_folder(root);
    TRY_VOID(open_to_write(w, store.empty() ? file_of(root) : store));
    const std::string identity = TRY(take_store(w));
    if (!store.empty()) write_workspace_file(root, {store, identity}, around.faults);
    for (const auto& folder : {w.usage(), w.scratch(), w.archive_folder()})
        blob::make_folder(folder);
    return w;
}

Result<Workspace> open_workspace(const std::filesystem::path& root, const Surroundings& around,
                                 store::Access access) {
    TRY_VOID(check_is_folder(root));
    const auto file = TRY(read_workspace_file(root));
    if (!file && blob::size_of(root / kStore) < 0)
        return fail(
            Code::NotFound,
            fmt::format("there is no workspace here; make one with: billwright --workspace {} init",
                        root.string()),
            root.string());
    const std::string location = file ? file->store : file_of(root);
    Workspace w = workspace_at(root, around);
    // Looked at first, also before writing: opening to write makes an empty file a store.
    w.database = TRY(store::open(location, around.faults, store::Access::Read));
    if (file) TRY_VOID(require_identity(w, file->identity));
    const auto standing = TRY(store::standing_of(*w.database, all_migrations()));
    TRY_VOID(check_standing(w, standing));
    if (access == store::Access::Read) {
        TRY_VOID(require_current(w, standing));
        return w;
    }
    w.database.reset();
    TRY_VOID(open_to_write(w, location));
    return w;
}

}  // namespace bw::run

#include "run/workspace.h"

#include "books/catalog/store.h"
#include "books/customers/customers.h"
#include "books/ledger/ledger.h"
#include "flow/bill/store.h"
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

// Cleaning up asks for no service point.
class NobodyKnown final : public meter::ServicePoints {
public:
    std::optional<ServicePointId> find(std::string_view) override { return std::nullopt; }
};

std::string file_of(const std::filesystem::path& root) { return (root / "store.db").string(); }

Result<Workspace> open_store(const std::filesystem::path& root, const Surroundings& around,
                             const std::string& location) {
    Workspace w;
    w.root = root;
    w.clock = around.clock;
    w.secrets = around.secrets;
    w.faults = around.faults;
    w.worker = this_worker();
    w.database = TRY(store::open(location, around.faults));
    return w;
}

void make_folders(Workspace& w) {
    blob::make_folder(w.usage());
    blob::make_folder(w.scratch());
    w.archive = std::make_unique<archive::Archive>(w.root / "archive", w.faults);
}

// Before anything else: files that the store does not name are taken for left-overs.
Result<void> require_identity(Workspace& w, const std::string& expected) {
    const auto tx = w.database->begin(store::Access::Read);
    const auto tables = tx->tables();
    const bool is_ours =
        std::ranges::find(tables, "workspace_identity", &store::TableInfo::name) != tables.end();
    if (is_ours && identity_of(*tx, w.tenant) == expected) return {};
    return fail(Code::Conflict,
                fmt::format("{} is not the store that this folder was made with; nothing was "
                            "touched. Check the address in its workspace.yaml, or restore the "
                            "store from its backup",
                            w.database->location()),
                w.root.string());
}

// A store without facts may be taken: an `init` that died may have been here before.
Result<std::string> take_store(Workspace& w) {
    std::array<std::byte, 16> bytes{};
    w.secrets->fill(bytes);
    std::string identity = crypto::hex(bytes);
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

}  // namespace

std::vector<store::Migration> all_migrations() {
    // Rooms in the order of the way of the data; inside a room by number.
    return store::all_of({store::platform_schema(), customers::schema(), catalog::schema(),
                          ledger::schema(), archive::schema(), meter::schema(), bill::schema(),
                          schema()});
}

Result<Workspace> create_workspace(const std::filesystem::path& root, const Surroundings& around,
                                   const std::string& store) {
    if (std::filesystem::exists(file_of(root)) || TRY(read_workspace_file(root)))
        return fail(Code::Duplicate,
                    "there is a workspace here already; use it, or choose another folder",
                    root.string());
    if (std::filesystem::exists(root) && !std::filesystem::is_empty(root))
        return fail(Code::Conflict,
                    "the folder is not empty; choose a new one so that nothing gets mixed up",
                    root.string());
    if (!store.empty()) TRY_VOID(store::check_address(store));
    blob::make_folder(root);
    auto w = TRY(open_store(root, around, store.empty() ? file_of(root) : store));
    TRY_VOID(store::migrate(*w.database, all_migrations()));
    const std::string identity = TRY(take_store(w));
    if (!store.empty()) write_workspace_file(root, {store, identity}, around.faults);
    make_folders(w);
    return w;
}

Result<Workspace> open_workspace(const std::filesystem::path& root, const Surroundings& around) {
    const auto file = TRY(read_workspace_file(root));
    if (!file && !std::filesystem::exists(file_of(root)))
        return fail(
            Code::NotFound,
            fmt::format("there is no workspace here; make one with: billwright --workspace {} init",
                        root.string()),
            root.string());
    auto w = TRY(open_store(root, around, file ? file->store : file_of(root)));
    if (file) TRY_VOID(require_identity(w, file->identity));
    TRY_VOID(store::migrate(*w.database, all_migrations()));
    make_folders(w);
    NobodyKnown nobody;
    meter::ImportContext context{*w.database, w.usage(), w.scratch(), nobody,
                                 *w.clock,    w.tenant,  w.faults};
    meter::clean_orphans(context);
    return w;
}

}  // namespace bw::run

#include "run/workspace.h"

#include "books/catalog/store.h"
#include "books/customers/customers.h"
#include "books/ledger/ledger.h"
#include "flow/bill/store.h"
#include "flow/collect/desk.h"
#include "flow/meter/import.h"
#include "platform/blob/blob.h"

#include <fmt/format.h>

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
    w.archive = std::make_unique<archive::Archive>(w.archive_folder(), around.faults);
    return w;
}

Result<void> open_to_write(Workspace& w) {
    w.database = TRY(store::open((w.root / kStore).string(), w.faults));
    const auto migrations = all_migrations();
    TRY_VOID(store::migrate(*w.database, migrations));
    return {};
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
    const std::string subject = (w.root / kStore).string();
    if (standing.is_empty && (holds_a_file(w.usage()) || holds_a_file(w.archive_folder())))
        return fail(Code::Refused,
                    "the store is empty, but usage/ or archive/ beside it hold data: it was "
                    "emptied or replaced. Nothing was changed; restore store.db from its backup",
                    subject);
    if (!standing.missing_tables.empty())
        return fail(Code::Refused,
                    fmt::format("the store lacks what it once had (the tables {}). Nothing was "
                                "changed; restore store.db from its backup",
                                fmt::join(standing.missing_tables, ", ")),
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
                    (w.root / kStore).string());
    return {};
}

}  // namespace

std::vector<store::Migration> all_migrations() {
    // Rooms in the order of the way of the data; inside a room by number.
    return store::all_of({store::platform_schema(), customers::schema(), catalog::schema(),
                          ledger::schema(), archive::schema(), meter::schema(), bill::schema(),
                          collect::schema(), schema()});
}

Result<Workspace> create_workspace(const std::filesystem::path& root, const Surroundings& around) {
    if (std::filesystem::exists(root / kStore))
        return fail(Code::Duplicate,
                    "there is a workspace here already; use it, or choose another folder",
                    root.string());
    if (std::filesystem::exists(root) && !std::filesystem::is_empty(root))
        return fail(Code::Conflict,
                    "the folder is not empty; choose a new one so that nothing gets mixed up",
                    root.string());
    Workspace w = workspace_at(root, around);
    for (const auto& folder : {w.usage(), w.scratch(), w.archive_folder()})
        blob::make_folder(folder);
    TRY_VOID(open_to_write(w));
    return w;
}

Result<Workspace> open_workspace(const std::filesystem::path& root, const Surroundings& around,
                                 store::Access access) {
    if (blob::size_of(root / kStore) < 0)
        return fail(
            Code::NotFound,
            fmt::format("there is no workspace here; make one with: billwright --workspace {} init",
                        root.string()),
            root.string());
    Workspace w = workspace_at(root, around);
    // Looked at first, also before writing: opening to write makes an empty file a store.
    w.database = TRY(store::open((root / kStore).string(), around.faults, store::Access::Read));
    const auto migrations = all_migrations();
    const auto standing = TRY(store::standing_of(*w.database, migrations));
    TRY_VOID(check_standing(w, standing));
    if (access == store::Access::Read) {
        TRY_VOID(require_current(w, standing));
        return w;
    }
    w.database.reset();
    TRY_VOID(open_to_write(w));
    return w;
}

}  // namespace bw::run

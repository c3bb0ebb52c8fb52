#include "run/workspace.h"

#include "books/catalog/store.h"
#include "books/customers/customers.h"
#include "books/ledger/ledger.h"
#include "flow/bill/store.h"
#include "flow/meter/import.h"
#include "platform/blob/blob.h"

#include <fmt/format.h>

namespace bw::run {

std::span<const store::Migration> schema();

namespace {

Result<Workspace> open_at(const std::filesystem::path& root, const Surroundings& around) {
    Workspace w;
    w.root = root;
    w.clock = around.clock;
    w.secrets = around.secrets;
    w.faults = around.faults;
    w.database = TRY(store::open((root / "store.db").string(), around.faults));
    blob::make_folder(w.usage());
    blob::make_folder(w.scratch());
    const auto migrations = all_migrations();
    TRY_VOID(store::migrate(*w.database, migrations));
    w.archive = std::make_unique<archive::Archive>(root / "archive", around.faults);
    return w;
}

}  // namespace

std::vector<store::Migration> all_migrations() {
    // Rooms in the order of the way of the data; inside a room by number.
    return store::all_of({store::platform_schema(), customers::schema(), catalog::schema(),
                          ledger::schema(), archive::schema(), meter::schema(), bill::schema(),
                          schema()});
}

Result<Workspace> create_workspace(const std::filesystem::path& root, const Surroundings& around) {
    if (std::filesystem::exists(root / "store.db"))
        return fail(Code::Duplicate,
                    "there is a workspace here already; use it, or choose another folder",
                    root.string());
    if (std::filesystem::exists(root) && !std::filesystem::is_empty(root))
        return fail(Code::Conflict,
                    "the folder is not empty; choose a new one so that nothing gets mixed up",
                    root.string());
    blob::make_folder(root);
    return open_at(root, around);
}

Result<Workspace> open_workspace(const std::filesystem::path& root, const Surroundings& around) {
    if (!std::filesystem::exists(root / "store.db"))
        return fail(
            Code::NotFound,
            fmt::format("there is no workspace here; make one with: billwright --workspace {} init",
                        root.string()),
            root.string());
    return open_at(root, around);
}

}  // namespace bw::run

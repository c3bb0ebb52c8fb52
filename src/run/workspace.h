// A workspace: one folder with the store, the usage and the archive of one company (tenant).
//   store.db      SQL: facts, books, index          usage/    arrival segments and period blocks
//   archive/      documents in segments             scratch/  temporary files, swept by imports
//   run.lock      held by the program that carries a bill run on
// The store may be a schema of a PostgreSQL database instead; then workspace.yaml says which, and
// several machines may share the folder and its work.
// Opened by programs, handed to the pipeline as one value.
#pragma once

#include "base/clock.h"
#include "books/archive/archive.h"
#include "platform/blob/faults.h"
#include "platform/crypto/secrets.h"
#include "platform/store/store.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

namespace bw::run {

struct Workspace {
    std::filesystem::path root;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<archive::Archive> archive;
    TenantId tenant{1};
    const Clock* clock = nullptr;
    crypto::SecretSource* secrets = nullptr;
    faults::Faults* faults = nullptr;
    std::string worker;                       // of this process, in leases of units
    std::int64_t patience_ms = 60'000;        // how long a run waits for a store that went away
    const std::atomic<bool>* stop = nullptr;  // once true, a run stops in order; nullptr: never

    // Its store is on a server: several processes may carry a run on.
    [[nodiscard]] bool is_shared() const { return database->kind() != "sqlite"; }
    [[nodiscard]] bool is_stopping() const { return stop != nullptr && *stop; }
    [[nodiscard]] std::filesystem::path usage() const { return root / "usage"; }
    [[nodiscard]] std::filesystem::path scratch() const { return root / "scratch"; }
    [[nodiscard]] std::filesystem::path archive_folder() const { return root / "archive"; }
};

struct Surroundings {
    const Clock* clock = nullptr;             // required; must outlive the workspace
    crypto::SecretSource* secrets = nullptr;  // required
    faults::Faults* faults = nullptr;         // tests only
};

// Makes a new workspace in an empty or absent folder; Duplicate when there is one already, or when
// the store holds facts. `store`: empty, or a PostgreSQL address without a password.
Result<Workspace> create_workspace(const std::filesystem::path& root, const Surroundings& around,
                                   const std::string& store = {});
// Opens an existing one. Conflict when its store is not the one that it was made with. Refused, and
// nothing changed, when its store is empty or lacks tables while there is data beside it. Write
// brings the schema up to date; Read changes nothing at all, works where nothing may be written,
// and is Refused when the schema is older than the program.
Result<Workspace> open_workspace(const std::filesystem::path& root, const Surroundings& around,
                                 store::Access access = store::Access::Write);

// For a store and the folder that it belongs to.
std::string new_identity(crypto::SecretSource& secrets);

// Every migration of the program in the one global order.
std::vector<store::Migration> all_migrations();

}  // namespace bw::run

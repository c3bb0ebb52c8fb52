// A workspace: one folder with the store, the usage and the archive of one company (tenant).
//   store.db      SQL: facts, books, index          usage/    arrival segments and period blocks
//   archive/      documents in segments             scratch/  temporary files, swept by imports
//   run.lock      held by the program that carries a bill run on
// Opened by programs, handed to the pipeline as one value.
#pragma once

#include "base/clock.h"
#include "books/archive/archive.h"
#include "platform/blob/faults.h"
#include "platform/crypto/secrets.h"
#include "platform/store/store.h"

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

    [[nodiscard]] std::filesystem::path usage() const { return root / "usage"; }
    [[nodiscard]] std::filesystem::path scratch() const { return root / "scratch"; }
    [[nodiscard]] std::filesystem::path archive_folder() const { return root / "archive"; }
};

struct Surroundings {
    const Clock* clock = nullptr;             // required; must outlive the workspace
    crypto::SecretSource* secrets = nullptr;  // required
    faults::Faults* faults = nullptr;         // tests only
};

// Makes a new workspace in an empty or absent folder; Duplicate when there is one already.
Result<Workspace> create_workspace(const std::filesystem::path& root, const Surroundings& around);
// Opens an existing one. Refused, and nothing changed, when its store is empty or lacks tables
// while there is data beside it. Write brings the schema up to date; Read changes nothing at all,
// works where nothing may be written, and is Refused when the schema is older than the program.
Result<Workspace> open_workspace(const std::filesystem::path& root, const Surroundings& around,
                                 store::Access access = store::Access::Write);

// Every migration of the program in the one global order.
std::vector<store::Migration> all_migrations();

}  // namespace bw::run

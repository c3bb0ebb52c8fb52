// workspace.yaml: where the store of a workspace is, when it is not the file store.db beside it.
//     store: postgresql://billing@db.example/utility?schema=acme
//     identity: 0f3a..            which the store must have too
#pragma once

#include "base/result.h"
#include "platform/blob/faults.h"

#include <filesystem>
#include <optional>
#include <string>

namespace bw::run {

struct WorkspaceFile {
    std::string store;
    std::string identity;
};

// Nothing: there is no such file.
Result<std::optional<WorkspaceFile>> read_workspace_file(const std::filesystem::path& root);
// Durable. Once it stands, the workspace's store is the one it names.
void write_workspace_file(const std::filesystem::path& root, const WorkspaceFile& file,
                          faults::Faults* faults);

}  // namespace bw::run

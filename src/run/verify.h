// Proof that nothing is lost and nothing was altered: archive hashes, balanced books, counters that
// reconcile (law 13).
#pragma once

#include "run/workspace.h"

#include <functional>
#include <string>
#include <vector>

namespace bw::run {

struct VerifyResult {
    std::int64_t segments = 0, documents = 0, statements = 0, batches = 0;
    std::uint64_t bytes = 0;
    std::vector<std::string> findings;  // sentences; empty is good
};

Result<VerifyResult> verify(
    Workspace& workspace, const std::function<void(std::int64_t done, std::int64_t all)>& progress);

}  // namespace bw::run

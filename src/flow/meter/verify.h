// Checks the usage at rest: every segment that the store names, byte by byte; files that it does
// not name; what batches counted against what is kept of them.
#pragma once

#include "base/ids.h"
#include "platform/store/store.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace bw::meter {

struct UsageVerified {
    std::int64_t segments = 0;
    std::uint64_t bytes = 0;
    std::vector<std::string> findings;  // sentences; empty is good
};

// The number of segments, for showing progress.
std::int64_t count_segments(store::Transaction& tx, TenantId tenant);
// `on_segment` is called after each. What imports are writing at this moment, or left unfinished,
// is no finding.
UsageVerified verify(store::Transaction& tx, const std::filesystem::path& folder, TenantId tenant,
                     const std::function<void()>& on_segment);

}  // namespace bw::meter

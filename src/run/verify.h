// Proof that nothing is lost and nothing was altered (law 13). Each room checks what it keeps; the
// pipeline what lies between them:
//   store      the file itself, the batches           customers, catalog   texts, codes, what hangs
//   meter      every byte of every usage file         archive              on what
//   bill       sums, numbers, lines, archived data     ledger, collect      the books, the money
//   run        runs against what they issued
// Reads one snapshot of the store and changes nothing. What a run or an import has not finished is
// no finding, but for readings that wait although they could be used. Cost: reads all there is;
// memory is that of one segment, and a name of each.
#pragma once

#include "run/workspace.h"

#include <functional>
#include <string>
#include <vector>

namespace bw::run {

struct VerifyResult {
    std::int64_t segments = 0, documents = 0, statements = 0, batches = 0;
    std::uint64_t bytes = 0;  // of segments
    std::int64_t usage_files = 0;
    std::uint64_t usage_bytes = 0;
    std::vector<std::string> findings;  // sentences; empty is good
};

Result<VerifyResult> verify(
    Workspace& workspace, const std::function<void(std::int64_t done, std::int64_t all)>& progress);

}  // namespace bw::run

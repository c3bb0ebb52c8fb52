// The parallel run: what we would bill for a month beside what the system before us billed, account
// by account, and why they differ. Nothing is written. Each account is rated as if its month were
// the first that is ours and nothing of it had been billed, so it can be repeated for any month
// whose readings are here, before and after the takeover.
#pragma once

#include "flow/bill/biller.h"
#include "flow/meter/byte_source.h"
#include "run/company/mapping.h"
#include "run/company/table.h"
#include "run/takeover/compare.h"
#include "run/workspace.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace bw::takeover {

// Their bills from a file that is not imported; else those that were.
struct FormerFile {
    std::string name;
    meter::ByteSource& source;
    const company::Mapping& mapping;
};

struct ParallelRequest {
    Period month;
    std::optional<FormerFile> file = {};
    std::set<bill::Cause> released = {};
    Decimal tolerance;  // of the gross amount, in the currency of each account
    int workers = 2;
};

struct AccountCompared {
    std::string account;
    std::optional<Side> ours, theirs;
    Compared compared;
    std::string words;    // why ours is held
    std::string numbers;  // of their bills
};

struct DifferenceSum {
    Difference difference = Difference::Equal;
    std::int64_t accounts = 0;
    Money amount;  // gross, ours less theirs
};

struct ParallelReport {
    Period month;
    std::int64_t accounts = 0;              // of which either side has a bill
    std::int64_t differing = 0;             // beyond the tolerance
    std::vector<DifferenceSum> sums;        // by difference and currency
    std::vector<AccountCompared> compared;  // the largest difference first, then by account
    company::Tally file;                    // of the file, with the rows that could not be taken
};

// Called from worker threads, one at a time: buckets done and in all.
using ParallelProgress = std::function<void(std::int64_t done, std::int64_t all)>;

// Error: a file that is refused whole; NotFound: there are no accounts, or no former bills of the
// month at all.
Result<ParallelReport> run_parallel(run::Workspace& workspace, const ParallelRequest& request,
                                    const ParallelProgress& progress);

}  // namespace bw::takeover

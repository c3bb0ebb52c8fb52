// Whom a run concerns. One that adds no month (a correction, what was held before) need not look
// at accounts about which nothing came in since the run before: their bills stand.
#pragma once

#include "flow/bill/biller.h"
#include "run/store.h"

#include <map>
#include <optional>
#include <vector>

namespace bw::run {

// By bucket, ascending ids; nothing: everybody, as with each run for a new month, a new text, or
// another back-billing limit. Fixed by the terms: whoever carries the run on finds the same.
using Concerned = std::optional<std::map<int, std::vector<BillingAccountId>>>;
Result<Concerned> find_concerned(store::Transaction& tx, const meter::Reader& reader,
                                 const bill::Terms& terms);

// A unit is one bucket, or so many neighbouring ones that it has `unit_accounts` on average. It
// goes by the number of its first bucket.
int unit_buckets(std::int64_t accounts, int unit_accounts);
// The units that a run begins with.
std::vector<NewUnit> units_for(store::Transaction& tx, const RunInfo& run,
                               const Concerned& concerned);

}  // namespace bw::run

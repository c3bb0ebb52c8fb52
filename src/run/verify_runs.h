// What only the pipeline can check, because it lies between rooms: runs against what they issued,
// numbers against what was given, statements against their documents. Asked by verify.
#pragma once

#include "base/ids.h"
#include "platform/store/findings.h"

namespace bw::run {

// A run with numbers was approved. Of each of its accounts a run that is prepared says what became
// of it: billed, held, left alone for a reason, or not looked at. A run that is done issued what it
// prepared, account by account, and its units' segments hold it; what was issued belongs to a run,
// as of its cut and on its day.
void verify_runs(store::Transaction& tx, TenantId tenant, store::Findings& findings);
// Each series is given out without a gap, and each number that was given stands on one statement.
void verify_numbers(store::Transaction& tx, TenantId tenant, store::Findings& findings);
// Each statement has its documents and its message, each document its statement, in a segment of
// its run.
void verify_documents(store::Transaction& tx, TenantId tenant, store::Findings& findings);

}  // namespace bw::run

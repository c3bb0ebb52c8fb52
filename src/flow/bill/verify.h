// Checks what was billed: that statements add up, carry their numbers, and say what their archived
// data says (law 13). Asked by the run's verify.
#pragma once

#include "flow/bill/store.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::bill {

// Findings as sentences, empty is good: the lines of a statement give its net and, per category,
// its tax; gross is both; statements and lines of an account count from 1; numbers lead to their
// statement and back; lines belong to a statement and to a month that was rated. Cost: reads all
// lines.
std::vector<std::string> verify(store::Transaction& tx, TenantId tenant);

// That rows and archived data (snapshot.h) of a statement say the same. Error (Corrupt) names the
// member that differs.
Result<void> check_snapshot(store::Transaction& tx, const Payer& payer, InvoiceId invoice,
                            std::string_view data);

}  // namespace bw::bill

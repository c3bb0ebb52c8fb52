// The two bills of an account and a month as they are compared. Internal to the parallel run.
#pragma once

#include "books/customers/customers.h"
#include "flow/bill/biller.h"
#include "flow/bill/former.h"
#include "run/takeover/compare.h"

#include <optional>
#include <span>

namespace bw::takeover {

// Nothing: nothing is billed. Error (Overflow).
Result<std::optional<Side>> our_side(const customers::BillingAccount& account,
                                     const bill::Outcome& outcome, const Period& month);
// Their bills of the month (bill::is_of), together; nothing: none has totals.
Result<std::optional<Side>> their_side(std::span<const bill::FormerBill> bills);

}  // namespace bw::takeover

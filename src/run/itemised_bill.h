// The itemised bill: the calls, messages and sessions behind an issued invoice, rated again as of
// its own cut. Nothing is booked or kept.
#pragma once

#include "flow/compose/itemised_bill.h"
#include "run/workspace.h"

#include <string>
#include <string_view>

namespace bw::run {

// How much of a number is told says the attribute `listed.numbers` of the service point on the day
// of the call: `full`, `shortened` by its last three digits (so where nothing is said: whoever uses
// the service is not always who pays), or `none`.
std::string listed_number(std::string_view number, std::string_view how);

// NotFound: there is no such invoice, or it bills no calls. Corrupt: the facts do not give its
// lines again.
Result<compose::ItemisedBill> itemised_bill(Workspace& workspace, const std::string& number);

}  // namespace bw::run

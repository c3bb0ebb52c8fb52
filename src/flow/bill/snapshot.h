// The frozen data of a statement as JSON ("invoice/1"): archived beside its PDF and XML, read by
// other systems. It holds all that a document shows, so that an issued bill can be said on any
// channel later, as it was. Money and decimals are strings; dates ISO 8601; the same invoice gives
// the same bytes. Price and `gross` of a line hold the tax where its tariff's prices do; other
// lines have no `gross`.
#pragma once

#include "flow/bill/invoice.h"

#include <string>
#include <string_view>

namespace bw::bill {

std::string snapshot(const Invoice& invoice);

// The invoice of a snapshot; `name` is how errors call the text. Of a piece it has what documents
// show (kind, charge, part, schedule and version, breakdown), and no id: the archive knows it.
// snapshot() of it gives the same bytes. Error: the member that is missing or wrong.
Result<Invoice> read_snapshot(std::string_view text, std::string_view name);

}  // namespace bw::bill

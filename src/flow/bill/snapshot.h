// The frozen data of a statement as JSON ("invoice/1"): archived beside its PDF and XML, read by
// other systems. Money and decimals are strings; dates ISO 8601; the same invoice gives the same
// bytes. Price and `gross` of a line hold the tax where its tariff's prices do; other lines have no
// `gross`.
#pragma once

#include "flow/bill/invoice.h"

#include <string>

namespace bw::bill {

std::string snapshot(const Invoice& invoice);

}  // namespace bw::bill

// The invoice as UBL 2.1 XML: Invoice (380) or CreditNote (381) by Peppol BIS Billing 3.0, which
// narrows EN 16931-1. Where it stands: the frozen invoice goes in, bytes for the archive and the
// tax hub come out. What it says is einvoice.h's; here it is written down.
#pragma once

#include "base/result.h"
#include "flow/bill/invoice.h"

#include <string>

namespace bw::compose {

// EN 16931 has two decimals (BR-DEC); a currency with three cannot be said in it. Of both syntaxes.
inline bool has_ubl(const bill::Invoice& invoice) { return invoice.currency.digits() <= 2; }

// What the standard forbids and no rule of ours can mend; the error says what to change. Of both
// syntaxes.
Result<void> check_ubl(const bill::Invoice& invoice);

// UTF-8, one line. Same invoice, same bytes. Thread: any. Costs about 20 microseconds.
std::string ubl(const bill::Invoice& invoice);

}  // namespace bw::compose

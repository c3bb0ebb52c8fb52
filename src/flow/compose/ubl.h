// The invoice as UBL 2.1 XML: Invoice (380) or CreditNote (381) by Peppol BIS Billing 3.0, which
// narrows EN 16931-1. Where it stands: the frozen invoice goes in, bytes for the archive and the
// tax hub come out. It maps; it does not compute: sums and taxes are the invoice's own.
//
// Signs. A credit note that bill counted below zero (what the customer gets back is negative) is
// turned: totals and credited quantities become positive, as document type 381 demands; a line that
// reduces the credit becomes negative. A price never is (BR-27).
//
// What the invoice leaves open is filled by rule, never guessed: a line period that lies outside
// the billing period (a correction) widens BT-73/74 to hold it (PEPPOL-EN16931-R110); a tax at
// nothing without a reason gets the plain one in the document's language (BR-E-10, BR-AE-10,
// BR-O-10); a category outside the scope of VAT beside others is given as exempt (BR-O-11); the
// buyer's country falls back to the seller's (BR-11); what is payable beyond gross - prepaid is
// payable rounding (BT-114).
//
// Prices that hold the tax. The norm has net ones only: a line's net amount is bill's (its part of
// the net of its rate, so that the lines sum to BT-116 and BT-109), its price the tariff's without
// tax to nine decimals, which keeps R120 up to some ten million units; what the customer was told
// stands in the description. BT-117 is what is left of the gross amounts, not always the rounded
// `BT-116 x rate`: about one gross sum in six has no net of two decimals to which 19 % lead. The
// norm's own validation of BR-CO-17 and BR-S-09 allows less than one unit of currency between them;
// a payable rounding is not needed, and would ask for another tax than the price holds.
#pragma once

#include "base/result.h"
#include "flow/bill/invoice.h"

#include <string>

namespace bw::compose {

// EN 16931 has two decimals (BR-DEC); a currency with three cannot be said in it.
inline bool has_ubl(const bill::Invoice& invoice) { return invoice.currency.digits() <= 2; }

// What the standard forbids and no rule of ours can mend; the error says what to change.
Result<void> check_ubl(const bill::Invoice& invoice);

// UTF-8, one line. Same invoice, same bytes. Thread: any. Costs about 50 microseconds.
std::string ubl(const bill::Invoice& invoice);

}  // namespace bw::compose

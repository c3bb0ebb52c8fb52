// The invoice as a UN/CEFACT Cross Industry Invoice (D16B) by EN 16931: the file inside of a bill's
// PDF that Factur-X 1.0 and ZUGFeRD 2 read, at their profile 'EN 16931'. The same facts as ubl.h,
// under the same conditions (has_ubl, check_ubl); what it says is einvoice.h's.
//
// Two things differ by the syntax. D16B names one preceding invoice (CEN/TS 16931-3-3 binds BG-3
// so, though the norm has many): the first stands there, each in the notes of its lines (BT-127).
// Notes of the document (BT-22) stand one by one, for no Peppol rule joins them.
#pragma once

#include "flow/bill/invoice.h"

#include <string>

namespace bw::compose {

// UTF-8, one line. Same invoice, same bytes. Thread: any. Costs about 20 microseconds.
std::string cii(const bill::Invoice& invoice);

}  // namespace bw::compose

// Signs of a document. Bill may count a credit note below zero; documents of that type state what
// is given back as positive amounts. Both the XML and the paper turn the signs by this one rule.
#pragma once

#include "flow/bill/invoice.h"

namespace bw::compose {

// -1: every amount and quantity is shown with its sign turned; else +1.
inline int sign_of(const bill::Invoice& invoice) {
    const bool below =
        invoice.gross.minor < 0 || (invoice.gross.minor == 0 && invoice.payable.minor < 0);
    return invoice.kind == bill::InvoiceKind::CreditNote && below ? -1 : 1;
}

// What the customer owes: positive to pay, negative to get back, zero nothing.
inline Money owed(const bill::Invoice& invoice) {
    if (invoice.kind == bill::InvoiceKind::Invoice) return invoice.payable;
    return {-sign_of(invoice) * invoice.payable.minor, invoice.payable.currency};
}

}  // namespace bw::compose

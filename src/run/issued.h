// An issued bill, to be said again as it was: what is archived of it, and the template of its run.
#pragma once

#include "flow/bill/store.h"
#include "run/templates.h"

#include <string>

namespace bw::run {

struct IssuedBill {
    bill::InvoiceRow row;
    bill::Invoice invoice;
    documents::Composer composer;
};
// NotFound: there is no such invoice, or its run left no documents. Corrupt: the archive's bytes
// are not those that were archived.
Result<IssuedBill> issued_bill(Workspace& workspace, const std::string& number);

// What the archive holds of an issued bill in a format.
Result<std::string> archived(Workspace& workspace, store::Transaction& tx,
                             const bill::InvoiceRow& row, archive::Format format);

}  // namespace bw::run

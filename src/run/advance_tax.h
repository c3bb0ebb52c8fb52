// Tax at receipt: money in advance without an invoice owes its tax when it comes in (Directive
// 2006/112/EC, article 65), and the settlement owes it again with all that was used. The books hold
// the tax of what an account has in credit, no more and no less: each run posts the difference.
#pragma once

#include "books/catalog/catalog.h"
#include "books/customers/customers.h"
#include "run/bill_run.h"

namespace bw::run {

// For accounts on payment plans of `advances: request` with a `tax:`; at the end of the run, when
// credit has paid what it could. One short transaction and one batch for each bucket in which the
// books differ; killed anywhere, it is called again and adds the rest.
Result<void> tax_advances(Workspace& workspace, const RunInfo& run, const catalog::Catalog& catalog,
                          const customers::Issuers& issuers);

}  // namespace bw::run

// What follows when a plan lasts so long: a trial that becomes a full plan, a year that renews
// itself, an offer that ends. Pure.
#pragma once

#include "books/catalog/catalog.h"
#include "books/customers/customers.h"

namespace bw::bill {

// For loading the accounts of a run that bills up to `until`: adds the terms that begin by
// themselves, as far on as a run looks (fees in advance, counters that are read late). Rows of the
// customer come first: one that begins earlier ends the plan. The catalog must outlive the result.
customers::Follow follow_plans(const catalog::Catalog& catalog, LocalDate until);

}  // namespace bw::bill

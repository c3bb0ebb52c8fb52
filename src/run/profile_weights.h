// The load profiles by which the tariffs of an account share what its counters measured, for
// estimates. Internal.
#pragma once

#include "books/catalog/catalog.h"
#include "books/catalog/factors.h"
#include "books/customers/customers.h"
#include "flow/meter/estimates/reads.h"

namespace bw::run {

// Of a service point on a day: by the plan that the account has there then. A channel that no
// charge of a schedule with `share by: profile` prices has no weights. All must outlive it.
meter::DayWeight profile_weights(const catalog::Catalog& catalog, const catalog::Factors& factors,
                                 const customers::BillingAccount& account, ServicePointId point,
                                 const Period& month);

}  // namespace bw::run

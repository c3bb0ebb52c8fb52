// Seller and buyer as documents show them, from what customers keep.
#pragma once

#include "books/customers/customers.h"
#include "flow/bill/invoice.h"

namespace bw::bill {

Seller seller_of(const customers::Issuer& issuer);
Buyer buyer_of(const customers::BillingAccount& account, const customers::AccountVersion& holder);

}  // namespace bw::bill

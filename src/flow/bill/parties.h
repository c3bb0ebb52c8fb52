// Seller, buyer and places as documents show them, from what customers keep.
#pragma once

#include "books/customers/customers.h"
#include "flow/bill/invoice.h"

namespace bw::bill {

Address address_of(const customers::Place& place);
Seller seller_of(const customers::Issuer& issuer);
Buyer buyer_of(const customers::BillingAccount& account, const customers::AccountVersion& holder);

}  // namespace bw::bill

#include "flow/bill/parties.h"

namespace bw::bill {

Address address_of(const customers::Place& place) {
    return {place.street, place.postcode, place.city, place.country};
}

Seller seller_of(const customers::Issuer& issuer) {
    return {issuer.name,
            issuer.vat_id,
            issuer.registration,
            issuer.email,
            issuer.phone,
            issuer.web,
            address_of(issuer.address),
            issuer.iban,
            issuer.bic,
            issuer.bank_account_name,
            issuer.brand};
}

Buyer buyer_of(const customers::BillingAccount& account, const customers::AccountVersion& holder) {
    return {holder.name, account.customer_number, holder.vat_id, holder.email,
            address_of(holder.address)};
}

}  // namespace bw::bill

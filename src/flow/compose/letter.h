// What every letter beside the bills has. All that a letter shows is in it, as in an invoice;
// nobody looks a name up again.
#pragma once

#include "flow/bill/invoice.h"

#include <string>

namespace bw::compose {

struct Letter {
    std::string language;  // "en", "de-AT"
    std::string account_number;
    LocalDate written_on;
    bill::Seller seller;
    bill::Buyer buyer;
    std::string payment_reference;  // by which a payment is known; may be empty
};

}  // namespace bw::compose

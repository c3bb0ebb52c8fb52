// What an account is asked for again: invoices that were due. Everything that the letter shows is
// in it, as in an invoice; nobody looks a name up again.
#pragma once

#include "flow/bill/invoice.h"

#include <string>
#include <vector>

namespace bw::compose {

struct Reminder {
    std::string language;  // "en", "de-AT"
    std::string account_number;
    LocalDate written_on;
    LocalDate pay_by;
    bill::Seller seller;
    bill::Buyer buyer;
    std::string payment_reference;  // by which a payment of all is known

    struct Item {
        std::string number;  // of the invoice
        LocalDate issued_on, due_on;
        Money open;
    };
    std::vector<Item> items;  // overdue, oldest first; at least one
    Money credit;             // of the account, which is taken off; never below zero
    Money owed;               // the items less the credit; above zero
};

}  // namespace bw::compose

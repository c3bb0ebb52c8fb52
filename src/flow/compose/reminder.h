// What an account is asked for again: invoices that were due.
#pragma once

#include "flow/compose/letter.h"

#include <string>
#include <vector>

namespace bw::compose {

struct Reminder : Letter {
    LocalDate pay_by;
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

// What an account owes and has paid, read from the books as of a cut: the open items with their
// due dates, the credit, the deposits, and the statement of account. Face of the room.
#pragma once

#include "flow/collect/rules/allocate.h"
#include "flow/collect/rules/match.h"
#include "flow/collect/rules/statement.h"
#include "platform/store/store.h"

#include <string_view>
#include <vector>

namespace bw::collect {

struct Standing {
    Payer payer;
    LocalDate on;                 // overdue as of this day
    std::vector<OpenItem> items;  // oldest first; credit notes that are not used up are negative
    Money open;                   // sum of what is open on invoices
    Money overdue;                // part of it that was due before the day
    Money credit;                 // of credit notes and payments; positive
    Money owed;                   // open less credit; negative: in the customer's favour
    Money deposits;               // held
};
// Days since the due date on the day of the standing; 0: not due yet, or not owed.
int days_overdue(const OpenItem& item, LocalDate on);

// NotFound: there is no such account.
Result<Payer> load_payer(store::Transaction& tx, TenantId tenant, std::string_view number);
Result<Standing> load_standing(store::Transaction& tx, TenantId tenant, const Payer& payer,
                               LocalDate on, AsOf as_of);
Result<Statement> load_statement(store::Transaction& tx, TenantId tenant, const Payer& payer,
                                 const Period& days, AsOf as_of);

// Oldest first.
std::vector<OpenItem> load_open_items(store::Transaction& tx, TenantId tenant, const Payer& payer,
                                      AsOf as_of);
// Of payments that no invoice took; negative: some was spent whose payment was reversed.
Money load_credit(store::Transaction& tx, TenantId tenant, const Payer& payer, AsOf as_of);
Money load_deposits(store::Transaction& tx, TenantId tenant, const Payer& payer, AsOf as_of);

}  // namespace bw::collect

// Which open invoices money pays: the named one first, then the oldest. Payments, credit notes and
// credit of earlier payments go by the same rule. Pure; the books are written by the till.
#pragma once

#include "base/civil.h"
#include "books/ledger/entry.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bw::collect {

// An invoice or credit note that is not settled, or a debt without a document (id 0).
struct OpenItem {
    InvoiceId id;
    std::string number;  // of the document; empty without one
    LocalDate issued_on;
    LocalDate due_on;
    Money billed;                     // negative on a credit note
    Money open;                       // negative: to the customer's credit
    std::vector<InvoiceId> corrects;  // of a credit note: the invoices that it takes back
};

// Oldest first: by day of issue, equal days by number.
void sort_oldest_first(std::vector<OpenItem>& items);

// How `amount` is shared out: `named` items first, in that order, then the oldest. No share is
// more than is open, and items in credit or of another currency take none. What no share takes
// stays as credit.
std::vector<ledger::Share> allocate(std::span<const OpenItem> items, const Money& amount,
                                    std::span<const InvoiceId> named = {});

// Credit that pays an open item: of a credit note, or of payments when there is no `note`.
struct Move {
    std::optional<InvoiceId> note;
    InvoiceId item;
    Money amount;
    friend bool operator==(const Move&, const Move&) = default;
};
// What an account's credit pays by itself: each credit note (oldest first) the invoices that it
// corrects, then the oldest; afterwards `credit`, what payments left over (positive). Nothing is
// both open and in credit afterwards, and what is owed in total is the same.
std::vector<Move> settle(std::span<const OpenItem> items, const Money& credit);

// What of `used` goes back, the newest first and at most `amount`: credit that was spent, and whose
// payment was reversed; or a credit note that paid others, when the invoice that it corrects is
// open again. `used` is oldest first; a move below zero is one that went back before.
std::vector<Move> take_back(std::span<const Move> used, const Money& amount);

// A rest within `tolerance` on the item that the payment reached last, to be written off.
std::optional<ledger::Share> shortfall(std::span<const OpenItem> items,
                                       std::span<const ledger::Share> shares,
                                       const Money& tolerance);

}  // namespace bw::collect

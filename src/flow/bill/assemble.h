// From items to statements: rounding per line, tax per category, totals, credit notes. Pure.
#pragma once

#include "flow/bill/billed.h"
#include "flow/bill/difference.h"

#include <map>
#include <span>
#include <vector>

namespace bw::bill {

// The one rounding of a piece (law 5): quantity x price / base at the tariff's place, then to the
// currency. With `before`: what both come to, less what `before` does.
Result<Money> line_amount(const rate::Piece& piece, Currency currency);

// Base and tax of each category (taxed.h); sorted by code, percent, key.
Result<std::vector<TaxSubtotal>> tax_subtotals(std::span<const InvoiceLine> lines,
                                               Currency currency, std::span<const Item> reasons);

// Fills lines, taxes and totals of `head` (seller, buyer, dates stand already). Lines that net
// below zero make a credit note: all signs are turned, so that its payable is positive. The nets of
// gross lines are what the net of their rate grows by with each of them, so that they sum to it and
// none is more than a cent off its own; of what is taken back it is the one that was billed.
Result<Invoice> assemble(Invoice head, std::span<const Adjustment> entries);

// Sorts an account's entries into the statements they become: credit notes and rebills, then the
// bill. `current`: pieces never billed before; `corrections`: by the policy of their tariffs. An
// empty result means there is nothing to bill.
struct Groups {
    std::vector<std::vector<Adjustment>> statements;
};
Result<Groups> group(std::vector<Adjustment> current,
                     std::map<Correction, std::vector<Adjustment>> corrections);

}  // namespace bw::bill

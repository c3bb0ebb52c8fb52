// Discounts and surcharges on rounded lines, in their order: percent of them or an amount, dated,
// growing, within limits. Of a schedule's charges and of a plan's fees alike. Internal to flow.
// Pure.
#pragma once

#include "flow/rate/energy/energy.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace bw::rate {

// One text's discounts for some of its days.
struct Discounted {
    const catalog::Header& head;
    std::span<const catalog::Discount> discounts;
    Period days;     // supplied, and the text is in force
    Period reach;    // those on which it prices: counters may tell of more days
    Period nominal;  // whose months amounts are shared by
};

// Appends a piece per discount, stretch of days at one size, and tax. Counted are pieces of the
// text that stand there: fixed prices, usage and what a maximum takes off, and discounts that are
// named. Credits and top-ups are not discounted. NotFound: a fact that a condition asks for is
// missing.
Result<void> add_discounts(const Discounted& of, const std::map<std::string, Decimal>& facts,
                           std::vector<Piece>& pieces);

// Does one that reaches the charge begin, end or grow on this day? Pieces never lie on both sides.
bool is_discount_cut(std::span<const catalog::Discount> discounts, const std::string& charge,
                     LocalDate day);

// A whole amount in shares of weights (none below 0, one above), each rounded as lines are.
Result<std::vector<Decimal>> shares_of(Decimal amount, std::span<const Decimal> weights,
                                       const RoundingRule& round);

}  // namespace bw::rate

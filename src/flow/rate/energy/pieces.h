// Arithmetic of pieces: the exact amount, the one rounding, and filling tiers. Pure.
#pragma once

#include "books/catalog/model.h"
#include "flow/rate/rated.h"

#include <span>
#include <vector>

namespace bw::rate {

// quantity x price / base, rounded as piece.round says: the amount of the line in currency units.
// With `before`: what both come to, less what `before` does.
Result<Decimal> line_amount(const Piece& piece);
// The same to 9 decimals half-even, for piece.amount.
Result<Decimal> exact_amount(const Piece& piece);

// Notes it where a piece that goes on from others comes to another amount than alone.
Result<void> note_rounding(Piece& piece);

// A tier with its bounds as used.
struct FilledTier {
    Decimal quantity;
    Decimal from;
    std::optional<Decimal> to;
};
// Upper bounds, ascending; the last tier is open. Graduated: the quantity fills them in order. A
// negative quantity (an estimate made good) goes to the first tier whole.
std::vector<FilledTier> fill_tiers(Decimal quantity, std::span<const Decimal> bounds);

// "HOME-TOU@2026-01-01 charges.energy.windows.peak, line 14"
std::string clause(const catalog::Header& head, const std::string& path, catalog::SourceLine line);

// So many percent of a number, exact to 18 decimals.
Result<Product> percent_of(Decimal number, Decimal percent);

// A piece of what is reckoned on lines, without its amount.
Piece piece_of(const catalog::Header& head, PieceKind kind, const std::string& key,
               const Period& days);

// As the tariff says, but never finer than the currency: what is reckoned on lines (minimum,
// discounts) is reckoned on what the bill shows.
RoundingRule rounding_of(const catalog::Header& head);

}  // namespace bw::rate

#include "flow/rate/energy/pieces.h"

#include "flow/rate/energy/units.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

Result<Decimal> amount_to(const Piece& piece, Decimal quantity, int places, Rounding rounding) {
    if (piece.base <= 0) return fail(Code::Invalid, "a piece has no base", piece.charge);
    const Product product = TRY(multiply(quantity, piece.price));
    const int128 unit = power_of_ten(18 - places);
    const int128 rounded = divide_rounded(product.atto(), unit * piece.base, rounding);
    return Decimal::from_nano(rounded * power_of_ten(Decimal::kPlaces - places));
}

}  // namespace

Result<Decimal> line_amount(const Piece& piece) {
    const auto amount = [&](Decimal quantity) {
        return amount_to(piece, quantity, piece.round.places, piece.round.method);
    };
    if (piece.before.is_zero()) return amount(piece.quantity);
    return TRY(amount(piece.before + piece.quantity)) - TRY(amount(piece.before));
}

Result<Decimal> exact_amount(const Piece& piece) {
    return amount_to(piece, piece.quantity, Decimal::kPlaces, Rounding::HalfEven);
}

Result<void> note_rounding(Piece& piece) {
    if (piece.before.is_zero()) return {};
    Piece alone = piece;
    alone.before = Decimal();
    if (TRY(line_amount(piece)) == TRY(line_amount(alone))) return {};
    piece.breakdown.notes.emplace_back(note::RoundedWith{piece.before});
    return {};
}

std::vector<FilledTier> fill_tiers(Decimal quantity, std::span<const Decimal> bounds) {
    std::vector<FilledTier> tiers;
    Decimal from;
    Decimal rest = quantity;
    for (const Decimal bound : bounds) {
        const Decimal part = rest.is_negative() ? rest : std::min(rest, bound - from);
        tiers.push_back({part, from, bound});
        rest = rest - part;
        from = bound;
    }
    tiers.push_back({rest, from, std::nullopt});
    return tiers;
}

std::string clause(const catalog::Header& head, const std::string& path, catalog::SourceLine line) {
    std::string text;  // one for each piece: no format is parsed for it
    text.reserve(head.name.size() + path.size() + 32);
    text.append(head.name).append("@").append(head.from.to_string()).append(" ").append(path);
    return text.append(", line ").append(std::to_string(line.number));
}

Result<Product> percent_of(Decimal number, Decimal percent) {
    const Product product = TRY(multiply(number, percent));
    return Product::from_atto(divide_rounded(product.atto(), 100, Rounding::HalfEven));
}

Piece piece_of(const catalog::Header& head, PieceKind kind, const std::string& key,
               const Period& days) {
    Piece piece;
    piece.kind = kind;
    piece.charge = key;
    piece.schedule = head.name;
    piece.version = head.from;
    piece.days = days;
    piece.round = rounding_of(head);
    piece.breakdown.days = days_in(days);
    return piece;
}

RoundingRule rounding_of(const catalog::Header& head) {
    return {head.round.method, std::min(head.round.places, head.currency.digits())};
}

}  // namespace bw::rate

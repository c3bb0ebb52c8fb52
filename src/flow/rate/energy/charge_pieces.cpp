#include "flow/rate/energy/charge_pieces.h"

#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/stencils.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace bw::rate {

const catalog::Charge* ChargePieces::any_version() const {
    for (std::size_t v = schedule_.versions.size(); v-- > 0;)
        if (const auto* charge = schedule_.charge(charge_, static_cast<int>(v))) return charge;
    return nullptr;
}

Piece ChargePieces::blank(const Section& section, const Period& days, PieceKind kind) const {
    Piece piece = blank_piece(schedule_, charge_, section, kind);
    piece.days = days;
    piece.breakdown.days = days_in(days);
    return piece;
}

Result<Decimal> ChargePieces::value_of(const catalog::Formula& formula,
                                       std::optional<std::int64_t> days) const {
    auto value = formula.value([&](std::string_view name) {
        return days && name == "days" ? std::optional(Decimal(*days)) : facts_(name);
    });
    if (value || value.error().code != Code::NotFound) return value;
    return fail(
        Code::Invalid,
        fmt::format("the tariff reckons with '{}', which is not known of the place: import "
                    "it with an attributes file",
                    value.error().subject),
        fmt::format("schedule {} charges.{}", schedule_.versions.back().head.name, charge_.key));
}

std::int64_t ChargePieces::steps_in(const Period& days) const {
    const Span span = schedule_.span_of(days);
    const std::int64_t step = schedule_.steps.empty() ? 1800 : schedule_.steps[0];
    return (span.to.seconds() - span.from.seconds()) / step;
}

Result<void> ChargePieces::nothing_measured(const Period& supplied,
                                            const std::optional<note::Gap>& gap,
                                            std::int64_t missing) {
    for (const auto& section : charge_.sections) {
        const Period days = section.days.intersect(supplied);
        if (days.is_empty()) continue;
        const auto& window = season(section).windows[0];
        Piece piece = blank(section, days, PieceKind::Usage);
        piece.unit = prices(section).of.unit;
        piece.breakdown.clause = clause_of(schedule_, charge_, section, window, window.line);
        if (gap) piece.breakdown.notes.emplace_back(*gap);
        piece.breakdown.missing = missing >= 0 ? missing : steps_in(supplied);
        name_part(piece, window.name);
        return push(std::move(piece), Decimal(), window.tiers.back().price);
    }
    return {};
}

Result<std::vector<Decimal>> ChargePieces::bounds_of(const catalog::Window& window,
                                                     std::optional<std::int64_t> days) const {
    std::vector<Decimal> bounds;
    Decimal before;
    for (const auto& tier : window.tiers) {
        if (!tier.to) break;  // the last
        before = std::max(before, TRY(value_of(*tier.to, days)));
        bounds.push_back(before);
    }
    return bounds;
}

Piece ChargePieces::tier_piece(const Section& section, const Period& days, std::size_t window,
                               std::span<const Decimal> bounds, std::size_t tier) const {
    Piece piece = charge_.stencils[static_cast<std::size_t>(section.version)]
                                  [static_cast<std::size_t>(section.season)][window][tier];
    piece.days = days;
    piece.breakdown.days = days_in(days);
    const auto& tiers = season(section).windows[window].tiers;
    if (tiers.size() == 1) return piece;
    piece.breakdown.tier_from = tier == 0 ? Decimal() : bounds[tier - 1];
    if (tier < bounds.size()) piece.breakdown.tier_to = bounds[tier];
    for (const std::size_t t : {tier - 1, tier})  // the tier below is there unless it is the first
        if (t < bounds.size())
            if (const auto& to = tiers[t].to) tell_facts(piece, *to);
    return piece;
}

void ChargePieces::tell_facts(Piece& piece, const catalog::Formula& formula) const {
    for (const auto& name : formula.names()) {
        const auto value = facts_(name);
        if (!value) continue;  // "days", which the piece tells
        auto& notes = piece.breakdown.notes;
        if (piece.breakdown.find<note::Reckoned>() == nullptr) notes.emplace_back(note::Reckoned{});
        for (auto& note : notes)
            if (auto* reckoned = std::get_if<note::Reckoned>(&note);
                reckoned != nullptr &&
                std::ranges::count(reckoned->facts, name, &note::Fact::name) == 0)
                reckoned->facts.push_back({name, value->to_string()});
    }
}

Result<void> ChargePieces::tell_missing(const Period& supplied, std::int64_t missing) {
    for (const auto& piece : pieces()) missing -= piece.breakdown.missing;
    if (missing <= 0) return {};
    if (pieces().empty()) return nothing_measured(supplied, std::nullopt, missing);
    pieces().front().breakdown.missing += missing;
    return {};
}

Result<void> ChargePieces::push_level(const Section& section, const Period& days,
                                      std::size_t window, std::span<const Decimal> bounds,
                                      Decimal quantity, Breakdown counts) {
    const auto tier =
        static_cast<std::size_t>(std::ranges::lower_bound(bounds, quantity) - bounds.begin());
    Piece piece = tier_piece(section, days, window, bounds, tier);
    piece.breakdown.intervals = counts.intervals;
    piece.breakdown.estimated = counts.estimated;
    piece.breakdown.missing = counts.missing;
    std::ranges::move(counts.notes, std::back_inserter(piece.breakdown.notes));
    piece.breakdown.notes.emplace_back(note::Reached{quantity, prices(section).of.unit});
    const bool is_whole = days == section.block;
    piece.unit = is_whole ? "month" : "day";
    piece.base = is_whole ? 1 : days_in(section.block);
    return push(std::move(piece), is_whole ? Decimal(1) : Decimal(days_in(days)),
                season(section).windows[window].tiers[tier].price);
}

// By which facts the piece's version chose its prices.
void ChargePieces::tell_choice(Piece& piece) const {
    for (std::size_t v = 0; v < schedule_.versions.size(); ++v) {
        if (schedule_.versions[v].head.from != piece.version) continue;
        const auto* charge = schedule_.charge(charge_, static_cast<int>(v));
        if (charge == nullptr || charge->picked.empty()) return;
        note::Chosen chosen;
        for (const auto& picked : charge->picked)
            chosen.facts.push_back({picked.fact, picked.value});
        piece.breakdown.notes.emplace_back(std::move(chosen));
        return;
    }
}

Result<void> ChargePieces::push(Piece&& piece, Decimal quantity, Decimal price) {
    piece.quantity = price.is_negative() ? -quantity : quantity;
    piece.before = price.is_negative() ? -piece.before : piece.before;
    piece.price = price.is_negative() ? -price : price;
    piece.amount = TRY(exact_amount(piece));
    TRY_VOID(note_rounding(piece));
    tell_choice(piece);
    into_.push_back(std::move(piece));
    return {};
}

}  // namespace bw::rate

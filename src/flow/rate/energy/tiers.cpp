#include "flow/rate/energy/tiers.h"

#include "flow/rate/energy/limits.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/sections.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

std::vector<Decimal> quantities_of(std::span<const FilledTier> tiers) {
    std::vector<Decimal> quantities;
    for (const auto& tier : tiers) quantities.push_back(tier.quantity);
    return quantities;
}

Decimal sum_of(std::span<const Decimal> quantities) {
    Decimal sum;
    for (const Decimal quantity : quantities) sum += quantity;
    return sum;
}

// quantity x part / whole, to nine decimals half-even.
Result<Decimal> share_of(Decimal quantity, Decimal part, Decimal whole) {
    const Decimal most(kSharedMax);
    for (const Decimal number : {quantity, part, whole})
        if (number > most || number < -most)
            return fail(Code::Overflow, fmt::format("{} is too much to be shared among windows",
                                                    number.to_string()));
    const bool is_negative = whole.is_negative();
    const int128 product = quantity.nano() * part.nano();
    return Decimal::from_nano(divide_rounded(is_negative ? -product : product,
                                             is_negative ? -whole.nano() : whole.nano(),
                                             Rounding::HalfEven));
}

// What the quantity adds to tiers that are filled so far.
std::vector<Decimal> fill_on(const Portion& portion, std::span<const Decimal> bounds,
                             std::span<const Decimal> filled) {
    if (portion.day_quantities.empty()) {
        auto sum = quantities_of(fill_tiers(sum_of(filled) + portion.quantity, bounds));
        for (std::size_t t = 0; t < sum.size(); ++t) sum[t] = sum[t] - filled[t];
        return sum;
    }
    std::vector<Decimal> sum(bounds.size() + 1);
    for (const Decimal day : portion.day_quantities) {
        const auto tiers = fill_tiers(day, bounds);
        for (std::size_t t = 0; t < tiers.size(); ++t) sum[t] += tiers[t].quantity;
    }
    return sum;
}

}  // namespace

Result<std::vector<Decimal>> TierPieces::bounds_of(const Portion& portion) const {
    const auto& window = window_of(portion);
    const auto& section = *portion.section;
    const Period joined = section.joined.intersect(portion.extent);
    std::vector<BlockShare> shares{{1, 1}};
    if (window.per == catalog::TierPeriod::Day && portion.day_quantities.empty())
        shares = {{days_in(joined), 1}};
    else if (window.per == catalog::TierPeriod::BillingPeriod)
        shares = block_shares(joined, BlockUnit::Period, portion.extent);
    else if (window.per != catalog::TierPeriod::None && window.per != catalog::TierPeriod::Day)
        shares = block_shares(
            joined,
            TRY(block_unit(out_.prices(section), out_.season(section), out_.version(section).head)),
            out_.schedule().period);
    const catalog::Formula::Lookup known = [&](std::string_view name) {
        return name == "days" ? std::optional(Decimal(days_in(joined))) : facts_(name);
    };
    std::vector<Decimal> bounds;
    for (std::size_t t = 0; t + 1 < window.tiers.size(); ++t) {
        const auto& to = window.tiers[t].to;
        if (!to) break;  // all but the last have one
        const Decimal whole = TRY(out_.value_of(*to, known));
        Decimal bound;
        for (const auto& share : shares)
            bound += TRY(whole.times(Ratio{share.days, share.of}, Rounding::HalfEven));
        // A formula may come below the tier before it: then its own is empty.
        bounds.push_back(bounds.empty() ? std::max(bound, Decimal())
                                        : std::max(bound, bounds.back()));
    }
    return bounds;
}

std::vector<Decimal>& TierPieces::filled(const Portion& portion, std::size_t tiers) {
    if (filled_of_ != portion.section->joined) {
        filled_of_ = portion.section->joined;
        filled_.assign(out_.season(*portion.section).windows.size(), {});
    }
    auto& result = filled_[portion.window];
    result.resize(tiers);
    return result;
}

Result<void> TierPieces::add(const Portion& portion) {
    const auto bounds = TRY(bounds_of(portion));
    if (window_of(portion).is_level) return emit_level(portion, bounds);
    return emit(portion, bounds, fill_on(portion, bounds, filled(portion, bounds.size() + 1)));
}

Result<void> TierPieces::add_pro_rata(std::span<const Portion> portions) {
    Decimal total;
    std::size_t last = 0;  // that has anything: it gets what rounding leaves
    for (std::size_t i = 0; i < portions.size(); ++i) {
        total += portions[i].quantity;
        if (!portions[i].quantity.is_zero()) last = i;
    }
    if (portions.empty()) return {};
    const auto bounds = TRY(bounds_of(portions[0]));
    const auto filled = quantities_of(fill_tiers(total, bounds));
    auto rest = filled;
    std::vector<std::vector<Decimal>> shares;
    for (std::size_t i = 0; i < portions.size(); ++i) {
        auto& share = shares.emplace_back(filled.size());
        if (portions[i].quantity.is_zero() || total.is_zero()) {
            share[0] = portions[i].quantity;  // what others take off again
            continue;
        }
        Decimal left = portions[i].quantity;
        for (std::size_t t = 0; t < share.size(); ++t) {
            if (i == last) share[t] = rest[t];
            else if (t + 1 == share.size()) share[t] = left;
            else share[t] = TRY(share_of(portions[i].quantity, filled[t], total));
            left = left - share[t];
        }
        for (std::size_t t = 0; t < share.size(); ++t) rest[t] = rest[t] - share[t];
    }
    return add_filled(portions, shares);
}

Result<void> TierPieces::add_filled(std::span<const Portion> portions,
                                    std::span<const std::vector<Decimal>> quantities) {
    for (std::size_t i = 0; i < portions.size(); ++i) {
        const auto bounds = TRY(bounds_of(portions[i]));
        TRY_VOID(emit(portions[i], bounds, quantities[i]));
    }
    return {};
}

Piece TierPieces::piece_of(const Portion& portion, std::span<const Decimal> bounds,
                           std::size_t tier) const {
    const auto& window = window_of(portion);
    Piece piece = out_.blank(*portion.section, portion.days, PieceKind::Usage);
    ChargePieces::name_part(piece, window.name);
    piece.breakdown.window = window.name;
    piece.breakdown.notes = portion.notes;
    const bool is_tiered = window.tiers.size() > 1;
    const auto& of = window.tiers[tier];
    if (is_tiered) {
        ChargePieces::name_part(piece,
                                of.name.empty() ? fmt::format("tier-{}", tier + 1) : of.name);
        piece.breakdown.tier = static_cast<int>(tier) + 1;
        piece.breakdown.tier_from = (tier == 0 ? Decimal() : bounds[tier - 1]).to_string();
        if (tier < bounds.size()) piece.breakdown.tier_to = bounds[tier].to_string();
        if (of.free && !of.reason.empty())
            piece.breakdown.notes.emplace_back(note::Free{of.reason});
    }
    piece.breakdown.clause =
        out_.clause_of(*portion.section, window, is_tiered ? of.line : window.line);
    return piece;
}

// The tier that the quantity reaches is paid whole, once a month.
Result<void> TierPieces::emit_level(const Portion& portion, std::span<const Decimal> bounds) {
    const auto reached = std::ranges::lower_bound(bounds, portion.quantity) - bounds.begin();
    const auto tier = static_cast<std::size_t>(reached);
    Piece piece = piece_of(portion, bounds, tier);
    piece.breakdown.intervals = portion.intervals;
    piece.breakdown.estimated = portion.estimated;
    piece.breakdown.missing = portion.missing;
    piece.breakdown.notes.emplace_back(
        note::Reached{portion.quantity, out_.prices(*portion.section).of.unit});
    return out_.push_by_month(std::move(piece), *portion.section,
                              window_of(portion).tiers[tier].price);
}

Result<void> TierPieces::emit(const Portion& portion, std::span<const Decimal> bounds,
                              std::span<const Decimal> quantities) {
    auto& before = filled(portion, bounds.size() + 1);
    const bool is_netted = std::ranges::any_of(
        portion.notes, [](const Note& note) { return std::holds_alternative<note::Netted>(note); });
    bool is_first = true;
    for (std::size_t t = 0; t < quantities.size(); ++t) {
        // What was fed in has paid for all of it: the line says so.
        const bool is_told = is_netted && t == 0 && sum_of(quantities).is_zero();
        if (quantities[t].is_zero() && !is_told) continue;
        Piece piece = piece_of(portion, bounds, t);
        piece.unit = out_.prices(*portion.section).of.unit;
        piece.before = before[t];
        before[t] += quantities[t];
        if (is_first) {
            piece.breakdown.intervals = portion.intervals;
            piece.breakdown.estimated = portion.estimated;
            piece.breakdown.missing = portion.missing;
        }
        is_first = false;
        TRY_VOID(out_.push(std::move(piece), quantities[t], window_of(portion).tiers[t].price));
    }
    return {};
}

}  // namespace bw::rate

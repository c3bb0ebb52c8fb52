#include "flow/rate/energy/tiers.h"

#include "flow/rate/energy/limits.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

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
    if (window.tiers.size() == 1) return std::vector<Decimal>{};
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
    auto bounds = TRY(out_.bounds_of(window, days_in(joined)));
    for (Decimal& bound : bounds) {
        const Decimal whole = std::exchange(bound, Decimal());
        for (const auto& share : shares)
            bound += TRY(whole.times(Ratio{share.days, share.of}, Rounding::HalfEven));
    }
    return bounds;
}

std::span<Decimal> TierPieces::filled(const Portion& portion) {
    if (filled_of_ != portion.section->joined) {
        filled_of_ = portion.section->joined;
        const auto& windows = out_.season(*portion.section).windows;
        for (const auto& window : windows) most_tiers_ = std::max(most_tiers_, window.tiers.size());
        filled_.assign(windows.size() * most_tiers_, {});
    }
    return std::span(filled_).subspan(portion.window * most_tiers_,
                                      window_of(portion).tiers.size());
}

Portion TierPieces::in_units(const Portion& portion) {
    Portion counted = portion;
    const auto rounding = out_.prices(*portion.section).units == catalog::Units::Started
                              ? Rounding::Up
                              : Rounding::Down;
    const Decimal before = used_.rounded(0, rounding);
    used_ += portion.quantity;
    counted.quantity = used_.rounded(0, rounding) - before;
    if (counted.quantity != portion.quantity)
        counted.notes.emplace_back(note::WholeUnits{portion.quantity, rounding == Rounding::Up});
    return counted;
}

Result<void> TierPieces::add(const Portion& exact) {
    std::optional<Portion> counted;
    if (out_.prices(*exact.section).units != catalog::Units::Exact) counted = in_units(exact);
    const Portion& portion = counted ? *counted : exact;
    if (window_of(portion).tiers.size() == 1 && !window_of(portion).is_level)  // nearly always
        return emit(portion, {}, std::span(&portion.quantity, 1));
    const auto bounds = TRY(bounds_of(portion));
    const auto& window = window_of(portion);
    if (window.is_level) {
        Breakdown counts;
        counts.intervals = portion.intervals;
        counts.estimated = portion.estimated;
        counts.missing = portion.missing;
        counts.notes = portion.notes;
        return out_.push_level(*portion.section, portion.days, portion.window, bounds,
                               portion.quantity, std::move(counts));
    }
    return emit(portion, bounds, fill_on(portion, bounds, filled(portion)));
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

Result<void> TierPieces::emit(const Portion& portion, std::span<const Decimal> bounds,
                              std::span<const Decimal> quantities) {
    const auto& window = window_of(portion);
    // A price without tiers, of days that nobody joins, goes on from nothing.
    Decimal none;
    const bool is_alone =
        window.tiers.size() == 1 && portion.section->joined == portion.section->days;
    const auto before = is_alone ? std::span(&none, 1) : filled(portion);
    const bool is_netted = std::ranges::any_of(
        portion.notes, [](const Note& note) { return std::holds_alternative<note::Netted>(note); });
    bool is_first = true;
    for (std::size_t t = 0; t < quantities.size(); ++t) {
        // What was fed in has paid for all of it: the line says so.
        const bool is_told = is_netted && t == 0 && sum_of(quantities).is_zero();
        if (quantities[t].is_zero() && !is_told) continue;
        const auto& tier = window.tiers[t];
        Piece piece = out_.tier_piece(*portion.section, portion.days, portion.window, bounds, t);
        std::ranges::copy(portion.notes, std::back_inserter(piece.breakdown.notes));
        if (tier.free && !tier.reason.empty())
            piece.breakdown.notes.emplace_back(note::Free{tier.reason});
        piece.before = before[t];
        before[t] += quantities[t];
        if (is_first) {
            piece.breakdown.intervals = portion.intervals;
            piece.breakdown.estimated = portion.estimated;
            piece.breakdown.missing = portion.missing;
        }
        is_first = false;
        TRY_VOID(out_.push(std::move(piece), quantities[t], tier.price));
    }
    return {};
}

}  // namespace bw::rate

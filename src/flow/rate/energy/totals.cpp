#include "flow/rate/energy/totals.h"

#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

namespace bw::rate {
namespace {

// Of some days, those on which a version is in force.
Period days_of(const CompiledSchedule& schedule, std::size_t version, const Period& days) {
    const LocalDate from = std::max(days.from, schedule.versions[version].head.from);
    const LocalDate to = version + 1 < schedule.versions.size()
                             ? std::min(days.to, schedule.versions[version + 1].head.from)
                             : days.to;
    return {from, std::max(from, to)};
}

// The supplied days and those of what is discounted: counters were read before them or after.
Period days_of(const catalog::Discount& discount, std::span<const Piece> pieces, Period supplied) {
    for (const auto& piece : pieces) {
        if (!is_on(discount.on, piece.charge)) continue;
        supplied.from = std::min(supplied.from, piece.days.from);
        supplied.to = std::max(supplied.to, piece.days.to);
    }
    return supplied;
}

BlockUnit unit_of(catalog::TimeUnit per) {
    if (per == catalog::TimeUnit::Month) return BlockUnit::Month;
    if (per == catalog::TimeUnit::Quarter) return BlockUnit::Quarter;
    return per == catalog::TimeUnit::Year ? BlockUnit::Year : BlockUnit::Period;
}

// What a minimum asks for some days; a price per day simply times the days.
Result<Decimal> minimum_for(const catalog::Minimum& minimum, const Period& days,
                            const Period& nominal) {
    if (minimum.per == catalog::TimeUnit::Day)
        return minimum.price.times(Ratio{days_in(days), 1}, Rounding::HalfEven);
    Decimal sum;
    for (const auto& share : block_shares(days, unit_of(minimum.per), nominal))
        sum += TRY(minimum.price.times(Ratio{share.days, share.of}, Rounding::HalfEven));
    return sum;
}

// What is discounted, by tax: its category, and of pieces that bear that of another day the day.
struct Base {
    Decimal amount;
    Period days;  // of the pieces
};
using Bases = std::map<std::pair<std::string, std::optional<LocalDate>>, Base>;

std::optional<LocalDate> tax_day_of(const Piece& piece) {
    const auto* taxed = piece.breakdown.find<note::TaxedAsOf>();
    return taxed == nullptr ? std::nullopt : std::optional(taxed->day);
}

Result<Bases> bases_of(const catalog::Schedule& version, const catalog::Discount& discount,
                       std::span<const Piece> billed) {
    Bases bases;
    for (const auto& piece : billed) {
        if (piece.version != version.head.from || !is_on(discount.on, piece.charge)) continue;
        if (piece.kind != PieceKind::Fixed && piece.kind != PieceKind::Usage) continue;
        // Sections are cut where a discount begins and ends: a piece lies inside or outside.
        if ((discount.from && piece.days.from < *discount.from) ||
            (discount.until && *discount.until < piece.days.from))
            continue;
        const auto [base, is_new] =
            bases.try_emplace({piece.tax, tax_day_of(piece)}, Base{{}, piece.days});
        auto& [amount, days] = base->second;
        amount += TRY(line_amount(piece));
        days = {std::min(days.from, piece.days.from), std::max(days.to, piece.days.to)};
    }
    return bases;
}

Result<void> add_discount(const catalog::Schedule& version, const catalog::Discount& discount,
                          const Period& days, const Bases& bases, std::vector<Piece>& out) {
    const bool is_cut =
        std::ranges::any_of(bases, [](const auto& base) { return base.first.second.has_value(); });
    for (const auto& [of, base] : bases) {
        const auto& [tax, tax_day] = of;
        Piece piece =
            piece_of(version, PieceKind::Discount, discount.key, is_cut ? base.days : days);
        piece.price = TRY(percent_of(base.amount, discount.percent))
                          .rounded(piece.round.places, piece.round.method);
        if (piece.price <= Decimal()) continue;  // credits are not discounted
        piece.part = tax;
        piece.tax = tax;
        piece.quantity = Decimal(-1);
        piece.amount = -piece.price;
        piece.breakdown.clause = clause(version.head, "discounts." + discount.key, discount.line);
        piece.breakdown.notes.emplace_back(
            note::PercentOf{discount.percent, base.amount, discount.on});
        if (tax_day) piece.breakdown.notes.emplace_back(note::TaxedAsOf{*tax_day});
        out.push_back(std::move(piece));
    }
    return {};
}

}  // namespace

Result<void> add_minimum(const CompiledSchedule& schedule, const Period& supplied,
                         std::vector<Piece>& pieces) {
    Decimal asked;
    Decimal billed;
    const catalog::Schedule* last = nullptr;
    catalog::Minimum minimum;  // of `last`
    std::vector<std::size_t> in_force;
    for (std::size_t v = 0; v < schedule.versions.size(); ++v)
        if (!days_of(schedule, v, supplied).is_empty()) in_force.push_back(v);
    for (const std::size_t v : in_force) {
        const auto& version = schedule.versions[v];
        if (!version.minimum) continue;
        last = &version;
        minimum = *version.minimum;
        asked += TRY(minimum_for(minimum, days_of(schedule, v, supplied), schedule.period));
        for (const auto& piece : pieces) {
            // What counters used on days before the first version or after the last counts there.
            const bool is_of = piece.version == version.head.from ||
                               (v == in_force.front() && piece.version < version.head.from) ||
                               (v == in_force.back() && version.head.from < piece.version);
            const bool credit = piece.kind == PieceKind::FeedInCredit ||
                                (minimum.on.empty() && piece.quantity.is_negative());
            if (is_of && is_on(minimum.on, piece.charge) && !credit)
                billed += TRY(line_amount(piece));
        }
    }
    if (last == nullptr) return {};
    Piece piece = piece_of(*last, PieceKind::Minimum, "minimum", supplied);
    const Decimal wanted = asked.rounded(piece.round.places, piece.round.method);
    if (wanted <= billed) return {};
    piece.tax = minimum.tax;
    piece.quantity = Decimal(1);
    piece.price = wanted - billed;
    piece.amount = piece.price;
    piece.breakdown.clause = clause(last->head, "minimum", minimum.line);
    piece.breakdown.notes.emplace_back(note::TopUp{wanted, billed});
    pieces.push_back(std::move(piece));
    return {};
}

Result<void> add_discounts(const CompiledSchedule& schedule, const Period& supplied,
                           const std::map<std::string, Decimal>& facts,
                           std::vector<Piece>& pieces) {
    std::vector<Piece> discounts;
    for (std::size_t v = 0; v < schedule.versions.size(); ++v) {
        const auto& version = schedule.versions[v];
        for (const auto& discount : version.discounts) {
            Period days = days_of(schedule, v, days_of(discount, pieces, supplied));
            if (discount.from) days.from = std::max(days.from, *discount.from);
            if (discount.until) days.to = std::min(days.to, discount.until->plus_days(1));
            if (days.is_empty()) continue;
            const auto bases = TRY(bases_of(version, discount, pieces));
            if (bases.empty()) continue;
            if (discount.condition) {
                const auto fact = facts.find(discount.condition->fact);
                if (fact == facts.end())
                    return fail(
                        Code::NotFound,
                        fmt::format("the fact '{}' is needed to decide the discount and was not "
                                    "handed over",
                                    discount.condition->fact),
                        fmt::format("schedule {} discounts.{}", version.head.name, discount.key));
                if (!discount.condition->holds(fact->second)) continue;
            }
            TRY_VOID(add_discount(version, discount, days, bases, discounts));
        }
    }
    pieces.insert(pieces.end(), std::make_move_iterator(discounts.begin()),
                  std::make_move_iterator(discounts.end()));
    return {};
}

}  // namespace bw::rate

#include "flow/rate/energy/totals.h"

#include "flow/rate/energy/discounts.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/prorate.h"
#include "flow/rate/energy/sections.h"

#include <algorithm>
#include <optional>
#include <span>

namespace bw::rate {
namespace {

const LocalDate kOpen = LocalDate::of(2999, 12, 31);

// Days on which a version is the one in force.
Period reach_of(const CompiledSchedule& schedule, std::size_t version) {
    return {schedule.versions[version].head.from, version + 1 < schedule.versions.size()
                                                      ? schedule.versions[version + 1].head.from
                                                      : kOpen};
}

// What a minimum or maximum asks for some days; a price per day simply times the days.
Result<Decimal> asked_for(const catalog::AmountPer& price, const Period& days,
                          const Period& nominal) {
    if (price.per == catalog::TimeUnit::Day)
        return price.value.times(Ratio{days_in(days), 1}, Rounding::HalfEven);
    Decimal sum;
    for (const auto& share : block_shares(days, block_unit(price.per), nominal))
        sum += TRY(price.value.times(Ratio{share.days, share.of}, Rounding::HalfEven));
    return sum;
}

// The versions in force on supplied days, and whose lines each counts: what counters used on days
// before the first one or after the last counts there.
class InForce {
public:
    InForce(const CompiledSchedule& schedule, const Period& supplied)
        : schedule_(schedule), supplied_(supplied) {
        for (std::size_t v = 0; v < schedule.versions.size(); ++v)
            if (!days(v).is_empty()) versions_.push_back(v);
    }
    [[nodiscard]] const std::vector<std::size_t>& versions() const { return versions_; }
    [[nodiscard]] const catalog::Schedule& version(std::size_t v) const {
        return schedule_.versions[v];
    }
    [[nodiscard]] Period days(std::size_t v) const {
        return reach_of(schedule_, v).intersect(supplied_);
    }
    [[nodiscard]] bool is_of(const Piece& piece, std::size_t v) const {
        const LocalDate from = version(v).head.from;
        return piece.version == from || (v == versions_.front() && piece.version < from) ||
               (v == versions_.back() && from < piece.version);
    }

private:
    const CompiledSchedule& schedule_;
    Period supplied_;
    std::vector<std::size_t> versions_;
};

std::optional<note::TaxedAsOf> taxed_as_of(const Piece& piece) {
    const auto* taxed = piece.breakdown.find<note::TaxedAsOf>();
    return taxed == nullptr ? std::nullopt : std::optional(*taxed);
}

// Lines of one charge, days and tax: what is above a maximum is taken off of each by its part.
struct Lines {
    const Piece* first = nullptr;
    Decimal amount;
    [[nodiscard]] bool holds(const Piece& piece) const {
        return first->charge == piece.charge && first->version == piece.version &&
               first->tax == piece.tax && first->days == piece.days &&
               taxed_as_of(*first) == taxed_as_of(piece);
    }
};

Result<void> add_line(std::vector<Lines>& all, const Piece& piece) {
    auto found = std::ranges::find_if(all, [&](const Lines& lines) { return lines.holds(piece); });
    if (found == all.end()) found = all.insert(all.end(), {&piece, {}});
    found->amount += TRY(line_amount(piece));
    return {};
}

Piece taken_off(const Lines& lines, const catalog::Header& head, Decimal amount) {
    Piece piece = piece_of(head, PieceKind::Maximum, lines.first->charge, lines.first->days);
    piece.version = lines.first->version;
    piece.part = "maximum";
    piece.tax = lines.first->tax;
    piece.quantity = Decimal(-1);
    piece.price = amount;
    piece.amount = -amount;
    return piece;
}

}  // namespace

Result<void> add_maximum(const CompiledSchedule& schedule, const Period& supplied,
                         std::vector<Piece>& pieces) {
    if (std::ranges::none_of(schedule.versions,
                             [](const auto& v) { return v.maximum.has_value(); }))
        return {};
    Decimal asked, billed;
    const catalog::Header* last = nullptr;
    std::string told_by;
    std::vector<Lines> all;
    const InForce in_force(schedule, supplied);
    for (const std::size_t v : in_force.versions()) {
        const auto& version = in_force.version(v);
        if (!version.maximum) continue;
        last = &version.head;
        told_by = clause(version.head, "maximum", version.maximum->line);
        asked += TRY(asked_for(version.maximum->price, in_force.days(v), schedule.period));
        for (const auto& piece : pieces)
            if (in_force.is_of(piece, v) && is_on(version.maximum->on, piece.charge))
                TRY_VOID(add_line(all, piece));
    }
    std::erase_if(all, [](const Lines& lines) { return lines.amount <= Decimal(); });
    if (all.empty() || last == nullptr) return {};
    std::vector<Decimal> weights;
    for (const auto& lines : all) {
        billed += lines.amount;
        weights.push_back(lines.amount);
    }
    const RoundingRule round = rounding_of(*last);
    const Decimal most = asked.rounded(round.places, round.method);
    if (billed <= most) return {};
    const auto shares = TRY(shares_of(billed - most, weights, round));
    std::vector<Piece> off;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (shares[i].is_zero()) continue;
        Piece& piece = off.emplace_back(taken_off(all[i], *last, shares[i]));
        piece.breakdown.clause = told_by;
        piece.breakdown.notes.emplace_back(note::Limited{true, most, billed});
        if (const auto taxed = taxed_as_of(*all[i].first))
            piece.breakdown.notes.emplace_back(*taxed);
    }
    std::ranges::move(off, std::back_inserter(pieces));
    return {};
}

Result<void> add_minimum(const CompiledSchedule& schedule, const Period& supplied,
                         std::vector<Piece>& pieces) {
    if (std::ranges::none_of(schedule.versions,
                             [](const auto& v) { return v.minimum.has_value(); }))
        return {};
    Decimal asked, billed;
    const catalog::Schedule* last = nullptr;
    catalog::Minimum minimum;  // of `last`
    const InForce in_force(schedule, supplied);
    for (const std::size_t v : in_force.versions()) {
        const auto& version = in_force.version(v);
        if (!version.minimum) continue;
        last = &version;
        minimum = *version.minimum;
        asked += TRY(asked_for({minimum.price, minimum.per}, in_force.days(v), schedule.period));
        for (const auto& piece : pieces) {
            const bool credit = piece.kind == PieceKind::FeedInCredit ||
                                (minimum.on.empty() && piece.quantity.is_negative() &&
                                 piece.kind != PieceKind::Maximum);
            if (in_force.is_of(piece, v) && is_on(minimum.on, piece.charge) && !credit)
                billed += TRY(line_amount(piece));
        }
    }
    if (last == nullptr) return {};
    Piece piece = piece_of(last->head, PieceKind::Minimum, "minimum", supplied);
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
    for (std::size_t v = 0; v < schedule.versions.size(); ++v) {
        const auto& version = schedule.versions[v];
        if (version.discounts.empty()) continue;
        const Period reach = reach_of(schedule, v);
        TRY_VOID(add_discounts(
            {version.head, version.discounts, supplied.intersect(reach), reach, schedule.period},
            facts, pieces));
    }
    return {};
}

}  // namespace bw::rate

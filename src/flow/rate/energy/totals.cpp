#include "flow/rate/energy/totals.h"

#include "flow/rate/energy/credits.h"
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

}  // namespace

Result<Decimal> asked_for(const catalog::AmountPer& price, const Period& days,
                          const Period& nominal) {
    if (price.per == catalog::TimeUnit::Day)
        return price.value.times(Ratio{days_in(days), 1}, Rounding::HalfEven);
    Decimal sum;
    for (const auto& share : block_shares(days, block_unit(price.per), nominal))
        sum += TRY(price.value.times(Ratio{share.days, share.of}, Rounding::HalfEven));
    return sum;
}

bool Limited::Lines::holds(const Piece& piece) const {
    return first->charge == piece.charge && first->schedule == piece.schedule &&
           first->version == piece.version && first->tax == piece.tax &&
           first->days == piece.days && taxed_as_of(*first) == taxed_as_of(piece);
}

Result<void> Limited::add(const Piece& piece) {
    auto found = std::ranges::find_if(all_, [&](const Lines& lines) { return lines.holds(piece); });
    if (found == all_.end()) found = all_.insert(all_.end(), {&piece, {}});
    found->amount += TRY(line_amount(piece));
    return {};
}

Piece Limited::piece_of(const Lines& lines, const By& by, Decimal amount) {
    Piece piece =
        rate::piece_of(by.head, PieceKind::Maximum, lines.first->charge, lines.first->days);
    piece.schedule = lines.first->schedule;
    piece.version = lines.first->version;
    piece.part = by.part;
    piece.tax = lines.first->tax;
    piece.quantity = Decimal(-1);
    piece.price = amount;
    piece.amount = -amount;
    piece.breakdown.clause = by.clause;
    return piece;
}

// Of what is paid out nothing is taken off; what others took off already, by a maximum or discount
// of their own, counts.
Result<std::vector<Piece>> Limited::take_off(const By& by) const {
    std::vector<const Lines*> lowered;
    std::vector<Decimal> weights;
    Decimal billed;
    for (const auto& lines : all_) {
        const bool is_lowered = lines.amount > Decimal();
        if (is_lowered || lines.first->kind == PieceKind::Maximum) billed += lines.amount;
        if (!is_lowered) continue;
        lowered.push_back(&lines);
        weights.push_back(lines.amount);
    }
    const RoundingRule round = rounding_of(by.head);
    const Decimal most = by.most.rounded(round.places, round.method);
    std::vector<Piece> off;
    if (lowered.empty() || billed <= most) return off;
    const auto shares = TRY(shares_of(billed - most, weights, round));
    for (std::size_t i = 0; i < lowered.size(); ++i) {
        if (shares[i].is_zero()) continue;
        Piece& piece = off.emplace_back(piece_of(*lowered[i], by, shares[i]));
        piece.breakdown.notes.emplace_back(note::Limited{true, most, billed});
        if (const auto taxed = taxed_as_of(*lowered[i]->first))
            piece.breakdown.notes.emplace_back(*taxed);
    }
    return off;
}

bool is_credit(const Piece& piece) {
    return piece.kind == PieceKind::FeedInCredit ||
           (piece.quantity.is_negative() && piece.kind != PieceKind::Maximum);
}

Result<bool> is_counted(const Piece& piece, const std::vector<std::string>& on,
                        const catalog::Schedule& rules) {
    if (!is_on(on, piece.charge)) return false;
    if (piece.kind == PieceKind::FeedInCredit) return piece.part == kUsed;
    if (piece.breakdown.find<note::PaidSurplus>() != nullptr) return false;
    const bool is_kept = std::ranges::any_of(rules.credits, [&](const auto& credit) {
        return std::ranges::find(credit.from, piece.charge.text()) != credit.from.end();
    });
    return !is_kept || !TRY(line_amount(piece)).is_negative();
}

std::optional<Piece> topped_up(const TopUp& of) {
    Piece piece = piece_of(of.head, PieceKind::Minimum, "minimum", of.supplied);
    const Decimal wanted = of.asked.rounded(piece.round.places, piece.round.method);
    if (wanted <= of.billed) return std::nullopt;
    piece.tax = of.minimum.tax;
    piece.quantity = Decimal(1);
    piece.price = wanted - of.billed;
    piece.amount = piece.price;
    piece.breakdown.clause = of.clause;
    piece.breakdown.notes.emplace_back(note::TopUp{wanted, of.billed});
    return piece;
}

Result<void> add_maximum(const CompiledSchedule& schedule, const Period& supplied,
                         std::vector<Piece>& pieces) {
    if (std::ranges::none_of(schedule.versions,
                             [](const auto& v) { return v.maximum.has_value(); }))
        return {};
    Decimal asked;
    const catalog::Schedule* last = nullptr;
    std::string told_by;
    Limited limited;
    const InForce in_force(schedule, supplied);
    for (const std::size_t v : in_force.versions()) {
        const auto& version = in_force.version(v);
        if (!version.maximum) continue;
        last = &version;
        told_by = clause(version.head, "maximum", version.maximum->line);
        asked += TRY(asked_for(version.maximum->price, in_force.days(v), schedule.period));
        for (const auto& piece : pieces)
            if (in_force.is_of(piece, v) && is_on(version.maximum->on, piece.charge))
                TRY_VOID(limited.add(piece));
    }
    if (last == nullptr) return {};
    auto off = TRY(limited.take_off({last->head, asked, told_by, "maximum"}));
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
            const bool counts = !(minimum.on.empty() && is_credit(piece));
            if (counts && in_force.is_of(piece, v) && TRY(is_counted(piece, minimum.on, version)))
                billed += TRY(line_amount(piece));
        }
    }
    if (last == nullptr) return {};
    if (auto piece = topped_up({last->head, minimum, clause(last->head, "minimum", minimum.line),
                                asked, billed, supplied}))
        pieces.push_back(std::move(*piece));
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

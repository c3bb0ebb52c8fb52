#include "flow/rate/energy/discounts.h"

#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/prorate.h"
#include "flow/rate/energy/sections.h"
#include "flow/rate/energy/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace bw::rate {
namespace {

using catalog::Discount;

const Decimal kWhole(100);

bool names(const Discount& discount, const std::string& key) {
    return std::ranges::find(discount.on, key) != discount.on.end();
}

// By itself, or by a discount before it that counts with it.
bool reaches(std::span<const Discount> discounts, std::size_t index, const std::string& charge) {
    const Discount& discount = discounts[index];
    if (is_on(discount.on, charge)) return true;
    for (std::size_t i = 0; i < index; ++i)
        if (names(discount, discounts[i].key) && reaches(discounts, i, charge)) return true;
    return false;
}

int months_of(catalog::TimeUnit per) {
    constexpr int kQuarter = 3, kYear = 12;
    if (per == catalog::TimeUnit::Quarter) return kQuarter;
    return per == catalog::TimeUnit::Year ? kYear : 1;
}

// Whole steps since the first day, from 0.
int steps_passed(LocalDate first, int months, LocalDate day) {
    int steps = ((day.year() - first.year()) * 12 + day.month() - first.month()) / months;
    while (steps > 0 && day < first.plus_months(steps * months)) --steps;
    return std::max(steps, 0);
}

// The percentage or amount on a day.
Result<Decimal> size_on(const Discount& discount, LocalDate day) {
    Decimal size = discount.amount ? discount.amount->per_time.value : discount.percent;
    if (const auto& grows = discount.grows) {
        const LocalDate since = discount.from.value_or(day);
        const int steps = steps_passed(since, months_of(grows->per), day);
        size += TRY(grows->by.times(Ratio{steps, 1}, Rounding::HalfEven));
        if (grows->up_to) size = std::min(size, *grows->up_to);
    }
    return discount.amount || discount.is_surcharge ? size : std::min(size, kWhole);
}

bool has_other_size(const Discount& discount, LocalDate day) {
    if (!discount.grows || !discount.from || day <= *discount.from) return false;
    const auto before = size_on(discount, day.plus_days(-1));
    const auto now = size_on(discount, day);
    return before && now && *before != *now;
}

bool changes_on(const Discount& discount, LocalDate day) {
    return discount.from == day || (discount.until && discount.until->plus_days(1) == day) ||
           has_other_size(discount, day);
}

// What is discounted, by tax: its category, and of pieces that bear that of another day the day.
struct Base {
    Decimal amount, units;
    Period days;  // of the pieces
};
using Bases = std::map<std::pair<std::string, std::optional<LocalDate>>, Base>;

std::optional<LocalDate> tax_day_of(const Piece& piece) {
    const auto* taxed = piece.breakdown.find<note::TaxedAsOf>();
    return taxed == nullptr ? std::nullopt : std::optional(taxed->day);
}

bool counts_with(const Discount& discount, const Piece& piece) {
    switch (piece.kind) {
        case PieceKind::Fixed:
        case PieceKind::Usage:
        case PieceKind::Maximum: return is_on(discount.on, piece.charge);
        case PieceKind::Discount:
        case PieceKind::Surcharge: return names(discount, piece.charge);
        case PieceKind::Minimum:
        case PieceKind::Advance:
        case PieceKind::FeedInCredit: break;
    }
    return false;
}

// One discount in the days of its text.
class DiscountPieces {
public:
    DiscountPieces(const Discounted& of, std::size_t index, std::vector<Piece>& pieces)
        : of_(of), discount_(of.discounts[index]), index_(index), pieces_(pieces) {}

    Result<void> add(const std::map<std::string, Decimal>& facts) {
        Period days = widened();
        if (discount_.from) days.from = std::max(days.from, *discount_.from);
        if (discount_.until) days.to = std::min(days.to, discount_.until->plus_days(1));
        if (days.is_empty()) return {};
        std::vector<std::pair<Period, Bases>> stretches;
        for (const Period& stretch : stretches_of(days)) {
            auto bases = TRY(bases_of(stretch, days));
            if (!bases.empty()) stretches.emplace_back(stretch, std::move(bases));
        }
        if (stretches.empty() || !TRY(holds(facts))) return {};
        for (const auto& [stretch, bases] : stretches) TRY_VOID(add_stretch(stretch, bases));
        return {};
    }

private:
    // The supplied days and those of what is discounted: counters were read before them or after.
    [[nodiscard]] Period widened() const {
        Period days = of_.days;
        for (const auto& piece : pieces_) {
            if (!counts_with(discount_, piece)) continue;
            days.from = std::min(days.from, piece.days.from);
            days.to = std::max(days.to, piece.days.to);
        }
        return days.intersect(of_.reach);
    }

    // Cut where its size changes, or something that counts with it does.
    [[nodiscard]] std::vector<Period> stretches_of(const Period& days) const {
        std::vector<Period> stretches{days};
        for (LocalDate day = days.from.plus_days(1); day < days.to; day = day.plus_days(1)) {
            if (!is_cut(day)) continue;
            stretches.back().to = day;
            stretches.push_back({day, days.to});
        }
        return stretches;
    }
    [[nodiscard]] bool is_cut(LocalDate day) const {
        if (has_other_size(discount_, day)) return true;
        for (std::size_t i = index_ + 1; i < of_.discounts.size(); ++i)
            if (changes_on(of_.discounts[i], day) && names(of_.discounts[i], discount_.key))
                return true;
        return false;
    }

    // Sections are cut where a discount changes: a piece lies inside a stretch or outside. What
    // lies before the first day of the text counts as its beginning.
    [[nodiscard]] Result<Bases> bases_of(const Period& stretch, const Period& days) const {
        Bases bases;
        for (const auto& piece : pieces_) {
            const LocalDate day = piece.days.from;
            if (piece.version != of_.head.from || piece.schedule != of_.head.name) continue;
            if (!counts_with(discount_, piece)) continue;
            if ((discount_.from && day < *discount_.from) ||
                (discount_.until && *discount_.until < day))
                continue;
            const bool is_before = day < stretch.from && stretch.from != days.from;
            const bool is_after = stretch.to <= day && stretch.to != days.to;
            if (is_before || is_after) continue;
            const auto [base, is_new] =
                bases.try_emplace({piece.tax, tax_day_of(piece)}, Base{{}, {}, piece.days});
            auto& sum = base->second;
            sum.amount += TRY(line_amount(piece));
            if (discount_.amount && piece.unit == discount_.amount->unit)
                sum.units += piece.quantity;
            sum.days = {std::min(sum.days.from, piece.days.from),
                        std::max(sum.days.to, piece.days.to)};
        }
        // Credits are not discounted.
        std::erase_if(bases, [](const auto& base) { return base.second.amount <= Decimal(); });
        return bases;
    }

    [[nodiscard]] Result<bool> holds(const std::map<std::string, Decimal>& facts) const {
        for (const auto& condition : discount_.conditions) {
            const auto fact = facts.find(condition.fact);
            if (fact == facts.end())
                return fail(
                    Code::NotFound,
                    fmt::format(
                        "the fact '{}' is needed to decide the discount and was not handed over",
                        condition.fact),
                    fmt::format("{} {}", of_.head.name, path()));
            if (!condition.holds(fact->second)) return false;
        }
        return true;
    }

    [[nodiscard]] std::string path() const {
        return (discount_.is_surcharge ? "surcharges." : "discounts.") + discount_.key;
    }

    Result<void> add_stretch(const Period& stretch, const Bases& bases) {
        const Decimal size = TRY(size_on(discount_, stretch.from));
        auto amounts = TRY(amounts_of(size, stretch, bases));
        const auto limited = TRY(limit(stretch, bases, amounts));
        const bool is_cut = std::ranges::any_of(
            bases, [](const auto& base) { return base.first.second.has_value(); });
        std::size_t i = 0;
        for (const auto& [of, base] : bases) {
            const Decimal amount = amounts[i++];
            if (amount <= Decimal()) continue;
            Piece piece = piece_of(
                of_.head, discount_.is_surcharge ? PieceKind::Surcharge : PieceKind::Discount,
                discount_.key, is_cut ? base.days : stretch);
            piece.part = of.first;
            piece.tax = of.first;
            piece.price = amount;
            piece.quantity = Decimal(discount_.is_surcharge ? 1 : -1);
            piece.amount = discount_.is_surcharge ? amount : -amount;
            piece.breakdown.clause = clause(of_.head, path(), discount_.line);
            piece.breakdown.notes.push_back(note_of(size, base));
            if (limited) piece.breakdown.notes.emplace_back(*limited);
            if (of.second) piece.breakdown.notes.emplace_back(note::TaxedAsOf{*of.second});
            pieces_.push_back(std::move(piece));
        }
        return {};
    }

    [[nodiscard]] Note note_of(Decimal size, const Base& base) const {
        if (!discount_.amount) return note::PercentOf{size, base.amount, discount_.on};
        const auto& amount = *discount_.amount;
        if (amount.unit.empty())
            return note::AmountOff{size, unit_name(amount.per_time.per).text(), {}, discount_.on};
        return note::AmountOff{size, amount.unit, base.units, discount_.on};
    }

    // Of each base, in their order; a discount never comes to more than what it is on.
    [[nodiscard]] Result<std::vector<Decimal>> amounts_of(Decimal size, const Period& stretch,
                                                          const Bases& bases) const {
        const RoundingRule round = rounding_of(of_.head);
        std::vector<Decimal> amounts;
        const bool is_timed = discount_.amount && discount_.amount->unit.empty();
        if (is_timed) {
            const Decimal whole = TRY(timed({size, discount_.amount->per_time.per}, stretch));
            return shares_of(std::min(whole, sum_of(bases)), weights_of(bases), round);
        }
        for (const auto& [of, base] : bases) {
            const Product exact = discount_.amount ? TRY(multiply(base.units, size))
                                                   : TRY(percent_of(base.amount, size));
            const Decimal amount = exact.rounded(round.places, round.method);
            amounts.push_back(discount_.is_surcharge ? amount : std::min(amount, base.amount));
        }
        return amounts;
    }

    // Raises or lowers the amounts to what they come to at least and at most.
    [[nodiscard]] Result<std::optional<note::Limited>> limit(const Period& stretch,
                                                             const Bases& bases,
                                                             std::vector<Decimal>& amounts) const {
        Decimal sum;
        for (const Decimal amount : amounts) sum += std::max(amount, Decimal());
        Decimal limited = sum;
        if (discount_.at_least)
            limited = std::max(limited, TRY(timed(*discount_.at_least, stretch)));
        if (discount_.at_most) limited = std::min(limited, TRY(timed(*discount_.at_most, stretch)));
        if (!discount_.is_surcharge) limited = std::min(limited, sum_of(bases));
        if (limited == sum) return std::nullopt;
        amounts = TRY(shares_of(limited, weights_of(bases), rounding_of(of_.head)));
        return note::Limited{limited < sum, limited, sum};
    }

    [[nodiscard]] Result<Decimal> timed(const catalog::AmountPer& amount,
                                        const Period& stretch) const {
        return amount_for(amount, stretch.intersect(of_.days), of_.nominal, rounding_of(of_.head));
    }

    static Decimal sum_of(const Bases& bases) {
        Decimal sum;
        for (const auto& [of, base] : bases) sum += base.amount;
        return sum;
    }
    static std::vector<Decimal> weights_of(const Bases& bases) {
        std::vector<Decimal> weights;
        weights.reserve(bases.size());
        for (const auto& [of, base] : bases) weights.push_back(base.amount);
        return weights;
    }

    const Discounted& of_;
    const Discount& discount_;
    std::size_t index_;
    std::vector<Piece>& pieces_;
};

}  // namespace

Result<void> add_discounts(const Discounted& of, const std::map<std::string, Decimal>& facts,
                           std::vector<Piece>& pieces) {
    for (std::size_t i = 0; i < of.discounts.size(); ++i)
        TRY_VOID(DiscountPieces(of, i, pieces).add(facts));
    return {};
}

bool is_discount_cut(std::span<const Discount> discounts, const std::string& charge,
                     LocalDate day) {
    for (std::size_t i = 0; i < discounts.size(); ++i)
        if (changes_on(discounts[i], day) && reaches(discounts, i, charge)) return true;
    return false;
}

Result<std::vector<Decimal>> shares_of(Decimal amount, std::span<const Decimal> weights,
                                       const RoundingRule& round) {
    const int128 unit = power_of_ten(Decimal::kPlaces - round.places);
    std::vector<std::int64_t> parts;
    parts.reserve(weights.size());
    for (const Decimal weight : weights)
        parts.push_back(static_cast<std::int64_t>(weight.nano() / unit));
    std::vector<Decimal> shares;
    for (const auto share : split(static_cast<std::int64_t>(amount.nano() / unit), parts))
        shares.push_back(Decimal::scaled(share, round.places));
    return shares;
}

}  // namespace bw::rate

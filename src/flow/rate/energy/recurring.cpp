#include "flow/rate/energy/recurring.h"

#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/sections.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

BlockUnit unit_of(catalog::TimeUnit per) {
    if (per == catalog::TimeUnit::Month) return BlockUnit::Month;
    return per == catalog::TimeUnit::Quarter ? BlockUnit::Quarter : BlockUnit::Year;
}

}  // namespace

Result<std::vector<Piece>> recurring_pieces(const catalog::Plan& plan,
                                            const catalog::Recurring& fee, Period nominal,
                                            Period supplied, const FeeHistory& history) {
    std::vector<Piece> pieces;
    const Period days = supplied.intersect(nominal);
    if (days.is_empty()) return pieces;
    Piece piece;
    piece.kind = PieceKind::Fixed;
    piece.charge = fee.key;
    piece.schedule = plan.head.name;
    piece.version = plan.head.from;
    piece.tax = fee.tax;
    piece.round = rounding_of(plan.head);
    piece.breakdown.clause = clause(plan.head, "recurring." + fee.key, fee.line);
    const auto push = [&](const Period& covered, Decimal quantity, std::string_view unit, int base,
                          int days_before = 0) -> Result<void> {
        Piece next = piece;
        next.before = Decimal(fee.price.is_negative() ? -days_before : days_before);
        next.days = covered;
        next.breakdown.days = days_in(covered);
        next.unit = unit;
        next.base = base;
        next.quantity = fee.price.is_negative() ? -quantity : quantity;
        next.price = fee.price.is_negative() ? -fee.price : fee.price;
        next.amount = TRY(exact_amount(next));
        TRY_VOID(note_rounding(next));
        pieces.push_back(std::move(next));
        return {};
    };
    if (fee.per == catalog::TimeUnit::Once) {
        if (!history.first_day)
            return fail(
                Code::Unsupported,
                fmt::format("fee '{}' is due once; the first day of the subscription is needed",
                            fee.key),
                "plan " + plan.head.name);
        const LocalDate first = *history.first_day;
        if (days.contains(first)) TRY_VOID(push({first, first.plus_days(1)}, Decimal(1), "", 1));
        return pieces;
    }
    if (fee.per == catalog::TimeUnit::Day) {
        TRY_VOID(push(days, Decimal(days_in(days)), "day", 1));
        return pieces;
    }
    const BlockUnit unit = unit_of(fee.per);
    constexpr std::string_view kNames[] = {"", "month", "quarter", "year"};
    for (LocalDate day = days.from; day < days.to;) {
        const Period block = block_of(day, unit, nominal);
        const Period part = block.intersect(days);
        const bool is_paid = std::ranges::any_of(
            history.paid, [&](const Period& paid) { return !paid.intersect(block).is_empty(); });
        day = part.to;
        if (!fee.prorate && is_paid) continue;
        if (part == block || !fee.prorate) {
            TRY_VOID(push(part, Decimal(1), kNames[static_cast<std::size_t>(unit)], 1));
            continue;
        }
        const LocalDate since = std::min(part.from, history.since.value_or(part.from));
        TRY_VOID(push(part, Decimal(days_in(part)), "day", days_in(block),
                      days_in({std::max(block.from, since), part.from})));
    }
    return pieces;
}

}  // namespace bw::rate

#include "flow/rate/energy/recurring.h"

#include "flow/rate/energy/discounts.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/prorate.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

// The pieces of one fee.
class FeePieces {
public:
    FeePieces(const catalog::Plan& plan, const catalog::Recurring& fee) : fee_(fee) {
        blank_.kind = PieceKind::Fixed;
        blank_.charge = fee.key;
        blank_.schedule = plan.head.name;
        blank_.version = plan.head.from;
        blank_.tax = fee.tax;
        blank_.round = rounding_of(plan.head);
        blank_.breakdown.clause = clause(plan.head, "recurring." + fee.key, fee.line);
    }

    Result<void> push(const Period& days, const PaidPart& paid, std::optional<Note> told) {
        Piece piece = blank_;
        const Decimal price = paid.is_free ? Decimal() : fee_.price;
        const int sign = price.is_negative() ? -1 : 1;
        piece.part = paid.is_free ? kBeyondCap : "";
        piece.days = days;
        piece.breakdown.days = days_in(days);
        if (told) piece.breakdown.notes.push_back(std::move(*told));
        piece.unit = paid.unit;
        piece.base = paid.base;
        piece.before = sign < 0 ? -paid.before : paid.before;
        piece.quantity = sign < 0 ? -paid.quantity : paid.quantity;
        piece.price = sign < 0 ? -price : price;
        piece.amount = TRY(exact_amount(piece));
        TRY_VOID(note_rounding(piece));
        pieces_.push_back(std::move(piece));
        return {};
    }
    std::vector<Piece> take() { return std::move(pieces_); }

private:
    const catalog::Recurring& fee_;
    Piece blank_;
    std::vector<Piece> pieces_;
};

// At once on the first day, or a part of it each month from there on.
Result<void> push_once(const catalog::Plan& plan, const catalog::Recurring& fee, const Period& days,
                       const FeeHistory& history, FeePieces& out) {
    if (!history.first_day)
        return fail(Code::Unsupported,
                    fmt::format("fee '{}' is due once; the first day of the subscription is needed",
                                fee.key),
                    "plan " + plan.head.name);
    const int parts = std::max(fee.instalments, 1);
    for (int i = 0; i < parts; ++i) {
        const LocalDate due = history.first_day->plus_months(i);
        if (!days.contains(due)) continue;
        std::optional<Note> told;
        if (parts > 1) told = note::Instalment{i + 1, parts};
        TRY_VOID(out.push({due, due.plus_days(1)}, {Decimal(1), "", parts, Decimal(i)},
                          std::move(told)));
    }
    return {};
}

// Up to where the part goes that begins on a day: a discount begins or ends there.
LocalDate end_of_part(const catalog::Plan& plan, const catalog::Recurring& fee, LocalDate day,
                      LocalDate end) {
    if (plan.discounts.empty()) return end;
    for (LocalDate next = day.plus_days(1); next < end; next = next.plus_days(1))
        if (is_discount_cut(plan.discounts, fee.key, next)) return next;
    return end;
}

}  // namespace

Result<std::vector<Piece>> recurring_pieces(const catalog::Plan& plan,
                                            const catalog::Recurring& fee, Period nominal,
                                            Period supplied, const FeeHistory& history,
                                            const Zone& zone) {
    FeePieces out(plan, fee);
    const Period days = supplied.intersect(nominal);
    if (days.is_empty()) return out.take();
    if (fee.per == catalog::TimeUnit::Once) {
        TRY_VOID(push_once(plan, fee, days, history, out));
        return out.take();
    }
    const TimePrice price{fee.per, fee.prorate, fee.cap};
    const bool is_whole =
        fee.prorate == catalog::Prorate::None && fee.per != catalog::TimeUnit::Day;
    for (LocalDate day = days.from; day < days.to;) {
        const Period block =
            fee.per == catalog::TimeUnit::Day ? days : block_of(day, block_unit(fee.per), nominal);
        const LocalDate end = std::min(block.to, days.to);
        const bool is_paid = std::ranges::any_of(
            history.paid, [&](const Period& paid) { return !paid.intersect(block).is_empty(); });
        const Period part{day, is_whole ? end : end_of_part(plan, fee, day, end)};
        day = part.to;
        if (is_whole && is_paid) continue;
        const LocalDate since = std::min(days.from, history.since.value_or(days.from));
        TimePart of{block, part, std::max(block.from, since), history.paid};
        if (fee.per == catalog::TimeUnit::Day) of.since = block.from;
        of.billed.push_back({days.from, part.from});
        for (const PaidPart& paid : paid_parts(price, of, zone))
            TRY_VOID(out.push(part, paid, note_of_time(price, paid)));
    }
    return out.take();
}

}  // namespace bw::rate

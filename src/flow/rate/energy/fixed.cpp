#include "flow/rate/energy/fixed.h"

#include "flow/rate/energy/prorate.h"
#include "flow/rate/energy/stencils.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

// Of whole days, hours or months: exact.
Result<Decimal> times_of(Decimal whole, Decimal count) {
    return TRY(multiply(whole, count)).rounded(Decimal::kPlaces, Rounding::HalfEven);
}

// How many times a price is asked for.
Result<Decimal> count_of(const ChargePieces& out, const catalog::Formula& times) {
    const Decimal count = TRY(out.value_of(times));
    if (count.is_negative())
        return fail(Code::Invalid,
                    fmt::format("'times: {}' comes to {}, which is below nothing", times.print(),
                                count.to_string()),
                    fmt::format("schedule {} charges.{}", out.schedule().versions.back().head.name,
                                out.charge().key));
    return count;
}

}  // namespace

Result<void> rate_fixed(ChargePieces& out, const Period& supplied, const Period& priced) {
    const LocalDate begin = priced.is_empty() ? supplied.from : priced.from;
    for (const auto& section : out.charge().sections) {
        const Period days = section.days.intersect(supplied);
        if (days.is_empty()) continue;
        const auto& window = out.season(section).windows[0];
        const auto& charge = out.prices(section);
        const TimePrice price{charge.per, charge.prorate, charge.cap};
        const TimePart part{section.block,
                            days,
                            std::max(section.joined.from, begin),
                            {{std::max(section.block.from, begin), days.from}}};
        for (const PaidPart& paid : paid_parts(price, part, out.schedule().zone)) {
            Piece piece = out.tier_piece(section, days, 0, {}, 0);
            piece.unit = paid.unit;
            piece.base = paid.base;
            piece.before = paid.before;
            if (paid.is_free) name_part(piece, std::string(kBeyondCap));
            if (auto told = note_of_time(price, paid))
                piece.breakdown.notes.emplace_back(std::move(*told));
            Decimal quantity = paid.quantity;
            if (charge.times) {
                const Decimal count = TRY(count_of(out, *charge.times));
                if (count.is_zero()) continue;
                quantity = TRY(times_of(quantity, count));
                piece.before = TRY(times_of(piece.before, count));
                piece.breakdown.notes.emplace_back(note::Times{count});
                out.tell_facts(piece, *charge.times);
            }
            TRY_VOID(out.push(std::move(piece), quantity,
                              paid.is_free ? Decimal() : window.tiers[0].price));
        }
    }
    return {};
}

}  // namespace bw::rate

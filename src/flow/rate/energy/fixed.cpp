#include "flow/rate/energy/fixed.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

std::string unit_of(catalog::TimeUnit per) {
    if (per == catalog::TimeUnit::Month) return "month";
    return per == catalog::TimeUnit::Quarter ? "quarter" : "year";
}

// Of whole days or months: exact.
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
        Piece piece = out.blank(section, days, PieceKind::Fixed);
        piece.breakdown.clause = out.clause_of(section, window, window.tiers[0].line);
        Decimal quantity(days_in(days));
        piece.unit = "day";
        piece.before = Decimal(days_in({std::max(section.joined.from, begin), days.from}));
        const auto per = out.prices(section).per;
        if (per != catalog::TimeUnit::Day) {
            if (days == section.block) {
                quantity = Decimal(1);
                piece.unit = unit_of(per);
            } else {
                piece.base = days_in(section.block);
            }
        }
        if (const auto& times = out.prices(section).times) {
            const Decimal count = TRY(count_of(out, *times));
            if (count.is_zero()) continue;
            quantity = TRY(times_of(quantity, count));
            piece.before = TRY(times_of(piece.before, count));
            piece.breakdown.notes.emplace_back(note::Times{count});
            out.tell_facts(piece, *times);
        }
        TRY_VOID(out.push(std::move(piece), quantity, window.tiers[0].price));
    }
    return {};
}

}  // namespace bw::rate

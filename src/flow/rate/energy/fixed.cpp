#include "flow/rate/energy/fixed.h"

#include <algorithm>

namespace bw::rate {
namespace {

std::string unit_of(catalog::TimeUnit per) {
    if (per == catalog::TimeUnit::Month) return "month";
    return per == catalog::TimeUnit::Quarter ? "quarter" : "year";
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
        TRY_VOID(out.push(std::move(piece), quantity, window.tiers[0].price));
    }
    return {};
}

}  // namespace bw::rate

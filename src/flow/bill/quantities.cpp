#include "flow/bill/quantities.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace bw::bill {

void Quantities::add(std::span<const rate::Piece> pieces, const rate::CompiledSchedule& schedule,
                     const std::string& name, const Period& days) {
    std::map<std::pair<std::string, std::string>, const std::string*> counted;  // by charge
    for (const auto& piece : pieces) {
        if (piece.kind != rate::PieceKind::Usage || piece.quantity.is_zero()) continue;
        const catalog::Charge* charge = charge_of(schedule, piece);
        if (charge == nullptr || charge->kind != catalog::ChargeKind::Usage) continue;
        if (piece.breakdown.find<rate::note::PaidSurplus>() != nullptr) continue;
        if (is_counted(charge->of, name, days)) continue;
        const auto& [channel, unit] = std::tie(charge->of.channel, charge->of.unit);
        const auto [by, is_new] = counted.try_emplace({channel, unit}, &charge->key);
        if (is_new) counted_.push_back({name, days, channel, unit});
        if (*by->second != charge->key) continue;
        // What is fed in is a credit: its quantities are below zero.
        const bool is_credit = charge->seasons.front().windows.front().is_paid_out();
        const Decimal quantity = is_credit ? -piece.quantity : piece.quantity;
        const bool is_estimated = piece.breakdown.estimated > 0;
        add(channel, unit, quantity, is_estimated);
        if (const std::string_view window = piece.breakdown.window; !window.empty())
            add(in_window(channel, window), unit, quantity, is_estimated);
    }
}

bool Quantities::is_counted(const catalog::Measure& of, const std::string& schedule,
                            const Period& days) const {
    return std::ranges::any_of(counted_, [&](const CountedBy& by) {
        return by.schedule != schedule && by.channel == of.channel && by.unit == of.unit &&
               !by.days.intersect(days).is_empty();
    });
}

void Quantities::add(const std::string& channel, const std::string& unit, Decimal quantity,
                     bool is_estimated) {
    auto found = std::ranges::find_if(
        measured_, [&](const Measured& m) { return m.channel == channel && m.unit == unit; });
    if (found == measured_.end())
        found = measured_.insert(found, {month_, channel, unit, {}, false});
    found->quantity += quantity;
    found->is_estimated |= is_estimated;
}

const catalog::Charge* charge_of(const rate::CompiledSchedule& schedule, const rate::Piece& piece) {
    for (const auto& version : schedule.versions)
        if (version.head.from == piece.version) return version.find(piece.charge);
    return nullptr;
}

}  // namespace bw::bill

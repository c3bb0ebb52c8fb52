#include "flow/rate/energy/gas.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {

Result<Gas::Energy> Gas::in(const Period& days) {
    Energy energy;
    Period part_days;
    for (LocalDate day = days.from; day < days.to; day = part_days.to) {
        part_days = days_from(day, days.to);
        const auto volume = TRY(volume_.in(part_days));
        if (volume.quantity.is_zero()) continue;
        const note::Unknown value{catalog::FactorKind::CalorificValue, TRY(area_on(day)),
                                  day.first_of_month()};
        const auto part = part_of(part_days, volume.quantity);
        if (!part) {
            if (!energy.lacking) energy.lacking = value;
            continue;
        }
        const Decimal factor = TRY(multiply(part->volume_factor, part->calorific_value))
                                   .rounded(9, Rounding::HalfEven);
        exact_ += TRY(multiply(part->volume, factor)).rounded(9, Rounding::HalfEven);
        if (part->is_provisional) energy.unknown.push_back(value);
        if (volume.unknown) energy.unknown.push_back(*volume.unknown);
        energy.note.parts.push_back(*part);
    }
    const Decimal all = exact_.rounded(rules_.energy_places, Rounding::HalfUp);
    energy.kwh = all - rounded_;
    rounded_ = all;
    return energy;
}

// The days from `day` on that are of its month and its device.
Period Gas::days_from(LocalDate day, LocalDate end) const {
    const auto* device = place_.device_on(day);
    LocalDate to = std::min(end, month_of(day).to);
    for (LocalDate next = day.plus_days(1); next < to; next = next.plus_days(1))
        if (place_.device_on(next) != device) to = next;
    return {day, to};
}

Result<std::string> Gas::area_on(LocalDate day) const {
    const auto* device = place_.device_on(day);
    if (device != nullptr && !device->gas_area.empty()) return device->gas_area;
    return fail(Code::Invalid,
                "it counts gas, and its area is not told: import a meters file with gas_area",
                fmt::format("register '{}'", place_.channel));
}

// Of days that have an area; nothing: it has no value of their month, nor of one before.
std::optional<GasPart> Gas::part_of(const Period& days, Decimal volume) const {
    const auto& device = *place_.device_on(days.from);
    if (place_.factors == nullptr) return std::nullopt;
    const auto value = place_.factors->calorific_value(device.gas_area, days.from);
    if (!value) return std::nullopt;
    return GasPart{days, volume, device.volume_factor,
                   value->number.rounded(rules_.value_places, Rounding::HalfUp),
                   value->stands_in.has_value()};
}

}  // namespace bw::rate

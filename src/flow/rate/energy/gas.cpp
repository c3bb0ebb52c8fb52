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
        const GasPart part = TRY(part_of(part_days, volume.quantity));
        const Decimal factor =
            TRY(multiply(part.volume_factor, part.calorific_value)).rounded(9, Rounding::HalfEven);
        exact_ += TRY(multiply(part.volume, factor)).rounded(9, Rounding::HalfEven);
        if (part.is_provisional)
            energy.unknown.push_back({catalog::FactorKind::CalorificValue,
                                      place_.device_on(day)->gas_area, day.first_of_month()});
        if (volume.unknown) energy.unknown.push_back(*volume.unknown);
        energy.note.parts.push_back(part);
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

Result<GasPart> Gas::part_of(const Period& days, Decimal volume) const {
    const std::string subject = fmt::format("register '{}'", place_.channel);
    const auto* device = place_.device_on(days.from);
    if (device == nullptr || device->gas_area.empty())
        return fail(Code::Invalid,
                    "it counts gas, and its area is not told: import a meters file with gas_area",
                    subject);
    const auto value = place_.factors == nullptr
                           ? std::nullopt
                           : place_.factors->calorific_value(device->gas_area, days.from);
    if (!value)
        return fail(Code::Invalid,
                    fmt::format("no calorific value of area {} is known up to {}: import them",
                                device->gas_area, days.from.to_string().substr(0, 7)),
                    subject);
    return GasPart{days, volume, device->volume_factor,
                   value->number.rounded(rules_.value_places, Rounding::HalfUp),
                   value->stands_in.has_value()};
}

}  // namespace bw::rate

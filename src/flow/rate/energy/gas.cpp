#include "flow/rate/energy/gas.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {

Result<Gas::Energy> Gas::in(const Period& days) {
    Energy energy;
    for (LocalDate day = days.from; day < days.to;) {
        GasPart part = TRY(part_from(day, days.to));
        const Decimal factor =
            TRY(multiply(part.volume_factor, part.calorific_value)).rounded(9, Rounding::HalfEven);
        exact_ += TRY(multiply(part.volume, factor)).rounded(9, Rounding::HalfEven);
        if (part.is_provisional && !energy.unknown)
            energy.unknown = note::Unknown{catalog::FactorKind::CalorificValue,
                                           place_.device_on(day)->gas_area, day.first_of_month()};
        if (!energy.unknown) energy.unknown = volume_.unknown(part.days);
        day = part.days.to;
        energy.note.parts.push_back(part);
    }
    const Decimal all = exact_.rounded(rules_.energy_places, Rounding::HalfUp);
    energy.kwh = all - rounded_;
    rounded_ = all;
    return energy;
}

// The days from `day` on that are of its month and its device.
Result<GasPart> Gas::part_from(LocalDate day, LocalDate end) const {
    const std::string subject = fmt::format("register '{}'", place_.channel);
    const auto* device = place_.device_on(day);
    if (device == nullptr || device->gas_area.empty())
        return fail(Code::Invalid,
                    "it counts gas, and its area is not told: import a meters file with gas_area",
                    subject);
    LocalDate to = std::min(end, month_of(day).to);
    for (LocalDate next = day.plus_days(1); next < to; next = next.plus_days(1))
        if (place_.device_on(next) != device) to = next;
    GasPart part{{day, to}, {}, device->volume_factor, {}, false};
    part.volume = TRY(volume_.in(part.days));
    const auto value = place_.factors == nullptr
                           ? std::nullopt
                           : place_.factors->calorific_value(device->gas_area, day);
    if (!value)
        return fail(Code::Invalid,
                    fmt::format("no calorific value of area {} is known up to {}: import them",
                                device->gas_area, day.to_string().substr(0, 7)),
                    subject);
    part.calorific_value = value->number.rounded(rules_.value_places, Rounding::HalfUp);
    part.is_provisional = value->stands_in.has_value();
    return part;
}

}  // namespace bw::rate

#include "flow/meter/formats/parts/counter.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"

#include <algorithm>

namespace bw::meter {

Outcome parse_counter(std::string_view text, std::string_view unit_text, CounterValue& out,
                      Unit& unit) {
    const auto known = find_unit(unit_text);
    if (!known || !known->is_energy) {
        return Fault{RejectCode::Unit, "the unit is missing or none of a counter", unit_text};
    }
    unit = *known;
    auto fixed = parse_fixed(text);
    if (!fixed || fixed->mantissa < 0 || text.starts_with('-')) {
        return Fault{RejectCode::Value, "not a counter's number", text};
    }
    const int decimals_max = std::max(kRegisterDecimalsMax + unit.shift, 0);
    if (fixed->decimals > decimals_max) {
        const std::int64_t unit_of_cut = power_of_ten(fixed->decimals - decimals_max);
        out.is_cut = fixed->mantissa % unit_of_cut != 0;
        fixed->mantissa /= unit_of_cut;
        fixed->decimals = decimals_max;
    }
    out.read = fixed->mantissa;
    const auto decimals = static_cast<std::int8_t>(fixed->decimals);
    const auto scale =
        to_common_scale({{&out.read, 1}, {&decimals, 1}, unit.shift}, {kRegisterDecimalsMax, 12});
    if (!scale) return Fault{RejectCode::Value, scale.error().text};
    out.scale = *scale;
    const int digits = static_cast<int>(std::min(text.find('.'), text.size())) + unit.shift;
    out.digits = digits >= 1 && digits <= 12 ? digits : 0;
    return std::nullopt;
}

}  // namespace bw::meter

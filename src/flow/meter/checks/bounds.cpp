#include "flow/meter/checks/bounds.h"

#include "flow/meter/formats/parts/number.h"
#include "flow/meter/formats/parts/units.h"

namespace bw::meter {

Decimal share_of_hour(Decimal per_hour, std::int64_t seconds) {
    constexpr std::int64_t kHour = 3600;
    return Decimal::from_nano(divide_rounded(per_hour.nano() * seconds, kHour, Rounding::HalfEven));
}

catalog::Bounds as_kept(catalog::Bounds bounds) {
    const auto unit = find_unit(bounds.unit);
    if (!unit || unit->name == bounds.unit) return bounds;
    const auto turn = [&](Decimal& value) {
        const int128 nano = value.nano();
        value =
            Decimal::from_nano(unit->shift >= 0 ? nano * power_of_ten(unit->shift)
                                                : divide_rounded(nano, power_of_ten(-unit->shift),
                                                                 Rounding::HalfEven));
    };
    bounds.unit = unit->name;
    if (bounds.most_per_hour) turn(*bounds.most_per_hour);
    if (bounds.spike) turn(bounds.spike->above_per_hour);
    if (bounds.customer_reads) turn(bounds.customer_reads->above);
    return bounds;
}

Span span_of(const IntervalColumn& column, std::size_t first, std::size_t count) {
    const std::int64_t step = column.step_seconds * Instant::kSecond;
    const Instant from{column.start.us + static_cast<std::int64_t>(first) * step};
    return {from, Instant{from.us + static_cast<std::int64_t>(count) * step}};
}

}  // namespace bw::meter

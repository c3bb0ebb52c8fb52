// A month of 2026 in UTC, measured by the hour: nothing but what a test puts in.
#pragma once

#include "flow/meter/series.h"

#include <cstdint>
#include <string>
#include <vector>

namespace bw::rate {

inline Period month(int number) { return month_of(LocalDate::of(2026, number, 1)); }

// In whole kWh, all measured.
inline meter::IntervalColumn hourly(const Period& period, std::string channel) {
    meter::IntervalColumn column;
    column.channel = std::move(channel);
    column.unit = "kWh";
    column.scale = 0;
    column.step_seconds = 3600;
    const Span span = Zone().span_of(period);
    column.start = span.from;
    column.values.assign(static_cast<std::size_t>((span.to.seconds() - span.from.seconds()) / 3600),
                         0);
    column.qualities.assign(column.values.size(), meter::Quality::Actual);
    return column;
}

}  // namespace bw::rate

#include "flow/meter/series.h"

#include <algorithm>
#include <array>
#include <span>

namespace bw::meter {

std::string_view quality_name(Quality quality) {
    constexpr std::array<std::string_view, 6> kNames = {"actual",      "customer",  "final",
                                                        "substituted", "estimated", "missing"};
    return kNames[static_cast<std::size_t>(quality)];
}

Usage intervals_in(const Usage& usage, const Span& span) {
    Usage part;
    part.service_point = usage.service_point;
    for (const auto& column : usage.intervals) {
        const std::int64_t step = column.step_seconds * Instant::kSecond;
        const auto index_of = [&](Instant at) {  // of the first interval that begins there or later
            const std::int64_t index = (at.us - column.start.us + step - 1) / step;
            return at <= column.start ? 0 : std::min(index, std::ssize(column.values));
        };
        const std::int64_t from = index_of(span.from), to = index_of(span.to);
        const auto values = std::span(column.values)
                                .subspan(static_cast<std::size_t>(from),
                                         static_cast<std::size_t>(std::max(from, to) - from));
        // Where nobody measured anything there is no column.
        if (std::ranges::all_of(values, [](std::int64_t value) { return value == kMissing; }))
            continue;
        part.intervals.push_back({column.channel,
                                  column.unit,
                                  column.scale,
                                  Instant{column.start.us + from * step},
                                  column.step_seconds,
                                  {values.begin(), values.end()},
                                  {column.qualities.begin() + from, column.qualities.begin() + to},
                                  {}});
    }
    return part;
}

}  // namespace bw::meter

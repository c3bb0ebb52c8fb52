#include "flow/meter/estimates/timeline.h"

#include "base/check.h"
#include "flow/meter/formats/parts/number.h"

#include <algorithm>

namespace bw::meter {
Timeline::Timeline(std::vector<const IntervalColumn*> columns,
                   std::span<const customers::Device> devices)
    : columns_(std::move(columns)), devices_(devices) {
    CHECK(!columns_.empty());
    has_factors_ = std::ranges::any_of(devices_, [&](const customers::Device& device) {
        return device.on_intervals && device.channel == first().channel;
    });
    std::ranges::sort(columns_, {}, &IntervalColumn::start);
    for (const auto* column : columns_) {
        scale_ = std::max(scale_, column->scale);
        add_stretches(*column);
    }
    std::ranges::sort(stretches_, {}, [](const Stretch& stretch) { return stretch.span.from; });
}

void Timeline::add_stretches(const IntervalColumn& column) {
    const std::int64_t step = column.step_seconds * Instant::kSecond;
    bool is_open = false;
    for (std::size_t i = 0; i < column.values.size(); ++i) {
        const bool is_value = column.values[i] != kMissing;
        const Instant start{column.start.us + static_cast<std::int64_t>(i) * step};
        if (is_value && !is_open) stretches_.push_back({{start, start}, column.step_seconds});
        if (is_value) stretches_.back().span.to = Instant{start.us + step};
        is_open = is_value;
    }
}

// What a value of the channel that begins at this time is multiplied by.
Decimal Timeline::factor_at(Instant at) const {
    const auto* device = customers::device_at(devices_, first().channel, at);
    return device != nullptr && device->on_intervals ? device->multiplier : Decimal(1);
}

std::optional<std::int64_t> Timeline::measured(Instant start, std::int32_t step_seconds,
                                               Instant of) const {
    const auto next = std::ranges::upper_bound(columns_, start, {}, &IntervalColumn::start);
    if (next == columns_.begin()) return std::nullopt;
    const IntervalColumn& column = **std::prev(next);
    const std::int64_t step = step_seconds * Instant::kSecond;
    const std::int64_t offset = start.us - column.start.us;
    if (column.step_seconds != step_seconds || offset % step != 0) return std::nullopt;
    const auto i = static_cast<std::size_t>(offset / step);
    if (i >= column.values.size() || column.values[i] == kMissing || !is_firm(column.qualities[i]))
        return std::nullopt;
    if (has_factors_ && factor_at(start) != factor_at(of)) return std::nullopt;
    // Values are below 1e9 units at 9 decimals at most: a finer scale fits.
    return column.values[i] * power_of_ten(scale_ - column.scale);
}

Timeline::Stretch Timeline::nearest(Instant at) const {
    const auto after = std::ranges::upper_bound(
        stretches_, at, {}, [](const Stretch& stretch) { return stretch.span.from; });
    if (after != stretches_.begin()) return *std::prev(after);
    if (after != stretches_.end()) return *after;
    return {{first().start, first().start}, first().step_seconds};
}

}  // namespace bw::meter

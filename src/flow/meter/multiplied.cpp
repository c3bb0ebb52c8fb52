#include "flow/meter/multiplied.h"

#include "flow/meter/formats/parts/number.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::meter {
namespace {

constexpr int128 kValueMax = 1'000'000'000'000'000;  // so that sums of a month fit

// The decimals that the factors need beside those of the values.
int decimals_of(std::span<const customers::Device> devices, const std::string& channel) {
    int places = 0;
    for (const auto& device : devices)
        if (device.channel == channel && device.on_intervals)
            places = std::max(places, device.multiplier.places());
    return places;
}

Result<void> multiply(IntervalColumn& column, std::span<const customers::Device> devices) {
    const int places = decimals_of(devices, column.channel);
    const int scale = std::min(column.scale + places, Decimal::kPlaces);
    const int128 down = power_of_ten(column.scale + places - scale);
    const std::int64_t step = column.step_seconds * Instant::kSecond;
    for (std::size_t i = 0; i < column.values.size(); ++i) {
        if (column.values[i] == kMissing) continue;
        const Instant at{column.start.us + static_cast<std::int64_t>(i) * step};
        const auto* device = customers::device_at(devices, column.channel, at);
        const Decimal factor =
            device != nullptr && device->on_intervals ? device->multiplier : Decimal(1);
        const int128 mantissa = factor.nano() / power_of_ten(Decimal::kPlaces - places);
        const int128 value = divide_rounded(column.values[i] * mantissa, down, Rounding::HalfEven);
        if (value > kValueMax || value < -kValueMax)
            return fail(Code::Overflow,
                        fmt::format("the value of {} times {} is too large", at.to_string(),
                                    factor.to_string()),
                        fmt::format("channel '{}'", column.channel));
        column.values[i] = static_cast<std::int64_t>(value);
    }
    column.scale = scale;
    return {};
}

}  // namespace

Result<void> multiply_intervals(Usage& usage, std::span<const customers::Device> devices) {
    for (auto& column : usage.intervals) {
        const bool is_multiplied = std::ranges::any_of(devices, [&](const auto& device) {
            return device.channel == column.channel && device.on_intervals;
        });
        if (is_multiplied) TRY_VOID(multiply(column, devices));
    }
    return {};
}

}  // namespace bw::meter

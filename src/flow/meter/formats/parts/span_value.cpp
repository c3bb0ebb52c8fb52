#include "flow/meter/formats/parts/span_value.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"

#include <array>

namespace bw::meter {

namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;

void hand_on_interval(const SpanValue& value, RecordSink& sink) {
    sink.interval({.code = value.code,
                   .channel = value.channel,
                   .unit = value.unit,
                   .start = value.span.from,
                   .step_seconds = static_cast<std::int32_t>(value.span.to.seconds() -
                                                             value.span.from.seconds()),
                   .scale = value.scale,
                   .values = {&value.value, 1},
                   .qualities = {&value.quality, 1},
                   .line = value.line,
                   .records = value.records});
}

// The shares make the whole: the first ones carry what is left over.
void hand_on_hours(const SpanValue& value, std::size_t hours, RecordSink& sink) {
    std::array<std::int64_t, 25> shares{};
    std::array<Quality, 25> qualities{};
    qualities.fill(value.quality);
    if (value.quality == Quality::Missing) {
        shares.fill(kMissing);
    } else {
        const std::int64_t whole = value.value * power_of_ten(kIntervalDecimalsMax - value.scale);
        const auto count = static_cast<std::int64_t>(hours);
        const std::int64_t rest = whole % count;
        for (std::size_t i = 0; i < hours; ++i) {
            const bool carries = static_cast<std::int64_t>(i) < (rest < 0 ? -rest : rest);
            shares[i] = whole / count + (carries ? (rest < 0 ? -1 : 1) : 0);
        }
    }
    sink.interval({.code = value.code,
                   .channel = value.channel,
                   .unit = value.unit,
                   .start = value.span.from,
                   .step_seconds = static_cast<std::int32_t>(kHour),
                   .scale = value.quality == Quality::Missing ? 0 : kIntervalDecimalsMax,
                   .values = std::span(shares).first(hours),
                   .qualities = std::span(qualities).first(hours),
                   .line = value.line,
                   .records = value.records});
    sink.repair(value.line, "a day of 23 or 25 hours was shared evenly over its hours");
}

void hand_on_use(const SpanValue& value, RecordSink& sink) {
    if (value.quality == Quality::Missing) {
        if (value.records > 0) sink.without_usage(value.line);
        return;
    }
    const int scale = std::min(value.scale, kRegisterDecimalsMax);
    const std::int64_t unit_of_cut = power_of_ten(value.scale - scale);
    sink.use({.code = value.code,
              .channel = value.channel,
              .unit = value.unit,
              .span = value.span,
              .value = value.value / unit_of_cut,
              .scale = scale,
              .quality = value.quality,
              .line = value.line,
              .records = value.records});
    if (value.value % unit_of_cut != 0) {
        sink.repair(value.line, "uses with more than 6 decimals were cut");
    }
}

enum class Way { Interval, Hours, Use, None };

Way way_of(std::int64_t seconds) {
    if (seconds >= 60 && seconds <= kDay && kDay % seconds == 0) return Way::Interval;
    if (seconds == kDay - kHour || seconds == kDay + kHour) return Way::Hours;
    return seconds > kDay + kHour && seconds <= kUseSecondsMax ? Way::Use : Way::None;
}

std::int64_t seconds_of(const SpanValue& value) {
    return value.span.to.seconds() - value.span.from.seconds();
}

}  // namespace

Outcome check(const SpanValue& value) {
    if (value.span.from.us % Instant::kSecond != 0 || value.span.to.us % Instant::kSecond != 0)
        return Fault{RejectCode::Time, "an interval begins and ends at a whole second"};
    switch (way_of(seconds_of(value))) {
        case Way::Interval:
        case Way::Hours: return std::nullopt;
        case Way::Use: break;
        case Way::None:
            return Fault{RejectCode::Interval,
                         "the interval length does not divide the day, and is no longer use of up "
                         "to two years"};
    }
    if (value.quality == Quality::Missing) return std::nullopt;
    if (value.value < 0) return Fault{RejectCode::Value, "a use of more than a day is below zero"};
    return std::nullopt;
}

Outcome hand_on(const SpanValue& value, RecordSink& sink) {
    if (auto fault = check(value)) return fault;
    const std::int64_t seconds = seconds_of(value);
    switch (way_of(seconds)) {
        case Way::Interval: hand_on_interval(value, sink); break;
        case Way::Hours:
            hand_on_hours(value, static_cast<std::size_t>(seconds / kHour), sink);
            break;
        case Way::Use: hand_on_use(value, sink); break;
        case Way::None: break;  // check() has seen it
    }
    return std::nullopt;
}

}  // namespace bw::meter

#include "flow/rate/energy/spread.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace bw::rate {
namespace {

constexpr std::int64_t kEven = 1'000'000;  // the weight of a day among equals
constexpr int128 kNanoPerWeight = Decimal::kScale / kEven;

}  // namespace

const customers::Device* Place::device_on(LocalDate day) const {
    // A row that begins on the day, at whatever hour, holds.
    const Instant end{zone.start_of_day(day.plus_days(1)).us - 1};
    if (const auto* found = customers::device_at(devices, channel, end)) return found;
    const auto first = std::ranges::find(devices, channel, &customers::Device::channel);
    return first == devices.end() ? nullptr : &*first;
}

Spread::Spread(const RegisterUse& use, const catalog::Sharing& sharing, const Place& place)
    : use_(use), place_(place), is_weighed_(sharing.by != catalog::SharedBy::Days),
      name_(sharing.name), weights_(use.steps.size()) {
    if (sharing.by != catalog::SharedBy::DegreeDays) return;
    kind_ = catalog::FactorKind::DegreeDays;
    const auto* device = place.device_on(use.days.from);
    if (name_.empty() && device != nullptr) name_ = device->weather_area;
}

// Days of which a weight is missing, or all are nothing, share evenly.
Result<Spread::Weights> Spread::look_up(const Period& days) const {
    if (name_.empty())
        return fail(Code::Invalid,
                    "its use is shared by degree days, and no weather area is told: import a "
                    "meters file with weather_area, or name an area in 'share by:'",
                    fmt::format("register '{}'", place_.channel));
    Weights weights;
    for (LocalDate day = days.from; day < days.to && !weights.missing; day = day.plus_days(1)) {
        const auto weight =
            place_.factors == nullptr ? std::nullopt : place_.factors->weight(kind_, name_, day);
        if (!weight) weights.missing = day;
        else weights.of_days.push_back(static_cast<std::int64_t>(weight->nano() / kNanoPerWeight));
    }
    const bool is_nothing = std::ranges::all_of(weights.of_days, [](auto w) { return w == 0; });
    if (weights.missing || is_nothing)
        weights.of_days.assign(static_cast<std::size_t>(days_in(days)), kEven);
    return weights;
}

Result<std::int64_t> Spread::weight_of(const Period& days, std::size_t step) {
    if (!is_weighed_) return days_in(days);
    const Period& whole = use_.steps[step].days;
    auto& weights = weights_[step];
    if (!weights) weights = TRY(look_up(whole));
    const auto first = weights->of_days.begin() + days_in({whole.from, days.from});
    return std::accumulate(first, first + days_in(days), std::int64_t{0});
}

Result<Spread::Part> Spread::in(const Period& days) {
    const Decimal before = TRY(until(days.from));
    Part result{TRY(until(days.to)) - before};
    std::int64_t weight = 0, all = 0, shared_days = 0, all_days = 0;
    for (std::size_t i = 0; i < use_.steps.size(); ++i) {
        const auto& [step, quantity] = use_.steps[i];
        const Period part = step.intersect(days);
        if (part.is_empty() || part == step || quantity.is_zero()) continue;
        weight += TRY(weight_of(part, i));
        all += TRY(weight_of(step, i));
        shared_days += days_in(part);
        all_days += days_in(step);
        const auto& weights = weights_[i];
        if (!result.unknown && weights && weights->missing)
            result.unknown = note::Unknown{kind_, name_, *weights->missing};
    }
    if (all_days == 0) return result;
    if (!is_weighed_ || result.unknown) result.shared = note::SharedByDays{shared_days, all_days};
    else
        result.shared =
            note::SharedByWeight{kind_, name_, Decimal::from_nano(weight * kNanoPerWeight),
                                 Decimal::from_nano(all * kNanoPerWeight)};
    return result;
}

// From the first read on.
Result<Decimal> Spread::until(LocalDate day) {
    Decimal sum;
    if (day <= use_.days.from) return sum;
    for (std::size_t i = 0; i < use_.steps.size(); ++i) {
        const auto& [days, quantity] = use_.steps[i];
        if (days.to <= day) sum += quantity;
        if (days.to <= day || day <= days.from || quantity.is_zero()) continue;
        const std::int64_t part = TRY(weight_of({days.from, day}, i));
        const std::int64_t all = TRY(weight_of(days, i));
        sum += TRY(quantity.times(Ratio{part, all}, Rounding::Down));
    }
    return sum;
}

}  // namespace bw::rate

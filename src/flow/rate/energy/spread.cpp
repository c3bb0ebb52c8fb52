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

Result<Spread> Spread::make(const RegisterUse& use, const catalog::Sharing& sharing,
                            const Place& place) {
    Spread spread(use);
    if (sharing.by == catalog::SharedBy::Days || use.days.is_empty()) return spread;
    spread.name_ = sharing.name;
    if (sharing.by == catalog::SharedBy::DegreeDays) {
        spread.kind_ = catalog::FactorKind::DegreeDays;
        const auto* device = place.device_on(use.days.from);
        if (spread.name_.empty() && device != nullptr) spread.name_ = device->weather_area;
        if (spread.name_.empty())
            return fail(Code::Invalid,
                        "its use is shared by degree days, and no weather area is told: import a "
                        "meters file with weather_area, or name an area in 'share by:'",
                        fmt::format("register '{}'", place.channel));
    }
    spread.weigh(place);
    return spread;
}

// A step of which a weight is missing, or all are nothing, is shared evenly.
void Spread::weigh(const Place& place) {
    weights_.assign(static_cast<std::size_t>(days_in(use_->days)), kEven);
    for (const auto& [days, quantity] : use_->steps) {
        std::vector<std::int64_t> own;
        std::optional<LocalDate> missing;
        for (LocalDate day = days.from; day < days.to && !missing; day = day.plus_days(1)) {
            const auto weight =
                place.factors == nullptr ? std::nullopt : place.factors->weight(kind_, name_, day);
            if (!weight) missing = day;
            else own.push_back(static_cast<std::int64_t>(weight->nano() / kNanoPerWeight));
        }
        missing_.push_back(missing);
        if (missing || std::accumulate(own.begin(), own.end(), std::int64_t{0}) == 0) continue;
        std::ranges::copy(own, weights_.begin() + days_in({use_->days.from, days.from}));
    }
}

std::int64_t Spread::weight_of(const Period& days) const {
    if (weights_.empty()) return days_in(days);
    const auto first = weights_.begin() + days_in({use_->days.from, days.from});
    return std::accumulate(first, first + days_in(days), std::int64_t{0});
}

Result<Decimal> Spread::in(const Period& days) const {
    const Decimal before = TRY(until(days.from));
    return TRY(until(days.to)) - before;
}

// From the first read on.
Result<Decimal> Spread::until(LocalDate day) const {
    Decimal sum;
    if (day <= use_->days.from) return sum;
    for (const auto& [days, quantity] : use_->steps) {
        if (days.to <= day) sum += quantity;
        else if (days.from < day)
            sum += TRY(quantity.times(Ratio{weight_of({days.from, day}), weight_of(days)},
                                      Rounding::Down));
    }
    return sum;
}

std::vector<Spread::Share> Spread::shares(const Period& days) const {
    std::vector<Share> shares;
    for (std::size_t i = 0; i < use_->steps.size(); ++i) {
        const Period& step = use_->steps[i].days;
        const Period part = step.intersect(days);
        if (!part.is_empty() && part != step) shares.push_back({part, i});
    }
    return shares;
}

std::optional<Note> Spread::shared(const Period& days) const {
    const auto parts = shares(days);
    if (parts.empty()) return std::nullopt;
    const bool is_even = weights_.empty() || unknown(days);
    std::int64_t share = 0, of = 0;
    for (const auto& [part, step] : parts) {
        const Period& whole = use_->steps[step].days;
        share += is_even ? days_in(part) : weight_of(part);
        of += is_even ? days_in(whole) : weight_of(whole);
    }
    if (is_even) return Note(note::SharedByDays{share, of});
    return Note(note::SharedByWeight{kind_, name_, Decimal::from_nano(share * kNanoPerWeight),
                                     Decimal::from_nano(of * kNanoPerWeight)});
}

std::optional<note::Unknown> Spread::unknown(const Period& days) const {
    if (missing_.empty()) return std::nullopt;
    for (const auto& [part, step] : shares(days))
        if (const auto& since = missing_[step]) return note::Unknown{kind_, name_, *since};
    return std::nullopt;
}

}  // namespace bw::rate

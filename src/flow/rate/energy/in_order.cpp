#include "flow/rate/energy/in_order.h"

#include "flow/rate/energy/intervals.h"

#include <algorithm>

namespace bw::rate {
namespace {

// Some intervals of a column in one window.
struct PlacedStay {
    const meter::IntervalColumn* column = nullptr;
    std::size_t begin = 0, end = 0;  // of the column's values
    std::uint32_t bucket = 0;
    std::int64_t at_s = 0;
    int128 factor = 1;  // value -> nano of the unit
};

// Fills the tiers one after the other.
class Filler {
public:
    explicit Filler(std::span<const Decimal> bounds) : bounds_(bounds) {}

    // What is taken back empties the tier that is open.
    void add(int128 nano, std::vector<int128>& tiers) {
        while (tier_ < bounds_.size() && nano > room()) {
            const int128 part = std::max<int128>(room(), 0);
            take(part, tiers);
            nano -= part;
            ++tier_;
        }
        take(nano, tiers);
    }

private:
    [[nodiscard]] int128 room() const { return bounds_[tier_].nano() - filled_; }
    void take(int128 nano, std::vector<int128>& tiers) {
        tiers[tier_] += nano;
        filled_ += nano;
    }

    std::span<const Decimal> bounds_;
    std::size_t tier_ = 0;
    int128 filled_ = 0;
};

Result<std::vector<PlacedStay>> stays_of(const CompiledSchedule& schedule,
                                         const CompiledCharge& charge,
                                         const InOrderRequest& request,
                                         const std::vector<bool>& is_wanted) {
    std::vector<PlacedStay> stays;
    const Span supplied = schedule.span_of(request.supplied);
    std::vector<Run> own;
    for (const auto* column : request.columns) {
        const Placement at = TRY(place(schedule, request.unit, *column, supplied));
        for (const auto& run : TRY(runs_for(schedule, charge, *column, own))) {
            const auto stay = stay_in(run, at);
            if (stay && is_wanted[run.bucket])
                stays.push_back({column, static_cast<std::size_t>(stay->begin + at.offset),
                                 static_cast<std::size_t>(stay->end + at.offset), run.bucket,
                                 schedule.span.from.seconds() + stay->begin * column->step_seconds,
                                 at.factor});
        }
    }
    std::ranges::sort(stays, {}, &PlacedStay::at_s);
    return stays;
}

}  // namespace

Result<std::vector<std::vector<Decimal>>> fill_in_order(const CompiledSchedule& schedule,
                                                        const CompiledCharge& charge,
                                                        const InOrderRequest& request) {
    std::vector<bool> is_wanted(charge.buckets);
    for (const auto& section : charge.sections) {
        if (section.joined != request.first.joined || section.version != request.first.version ||
            section.season != request.first.season)
            continue;
        const auto& windows = schedule.charge(charge, section.version)
                                  ->seasons[static_cast<std::size_t>(section.season)]
                                  .windows;
        for (std::size_t w = 0; w < windows.size(); ++w) is_wanted[section.bucket + w] = true;
    }
    const std::size_t tiers = request.bounds.size() + 1;
    std::vector<std::vector<int128>> sums(charge.buckets, std::vector<int128>(tiers));
    Filler filler(request.bounds);
    for (const auto& stay : TRY(stays_of(schedule, charge, request, is_wanted)))
        for (std::size_t i = stay.begin; i < stay.end; ++i)
            if (const std::int64_t value = stay.column->values[i]; value != meter::kMissing)
                filler.add(value * stay.factor, sums[stay.bucket]);
    std::vector<std::vector<Decimal>> filled(charge.buckets, std::vector<Decimal>(tiers));
    for (std::size_t b = 0; b < sums.size(); ++b)
        std::ranges::transform(sums[b], filled[b].begin(), Decimal::from_nano);
    return filled;
}

}  // namespace bw::rate

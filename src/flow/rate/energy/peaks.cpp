#include "flow/rate/energy/peaks.h"

#include "flow/rate/energy/intervals.h"
#include "flow/rate/energy/limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

constexpr std::int64_t kHourSeconds = 3600;
constexpr std::int64_t kMicro = Decimal::kScale / 1'000'000;  // nano in a millionth

// "kW" -> "kWh"
std::string energy_unit(std::string_view power) {
    if (power == "Mbit/s") return "Mbit";
    return power == "kVA" ? std::string("kWh") : std::string(power) + "h";
}
// Seconds in which a power of one makes an energy of one.
std::int64_t seconds_of(std::string_view power) { return power == "Mbit/s" ? 1 : kHourSeconds; }

// The largest whole number whose square is not above it, by Newton's method from above.
int128 square_root(int128 value) {
    if (value == 0) return 0;
    int128 root = 1;
    while (root * root < value) root *= 2;
    for (;;) {
        const int128 next = (root + value / root) / 2;
        if (next >= root) return root;
        root = next;
    }
}

// Apparent from active and reactive power: to six decimals, cut, for squares must fit 128 bits.
Decimal apparent(Decimal active, Decimal reactive) {
    const int128 p = active.nano() / kMicro, q = reactive.nano() / kMicro;
    return Decimal::from_nano(square_root(p * p + q * q) * kMicro);
}

// A column on the schedule's grid.
struct Placed {
    const meter::IntervalColumn* column = nullptr;
    Placement at;

    [[nodiscard]] std::size_t index(std::int64_t grid) const {
        return static_cast<std::size_t>(grid + at.offset);
    }
    [[nodiscard]] bool is_measured(std::int64_t grid) const {
        return grid >= at.first && grid < at.last && column->values[index(grid)] != meter::kMissing;
    }
    // Nano of the energy of some intervals; nothing where one was not measured.
    [[nodiscard]] std::optional<int128> sum(std::int64_t begin, std::int64_t count) const {
        int128 total = 0;
        for (std::int64_t i = begin; i < begin + count; ++i) {
            if (!is_measured(i)) return std::nullopt;
            total += column->values[index(i)];
        }
        return total * at.factor;
    }
};

class PeakFinder {
public:
    PeakFinder(const CompiledSchedule& schedule, const CompiledCharge& charge,
               const catalog::Charge& of, const Span& supplied)
        : schedule_(schedule), charge_(charge), of_(of), supplied_(supplied) {}

    Result<void> add_reactive(const meter::IntervalColumn& column) {
        reactive_.push_back({&column, TRY(place(schedule_, "kvarh", column, supplied_))});
        return {};
    }

    Result<void> add(const meter::IntervalColumn& column, std::vector<BucketPeaks>& buckets) {
        const Placed placed{&column,
                            TRY(place(schedule_, energy_unit(of_.of.unit), column, supplied_))};
        const std::int64_t count = TRY(intervals_in_window(column));
        std::vector<Run> own;
        for (const auto& run : TRY(runs_for(schedule_, charge_, column, own))) {
            const auto stay = stay_in(run, placed.at);
            if (!stay) continue;
            auto& bucket = buckets[run.bucket];
            TRY_VOID(tally(placed, *stay, bucket));
            TRY_VOID(look(placed, *stay, count, bucket));
        }
        return {};
    }

private:
    Result<std::int64_t> intervals_in_window(const meter::IntervalColumn& column) const {
        const std::int64_t wanted = std::int64_t{of_.peak.minutes} * 60;
        if (wanted == 0) return 1;
        if (wanted % column.step_seconds != 0)
            return fail(Code::Unsupported,
                        fmt::format("power over {} minutes cannot be told from intervals of {} s",
                                    of_.peak.minutes, column.step_seconds),
                        column_words(column));
        return wanted / column.step_seconds;
    }

    static Result<void> tally(const Placed& placed, const Stay& stay, BucketPeaks& bucket) {
        const auto& [column, at] = placed;
        for (std::int64_t i = stay.begin; i < stay.end; ++i) {
            if (!placed.is_measured(i)) {
                ++bucket.missing;
                continue;
            }
            const std::int64_t value = column->values[placed.index(i)];
            if (value > kValueLimit || value < -kValueLimit)
                return fail(Code::Overflow, "a value is larger than any meter measures",
                            column_words(*column));
            ++bucket.intervals;
            bucket.estimated += is_firm(column->qualities[placed.index(i)]) ? 0 : 1;
        }
        return {};
    }

    Result<void> look(const Placed& placed, const Stay& stay, std::int64_t count,
                      BucketPeaks& bucket) const {
        const std::int64_t step = placed.column->step_seconds;
        const LocalDate date(stay.day);
        const std::int64_t midnight =
            (schedule_.zone.start_of_day(date).seconds() - schedule_.span.from.seconds()) / step;
        const std::int64_t late = (stay.begin - midnight) % count;
        for (std::int64_t i = stay.begin + (late == 0 ? 0 : count - late); i + count <= stay.end;
             i += count) {
            const auto energy = placed.sum(i, count);
            if (!energy) continue;
            const auto power = TRY(power_of(placed, *energy, i, count));
            if (!power) continue;
            const Instant at = Instant::from_seconds(schedule_.span.from.seconds() + i * step);
            if (!of_.peak.percentile.is_zero()) bucket.all.push_back({*power, at});
            const auto [day, is_first] = bucket.days.try_emplace(date, DayPeak{*power, at});
            if (!is_first && *power > day->second.power) day->second = {*power, at};
        }
        return {};
    }

    // So large that its square still fits.
    static Result<void> check(Decimal power, const meter::IntervalColumn& column) {
        if (power <= kPowerMax && power >= -kPowerMax) return {};
        return fail(Code::Overflow, "a power is larger than any meter measures",
                    column_words(column));
    }

    // Nothing: of the reactive energy something is missing.
    Result<std::optional<Decimal>> power_of(const Placed& placed, int128 energy, std::int64_t begin,
                                            std::int64_t count) const {
        const std::int64_t step = placed.column->step_seconds;
        const auto mean = [&](int128 nano) {
            return Decimal::from_nano(divide_rounded(nano * seconds_of(of_.of.unit),
                                                     int128{count} * step, Rounding::HalfEven));
        };
        const Decimal power = mean(energy);
        TRY_VOID(check(power, *placed.column));
        if (of_.of.unit != "kVA") return std::optional(power);
        for (const auto& other : reactive_) {
            if (other.column->step_seconds != step) continue;
            const auto reactive = other.sum(begin, count);
            if (!reactive) continue;
            const Decimal rest = mean(*reactive);
            TRY_VOID(check(rest, *other.column));
            return std::optional(apparent(power, rest));
        }
        return std::optional<Decimal>();
    }

    const CompiledSchedule& schedule_;
    const CompiledCharge& charge_;
    const catalog::Charge& of_;
    Span supplied_;
    std::vector<Placed> reactive_;
};

}  // namespace

Result<Peaks> find_peaks(const CompiledSchedule& schedule, const CompiledCharge& charge,
                         const catalog::Charge& of,
                         std::span<const meter::IntervalColumn* const> columns,
                         std::span<const meter::IntervalColumn* const> reactive,
                         const Period& supplied) {
    Peaks peaks;
    peaks.buckets.resize(charge.buckets);
    const Span span = schedule.span_of(supplied);
    peaks.uncovered = uncovered(columns, span);
    PeakFinder finder(schedule, charge, of, span);
    if (of.of.unit == "kVA") {
        if (reactive.empty() && !columns.empty())
            return fail(Code::NotFound,
                        fmt::format("kVA are reckoned from kWh and kvarh, and channel '{}' was not "
                                    "measured",
                                    of.peak.reactive),
                        "charge " + charge.key);
        for (const auto* column : reactive) TRY_VOID(finder.add_reactive(*column));
    }
    for (const auto* column : columns) TRY_VOID(finder.add(*column, peaks.buckets));
    return peaks;
}

}  // namespace bw::rate

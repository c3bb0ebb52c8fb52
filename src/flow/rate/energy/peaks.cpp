#include "flow/rate/energy/peaks.h"

#include "base/root.h"
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
        : schedule_(schedule), charge_(charge), of_(of), supplied_(supplied) {
        if (!of.peak.at.empty() && schedule.factors != nullptr)
            grid_peaks_ = schedule.factors->system_peaks(of.peak.at, schedule.span);
    }

    Result<void> add_reactive(const meter::IntervalColumn& column) {
        reactive_.push_back({&column, TRY(place(schedule_, "kvarh", column, supplied_))});
        return {};
    }

    Result<void> add(const meter::IntervalColumn& column, std::vector<BucketPeaks>& buckets) {
        const Placed placed{&column,
                            TRY(place(schedule_, energy_unit(of_.of.unit), column, supplied_))};
        const std::int64_t count = TRY(intervals_in_window(column));
        TRY_VOID(check_grid_peaks(count * column.step_seconds, column));
        std::vector<Run> own;
        for (const auto& run : TRY(runs_for(schedule_, charge_, column, own))) {
            const auto stay = stay_in(run, placed.at);
            if (!stay) continue;
            for (const Stay& part : counted_in(*stay, column.step_seconds)) {
                auto& bucket = buckets[run.bucket];
                TRY_VOID(tally(placed, part, bucket));
                TRY_VOID(look(placed, part, count, bucket));
            }
        }
        return {};
    }

private:
    // The parts of a stay in which power counts: all of it, or what lies in the grid's own peaks.
    [[nodiscard]] std::vector<Stay> counted_in(const Stay& stay, std::int64_t step) const {
        if (of_.peak.at.empty()) return {stay};
        std::vector<Stay> parts;
        const std::int64_t start = schedule_.span.from.seconds();
        for (const Span& peak : grid_peaks_) {
            Stay part = stay;
            part.begin = std::max(stay.begin, (peak.from.seconds() - start + step - 1) / step);
            part.end = std::min(stay.end, (peak.to.seconds() - start) / step);
            if (part.begin < part.end) parts.push_back(part);
        }
        return parts;
    }

    // Each holds a whole measuring window, else it would count nothing.
    Result<void> check_grid_peaks(std::int64_t window, const meter::IntervalColumn& column) const {
        for (const Span& peak : grid_peaks_) {
            const LocalTime begin = schedule_.zone.to_local(peak.from);
            const std::int64_t midnight = schedule_.zone.start_of_day(begin.date).seconds();
            const std::int64_t late = (peak.from.seconds() - midnight) % window;
            const std::int64_t first = peak.from.seconds() + (late == 0 ? 0 : window - late);
            if (first + window <= peak.to.seconds()) continue;
            return fail(Code::Unsupported,
                        fmt::format("the peak of {} from {} on holds no whole measuring window of "
                                    "{} s: it takes shorter intervals",
                                    of_.peak.at, begin.to_string(), window),
                        column_words(column));
        }
        return {};
    }

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
    std::vector<Span> grid_peaks_;  // where only they count
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

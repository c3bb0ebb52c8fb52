#include "flow/rate/energy/intervals.h"

#include "flow/rate/energy/tally.h"
#include "flow/rate/energy/units.h"
#include "flow/rate/energy/windows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace bw::rate {
namespace {

void prepare_days(const CompiledSchedule& schedule, const CompiledCharge& charge,
                  IntervalSums& sums) {
    sums.day_at.assign(charge.buckets, 0);
    std::int64_t size = 0;
    for (std::size_t s = 0; s < charge.sections.size(); ++s) {
        const auto& section = charge.sections[s];
        const auto& season = schedule.charge(charge, section.version)
                                 ->seasons[static_cast<std::size_t>(section.season)];
        for (std::size_t w = 0; w < season.windows.size(); ++w) {
            sums.day_at[section.bucket + w] = size - section.days.from.days();
            size += days_in(section.days);
        }
    }
    sums.days.assign(static_cast<std::size_t>(size), 0);
}

// Calls on_part(index, count) for parts that a tally takes.
template <typename F>
void each_part(const Stay& stay, const Placement& at, F&& on_part) {
    const auto size = static_cast<std::size_t>(stay.end - stay.begin);
    for (std::size_t done = 0; done < size; done += kTallyMax)
        on_part(static_cast<std::size_t>(stay.begin + at.offset) + done,
                std::min(kTallyMax, size - done));
}

class ColumnSums {
public:
    ColumnSums(const CompiledCharge& charge, const Placement& at, IntervalSums& sums)
        : charge_(charge), at_(at), sums_(sums) {}

    Result<void> add(const meter::IntervalColumn& column, std::span<const Run> runs,
                     std::span<const DayStack> stacks) {
        if (at_.first >= at_.last || runs.empty()) return {};
        const bool are_all = at_.first <= runs.front().begin && at_.last >= runs.back().end;
        if (are_all && !stacks.empty()) {
            const bool are_measured = are_actual(column.qualities.data() + at_.first + at_.offset,
                                                 static_cast<std::size_t>(at_.last - at_.first));
            for (const auto& stack : stacks) TRY_VOID(add_days(column, stack, are_measured));
        } else {
            for (const Run& run : runs)
                if (const auto stay = stay_in(run, at_)) TRY_VOID(add_stay(column, *stay));
        }
        for (auto& bucket : sums_.buckets) {
            bucket.nano += bucket.of_column * at_.factor;
            bucket.of_column = 0;
        }
        return {};
    }

private:
    // Days are added one upon another: those that were measured throughout apart from others, of
    // which each value is looked at. Where any is too large to be added so, run by run.
    Result<void> add_days(const meter::IntervalColumn& column, const DayStack& stack,
                          bool are_measured) {
        const std::int64_t* values = column.values.data() + at_.offset;
        const meter::Quality* qualities = column.qualities.data() + at_.offset;
        std::span<const std::uint32_t> measured = stack.begins;
        mixed_.clear();
        if (!are_measured) {
            measured_.clear();
            for (const std::uint32_t begin : stack.begins)
                (are_actual(qualities + begin, stack.length) ? measured_ : mixed_).push_back(begin);
            measured = measured_;
        }
        std::array<std::int64_t, kStackedMax> sums;  // NOLINT(*-member-init): written whole
        if (stack.begins.size() * stack.length > kPlainMax ||
            !plain_day_sums(values, measured, stack.length, sums.data()))
            return add_each(column, stack);
        if (!mixed_.empty()) {
            std::array<std::int64_t, kStackedMax> missing, estimated;  // NOLINT(*-member-init)
            std::fill_n(missing.begin(), stack.length, 0);
            std::fill_n(estimated.begin(), stack.length, 0);
            const DaySums into{sums.data(), missing.data(), estimated.data()};
            if (!mixed_day_sums(values, qualities, mixed_, stack.length, into))
                return add_each(column, stack);
            for (const Run& run : stack.runs) {
                auto& bucket = sums_.buckets[run.bucket];
                const std::size_t count = run.end - run.begin;
                const std::int64_t gone = plain_sum(missing.data() + run.begin, count);
                bucket.missing += gone;
                bucket.intervals -= gone;
                bucket.estimated += plain_sum(estimated.data() + run.begin, count);
            }
        }
        for (const Run& run : stack.runs) {
            const std::size_t count = run.end - run.begin;
            auto& bucket = sums_.buckets[run.bucket];
            bucket.intervals += static_cast<std::int64_t>(count * stack.begins.size());
            bucket.of_column += plain_sum(sums.data() + run.begin, count);
        }
        return {};
    }

    Result<void> add_each(const meter::IntervalColumn& column, const DayStack& stack) {
        for (const std::uint32_t begin : stack.begins)
            for (const Run& run : stack.runs)
                TRY_VOID(add_stay(column, {begin + run.begin, begin + run.end, run.bucket, 0}));
        return {};
    }

    Result<void> add_stay(const meter::IntervalColumn& column, const Stay& stay) {
        auto& bucket = sums_.buckets[stay.bucket];
        int128 total = 0;
        bool is_too_large = false;
        each_part(stay, at_, [&](std::size_t index, std::size_t count) {
            const Tally part = tally_of(column, index, count);
            total += part.sum;
            bucket.intervals += static_cast<std::int64_t>(count) - part.missing;
            bucket.estimated += part.estimated;
            bucket.missing += part.missing;
            is_too_large |= part.is_too_large;
        });
        if (is_too_large)
            return fail(Code::Overflow, "a value is larger than any meter measures",
                        column_words(column));
        add_total(stay, total);
        return {};
    }

    static Tally tally_of(const meter::IntervalColumn& column, std::size_t index,
                          std::size_t count) {
        const std::int64_t* values = column.values.data() + index;
        const meter::Quality* qualities = column.qualities.data() + index;
        return is_plain(values, qualities, count) ? Tally{plain_sum(values, count)}
                                                  : tally(values, qualities, count);
    }

    void add_total(const Stay& stay, int128 total) {
        sums_.buckets[stay.bucket].of_column += total;
        if (charge_.per_day)
            sums_.days[static_cast<std::size_t>(sums_.day_at[stay.bucket] + stay.day)] +=
                total * at_.factor;
    }

    const CompiledCharge& charge_;
    const Placement& at_;
    IntervalSums& sums_;
    std::vector<std::uint32_t> measured_, mixed_;  // days: room
};

}  // namespace

std::vector<const meter::IntervalColumn*> columns_of(const meter::Usage& usage,
                                                     std::string_view channel) {
    std::vector<const meter::IntervalColumn*> columns;
    for (const auto& column : usage.intervals)
        if (column.channel == channel) columns.push_back(&column);
    return columns;
}

std::string column_words(const meter::IntervalColumn& column) {
    return fmt::format("channel '{}' from {}", column.channel, column.start.to_string());
}

Result<Placement> place(const CompiledSchedule& schedule, std::string_view unit,
                        const meter::IntervalColumn& column, const Span& supplied) {
    const std::int64_t step = column.step_seconds;
    if (step <= 0 || column.qualities.size() != column.values.size() || column.scale < 0)
        return fail(Code::Invalid, "the column's step, scale or number of qualities is wrong",
                    column_words(column));
    const int shift = TRY(unit_shift(column.unit, unit));
    const int exponent = Decimal::kPlaces - column.scale + shift;
    if (exponent < 0 || exponent > 15)
        return fail(Code::Unsupported,
                    fmt::format("values at scale {} in {} do not fit 9 decimals of {}",
                                column.scale, column.unit, unit),
                    column_words(column));
    const std::int64_t start_us = schedule.span.from.us - column.start.us;
    if (start_us % (step * Instant::kSecond) != 0)
        return fail(Code::Unsupported,
                    fmt::format("its intervals of {} s do not begin at midnight of {}", step,
                                schedule.zone.name()),
                    column_words(column));
    Placement result;
    result.offset = start_us / (step * Instant::kSecond);
    const auto index = [&](Instant at) {
        return (at.seconds() - schedule.span.from.seconds() + step - 1) / step;
    };
    result.first = std::max(index(supplied.from), -result.offset);
    result.last = std::min(index(supplied.to),
                           static_cast<std::int64_t>(column.values.size()) - result.offset);
    result.factor = power_of_ten(exponent);
    return result;
}

std::int64_t uncovered(std::span<const meter::IntervalColumn* const> columns,
                       const Span& supplied) {
    const std::int64_t step_us = columns.empty() ? 1 : columns[0]->step_seconds * Instant::kSecond;
    const auto steps_in = [&](std::int64_t us) { return (us + step_us - 1) / step_us; };
    if (columns.size() == 1) {  // nearly always
        const Span covered = columns[0]->span().intersect(supplied);
        return steps_in(supplied.to.us - supplied.from.us -
                        (covered.is_empty() ? 0 : covered.to.us - covered.from.us));
    }
    std::vector<Span> spans;
    for (const auto* column : columns) spans.push_back(column->span().intersect(supplied));
    std::sort(spans.begin(), spans.end());
    std::int64_t gap_us = 0;
    Instant reached = supplied.from;
    for (const auto& span : spans) {
        if (span.is_empty()) continue;
        if (span.from > reached) gap_us += span.from.us - reached.us;
        reached = std::max(reached, span.to);
    }
    if (reached < supplied.to) gap_us += supplied.to.us - reached.us;
    return steps_in(gap_us);
}

Result<std::span<const Run>> runs_for(const CompiledSchedule& schedule,
                                      const CompiledCharge& charge,
                                      const meter::IntervalColumn& column, std::vector<Run>& own) {
    const auto step = std::ranges::find(schedule.steps, column.step_seconds);
    const auto known = static_cast<std::size_t>(step - schedule.steps.begin());
    if (step != schedule.steps.end() && !charge.runs[known].empty())
        return std::span<const Run>(charge.runs[known]);
    own = TRY(runs_on_grid(schedule, charge, column.step_seconds));
    return std::span<const Run>(own);
}

std::span<const DayStack> stacks_for(const CompiledSchedule& schedule, const CompiledCharge& charge,
                                     const meter::IntervalColumn& column) {
    const auto step = std::ranges::find(schedule.steps, column.step_seconds);
    if (step == schedule.steps.end()) return {};
    return charge.stacks[static_cast<std::size_t>(step - schedule.steps.begin())];
}

Result<IntervalSums> sum_intervals(const CompiledSchedule& schedule, const CompiledCharge& charge,
                                   const catalog::Measure& of,
                                   std::span<const meter::IntervalColumn* const> columns,
                                   const Period& supplied) {
    IntervalSums sums;
    sums.buckets.resize(charge.buckets);
    if (charge.per_day) prepare_days(schedule, charge, sums);
    const Span span = schedule.span_of(supplied);
    sums.uncovered = uncovered(columns, span);
    std::vector<Run> own;
    for (const auto* column : columns) {
        const Placement at = TRY(place(schedule, of.unit, *column, span));
        const auto runs = TRY(runs_for(schedule, charge, *column, own));
        TRY_VOID(
            ColumnSums(charge, at, sums).add(*column, runs, stacks_for(schedule, charge, *column)));
    }
    return sums;
}

}  // namespace bw::rate

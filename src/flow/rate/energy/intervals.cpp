#include "flow/rate/energy/intervals.h"

#include "flow/rate/energy/limits.h"
#include "flow/rate/energy/units.h"
#include "flow/rate/energy/windows.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

constexpr std::size_t kChunk = 4096;  // kChunk values below kValueLimit fit a 64-bit sum

struct Tally {
    std::int64_t sum = 0;
    std::int64_t missing = 0;
    std::int64_t estimated = 0;
    bool too_large = false;
};

// At most kChunk values. No branch on the values: the compiler makes vectors of it.
Tally tally(const std::int64_t* values, const meter::Quality* qualities, std::size_t count) {
    Tally result;
    std::int64_t large = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const bool gone = values[i] == meter::kMissing;
        const std::int64_t value = gone ? 0 : values[i];
        result.sum += value;
        result.missing += gone ? 1 : 0;
        large |= static_cast<std::int64_t>(value > kValueLimit) |
                 static_cast<std::int64_t>(value < -kValueLimit);
    }
    for (std::size_t i = 0; i < count; ++i)
        result.estimated +=
            qualities[i] != meter::Quality::Actual && qualities[i] != meter::Quality::Final ? 1 : 0;
    if (result.missing > 0) {  // rare: what is missing is not estimated
        result.estimated = 0;
        for (std::size_t i = 0; i < count; ++i)
            result.estimated += values[i] != meter::kMissing &&
                                        qualities[i] != meter::Quality::Actual &&
                                        qualities[i] != meter::Quality::Final
                                    ? 1
                                    : 0;
    }
    result.too_large = large != 0;
    return result;
}

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

Result<void> add_column(const CompiledCharge& charge, const meter::IntervalColumn& column,
                        const Placement& at, std::span<const Run> runs, IntervalSums& sums) {
    auto run = std::partition_point(runs.begin(), runs.end(), [&](const Run& r) {
        return static_cast<std::int64_t>(r.end) <= at.first;
    });
    for (; run != runs.end() && static_cast<std::int64_t>(run->begin) < at.last; ++run) {
        const std::int64_t begin = std::max<std::int64_t>(run->begin, at.first);
        const std::int64_t end = std::min<std::int64_t>(run->end, at.last);
        auto& bucket = sums.buckets[run->bucket];
        int128 total = 0;
        for (std::int64_t i = begin; i < end; i += static_cast<std::int64_t>(kChunk)) {
            const auto count = std::min(kChunk, static_cast<std::size_t>(end - i));
            const auto index = static_cast<std::size_t>(i + at.offset);
            const Tally part =
                tally(column.values.data() + index, column.qualities.data() + index, count);
            if (part.too_large)
                return fail(Code::Overflow, "a value is larger than any meter measures",
                            column_words(column));
            total += part.sum;
            bucket.intervals += static_cast<std::int64_t>(count) - part.missing;
            bucket.estimated += part.estimated;
            bucket.missing += part.missing;
        }
        bucket.nano += total * at.factor;
        if (charge.per_day)
            sums.days[static_cast<std::size_t>(sums.day_at[run->bucket] + run->day)] +=
                total * at.factor;
    }
    return {};
}

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
    const std::int64_t step_us = columns.empty() ? 1 : columns[0]->step_seconds * Instant::kSecond;
    return (gap_us + step_us - 1) / step_us;
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

Result<IntervalSums> sum_intervals(const CompiledSchedule& schedule, const CompiledCharge& charge,
                                   const catalog::Measure& of,
                                   std::span<const meter::IntervalColumn* const> columns,
                                   const Period& supplied) {
    IntervalSums sums;
    sums.buckets.resize(charge.buckets);
    if (charge.per_day) prepare_days(schedule, charge, sums);
    const Span span = schedule.zone.span_of(supplied);
    sums.uncovered = uncovered(columns, span);
    std::vector<Run> own;
    for (const auto* column : columns) {
        const Placement at = TRY(place(schedule, of.unit, *column, span));
        const auto runs = TRY(runs_for(schedule, charge, *column, own));
        TRY_VOID(add_column(charge, *column, at, runs, sums));
    }
    return sums;
}

}  // namespace bw::rate

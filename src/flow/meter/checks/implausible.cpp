#include "flow/meter/checks/implausible.h"

#include "flow/meter/checks/bounds.h"
#include "flow/meter/checks/counters.h"
#include "flow/meter/estimates/like_days.h"
#include "flow/meter/formats/parts/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace bw::meter {
namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;
constexpr int kSpikeDays = 2;  // fewer like days tell nothing

constexpr std::array<std::string_view, 8> kRules = {"range", "spike",   "stuck",  "zero",
                                                    "read",  "counter", "future", "overlap"};

// One channel against its bounds.
class ChannelCheck {
public:
    ChannelCheck(const CheckRequest& request, const catalog::Bounds& bounds,
                 std::vector<Implausible>& findings)
        : request_(request), bounds_(bounds), findings_(findings) {
        for (const auto& column : request.usage.intervals)
            if (is_ours(column)) columns_.push_back(&column);
    }

    void run() {
        for (const auto& column : request_.usage.registers)
            if (is_ours(column)) check_counter(column);
        if (columns_.empty()) return;
        const Timeline line(columns_);
        for (const auto* column : columns_) {
            check_values(line, *column);
            check_runs(*column);
        }
    }

private:
    template <typename Column>
    [[nodiscard]] bool is_ours(const Column& column) const {
        return column.channel == bounds_.channel && column.unit == bounds_.unit;
    }
    [[nodiscard]] bool is_wanted(Span span) const {
        return std::ranges::any_of(
            request_.wanted, [&](const Span& want) { return !want.intersect(span).is_empty(); });
    }

    // Joins what follows the last finding of the rule.
    void find(Rule rule, Span span, std::int64_t intervals, Decimal value, Decimal limit) {
        const auto last =
            std::find_if(findings_.rbegin(), findings_.rend(), [&](const Implausible& f) {
                return f.rule == rule && f.measure == Measure::Intervals;
            });
        if (last == findings_.rend() || last->channel != bounds_.channel ||
            last->unit != bounds_.unit || last->span.to != span.from) {
            findings_.push_back(
                {rule, bounds_.channel, bounds_.unit, span, intervals, value, limit});
            return;
        }
        last->span.to = span.to;
        last->intervals += intervals;
        if (last->value < value) std::tie(last->value, last->limit) = std::pair(value, limit);
    }

    void check_values(const Timeline& line, const IntervalColumn& column) {
        for (std::size_t i = 0; i < column.values.size(); ++i) {
            if (column.values[i] == kMissing) continue;
            const Span span = span_of(column, i, 1);
            const Decimal value = Decimal::scaled(column.values[i], column.scale);
            if (span.from >= request_.known_until) find(Rule::Future, span, 1, value, {});
            if (!is_wanted(span) || is_out_of_range(column, span, value)) continue;
            check_spike(line, column, span, value);
        }
    }

    bool is_out_of_range(const IntervalColumn& column, Span span, Decimal value) {
        if (!bounds_.most_per_hour) return false;
        const Decimal most = share_of_hour(*bounds_.most_per_hour, column.step_seconds);
        if (!value.is_negative() && value <= most) return false;
        find(Rule::Range, span, 1, value, most);
        return true;
    }

    void check_spike(const Timeline& line, const IntervalColumn& column, Span span, Decimal value) {
        if (!bounds_.spike ||
            value <= share_of_hour(bounds_.spike->above_per_hour, column.step_seconds))
            return;
        const Measured like =
            like_days(line, request_.zone, request_.zone.to_local(span.from), column.step_seconds);
        if (like.count < kSpikeDays) return;
        const Decimal median = Decimal::from_nano(
            like.twice_median() * (Decimal::kScale / power_of_ten(line.scale())) / 2);
        if (value.nano() * Decimal::kScale > median.nano() * bounds_.spike->times.nano())
            find(Rule::Spike, span, 1, value, median);
    }

    // Runs of one measured value.
    void check_runs(const IntervalColumn& column) {
        for (std::size_t first = 0; first < column.values.size();) {
            std::size_t end = first + 1;
            const auto is_same = [&](std::size_t i) {
                return column.values[i] == column.values[first] && is_firm(column.qualities[i]);
            };
            if (column.values[first] == kMissing || !is_firm(column.qualities[first])) {
                first = end;
                continue;
            }
            while (end < column.values.size() && is_same(end)) ++end;
            check_run(column, first, end - first);
            first = end;
        }
    }

    void check_run(const IntervalColumn& column, std::size_t first, std::size_t count) {
        const Span span = span_of(column, first, count);
        if (!is_wanted(span)) return;
        const auto intervals = static_cast<std::int64_t>(count);
        const Decimal value = Decimal::scaled(column.values[first], column.scale);
        if (value.is_zero()) {
            const std::int64_t seconds = intervals * column.step_seconds;
            if (bounds_.zero_days > 0 && seconds >= bounds_.zero_days * kDay)
                find(Rule::Zero, span, intervals, value, Decimal(bounds_.zero_days));
        } else if (bounds_.same > 0 && intervals >= bounds_.same) {
            findings_.push_back({Rule::Stuck, bounds_.channel, bounds_.unit, span, intervals, value,
                                 Decimal(bounds_.same)});
        }
    }

    void check_counter(const RegisterColumn& column) {
        CounterCheck check(request_, bounds_, column, findings_);
        check.check_steps();
        if (bounds_.counter_percent && !column.is_use) check.check_intervals(columns_);
    }

    const CheckRequest& request_;
    const catalog::Bounds& bounds_;
    std::vector<Implausible>& findings_;
    std::vector<const IntervalColumn*> columns_;
};

}  // namespace

std::string_view rule_name(Rule rule) { return kRules[static_cast<std::size_t>(rule)]; }

namespace {

// "3 intervals"
std::string counted(const Implausible& f, std::int64_t count) {
    switch (f.measure) {
        case Measure::Intervals: return fmt::format("{} interval{}", count, count == 1 ? "" : "s");
        case Measure::Reads: return fmt::format("{} read{}", count, count == 1 ? "" : "s");
        case Measure::Uses: break;
    }
    return fmt::format("{} use{}", count, count == 1 ? "" : "s");
}

// Where one value lies.
std::string_view place_words(Measure measure) {
    switch (measure) {
        case Measure::Intervals: return "in an interval";
        case Measure::Reads: return "from one read to the next";
        case Measure::Uses: break;
    }
    return "in one use";
}

std::string_view expectation_words(Measure measure) {
    return measure == Measure::Intervals ? "on like days" : "by what was used before";
}

}  // namespace

std::string implausible_words(const Implausible& f) {
    const std::string value = f.value.to_string() + " " + f.unit;
    const auto place = place_words(f.measure);
    const std::string limit = f.limit.to_string();
    switch (f.rule) {
        case Rule::Range:
            return f.value.is_negative()
                       ? fmt::format("{} {}, less than nothing", value, place)
                       : fmt::format("{} {}, at most {} can be", value, place, limit);
        case Rule::Spike:
            return fmt::format("{} {}, {} {}", value, place, expectation_words(f.measure), limit);
        case Rule::Stuck:
            return f.measure == Measure::Reads
                       ? fmt::format("{} from each of {} to the next", value,
                                     counted(f, f.intervals))
                       : fmt::format("{} in each of {}", value, counted(f, f.intervals));
        case Rule::Zero:
            return f.measure == Measure::Reads
                       ? fmt::format("the counter stood still for {} days or more", limit)
                       : fmt::format("nothing in {}, {} days or more", counted(f, f.intervals),
                                     limit);
        case Rule::Read:
            return fmt::format("by the customer's read {} were used, {} were to be expected", value,
                               limit);
        case Rule::Counter:
            return fmt::format("the intervals add up to {}, the counter says {}", value, limit);
        case Rule::Overlap:
            return fmt::format("{} of {} in all under others of another length or beginning, of {}",
                               counted(f, f.intervals), value, limit);
        case Rule::Future: break;
    }
    return counted(f, f.intervals) + " of a time that has not come yet";
}

std::vector<Implausible> find_implausible(const CheckRequest& request) {
    std::vector<Implausible> findings;
    for (const auto& channel : request.rules.channels) {
        const catalog::Bounds bounds = as_kept(channel);
        ChannelCheck(request, bounds, findings).run();
    }
    for (const auto& overlap : request.usage.overlaps) {
        const bool is_wanted = std::ranges::any_of(request.wanted, [&](const Span& want) {
            return !want.intersect(overlap.span).is_empty();
        });
        if (is_wanted && !overlap.is_correction)
            findings.push_back({Rule::Overlap, overlap.channel, overlap.unit, overlap.span,
                                overlap.intervals, overlap.hidden, overlap.standing});
    }
    std::ranges::sort(findings, {}, [](const Implausible& f) {
        return std::tuple(f.channel, f.unit, f.span.from, f.rule);
    });
    return findings;
}

std::vector<Implausible> find_future(const Usage& usage, Instant known_until) {
    std::vector<Implausible> findings;
    for (const auto& column : usage.intervals) {
        Implausible future{Rule::Future, column.channel, column.unit, {}, 0, {}, {}};
        for (std::size_t i = 0; i < column.values.size(); ++i) {
            const Span span = span_of(column, i, 1);
            if (column.values[i] == kMissing || span.from < known_until) continue;
            if (future.intervals++ == 0) future.span.from = span.from;
            future.span.to = span.to;
        }
        if (future.intervals > 0) findings.push_back(future);
    }
    for (const auto& column : usage.registers) add_future(column, known_until, findings);
    return findings;
}

}  // namespace bw::meter

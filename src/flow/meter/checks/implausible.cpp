#include "flow/meter/checks/implausible.h"

#include "flow/meter/estimates/like_days.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/formats/parts/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace bw::meter {
namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;
constexpr int kSpikeDays = 2;  // fewer like days tell nothing

constexpr std::array<std::string_view, 7> kRules = {"range", "spike",   "stuck", "zero",
                                                    "read",  "counter", "future"};
constexpr std::int64_t kReadDays = 20;  // that reads before must lie apart to lead to expect

// The bound of an hour for an interval.
Decimal share_of_hour(Decimal per_hour, std::int32_t step_seconds) {
    return Decimal::from_nano(
        divide_rounded(per_hour.nano() * step_seconds, kHour, Rounding::HalfEven));
}

// In the unit that series of such a quantity are kept in: a bound in Wh is one of kWh.
catalog::Bounds as_kept(catalog::Bounds bounds) {
    const auto unit = find_unit(bounds.unit);
    if (!unit || unit->name == bounds.unit) return bounds;
    const auto turn = [&](Decimal& value) {
        const int128 nano = value.nano();
        value =
            Decimal::from_nano(unit->shift >= 0 ? nano * power_of_ten(unit->shift)
                                                : divide_rounded(nano, power_of_ten(-unit->shift),
                                                                 Rounding::HalfEven));
    };
    bounds.unit = unit->name;
    if (bounds.most_per_hour) turn(*bounds.most_per_hour);
    if (bounds.spike) turn(bounds.spike->above_per_hour);
    if (bounds.customer_reads) turn(bounds.customer_reads->above);
    return bounds;
}

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
        if (bounds_.customer_reads)
            for (const auto& column : request_.usage.registers)
                if (is_ours(column) && !column.is_use) check_reads(column, *bounds_.customer_reads);
        if (columns_.empty()) return;
        const Timeline line(columns_);
        for (const auto* column : columns_) {
            check_values(line, *column);
            check_runs(*column);
        }
        if (!bounds_.counter_percent) return;
        const Decimal percent = *bounds_.counter_percent;
        for (const auto& column : request_.usage.registers)
            if (is_ours(column) && !column.is_use) check_counter(column, percent);
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
    static Span span_of(const IntervalColumn& column, std::size_t first, std::size_t count) {
        const std::int64_t step = column.step_seconds * Instant::kSecond;
        const Instant from{column.start.us + static_cast<std::int64_t>(first) * step};
        return {from, Instant{from.us + static_cast<std::int64_t>(count) * step}};
    }

    // Joins what follows the last finding of the rule.
    void find(Rule rule, Span span, std::int64_t intervals, Decimal value, Decimal limit) {
        const auto last = std::find_if(findings_.rbegin(), findings_.rend(),
                                       [&](const Implausible& f) { return f.rule == rule; });
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

    // What a counter went on by; nothing where it went back, or another one came.
    [[nodiscard]] std::optional<Decimal> advance_of(const RegisterColumn& column, std::size_t from,
                                                    std::size_t to) const {
        Decimal advance = Decimal::scaled(column.reads[to], column.scale) -
                          Decimal::scaled(column.reads[from], column.scale);
        if (advance.is_negative() && column.digits > 0)
            advance += Decimal(power_of_ten(column.digits));
        const auto factor = factor_in({column.times[from], column.times[to]});
        if (advance.is_negative() || !factor) return std::nullopt;
        const auto used = multiply(advance, *factor);
        if (!used) return std::nullopt;
        return used->rounded(Decimal::kPlaces, Rounding::HalfEven);
    }

    // What was used between two measured reads, and in which time.
    struct Before {
        Decimal used;
        std::int64_t seconds = 0;
    };
    // Up to the last of them: of as long a time as what is compared with it, so that a year stands
    // beside a year; else of what there is.
    [[nodiscard]] std::optional<Before> used_before(const RegisterColumn& column,
                                                    std::span<const std::size_t> measured,
                                                    std::int64_t seconds) const {
        std::optional<Before> before;
        const std::size_t last = measured.back();
        for (std::size_t i = measured.size() - 1; i-- > 0;) {
            if (before && before->seconds >= seconds) break;
            const std::int64_t span =
                column.times[last].seconds() - column.times[measured[i]].seconds();
            if (span < kReadDays * kDay) continue;
            const auto used = advance_of(column, measured[i], last);
            if (!used) break;
            before = {*used, span};
        }
        return before;
    }

    // A moment of the one month in which it is looked at: that which the read ends, as bills have
    // it (kReadWindowDays), however many went by without one before.
    static Span end_of_use(Instant from, Instant read) {
        const Instant end{std::max(from.us, read.us - kReadWindowDays * kDay * Instant::kSecond)};
        return {end, Instant{end.us + 1}};
    }

    // A customer's read against the use of a day between the measured reads before it.
    void check_reads(const RegisterColumn& column, const catalog::Bounds::CustomerReads& terms) {
        std::vector<std::size_t> measured;
        for (std::size_t i = 0; i < column.reads.size(); ++i) {
            if (is_firm(column.qualities[i])) measured.push_back(i);
            if (column.qualities[i] != Quality::Customer || measured.empty()) continue;
            if (is_wanted(end_of_use(column.times[measured.back()], column.times[i])))
                check_read(column, measured, i, terms);
        }
    }

    void check_read(const RegisterColumn& column, std::span<const std::size_t> measured,
                    std::size_t read, const catalog::Bounds::CustomerReads& terms) {
        const Span span{column.times[measured.back()], column.times[read]};
        const std::int64_t seconds = span.to.seconds() - span.from.seconds();
        const auto before = used_before(column, measured, seconds);
        const auto used = advance_of(column, measured.back(), read);
        if (!before || !used) return;
        const auto expected =
            before->used.times(Ratio{seconds, before->seconds}, Rounding::HalfEven);
        if (!expected) return;
        const Decimal off = *used < *expected ? *expected - *used : *used - *expected;
        if (off > terms.above &&
            off.nano() * 100 * Decimal::kScale > expected->nano() * terms.percent.nano())
            findings_.push_back({Rule::Read, bounds_.channel, bounds_.unit, span, 1, *used,
                                 expected->rounded(3, Rounding::HalfEven)});
    }

    void check_counter(const RegisterColumn& column, Decimal percent) {
        for (std::size_t i = 0; i + 1 < column.times.size(); ++i) {
            const Span span{column.times[i], column.times[i + 1]};
            if (!is_wanted(span) || !is_firm(column.qualities[i]) ||
                !is_firm(column.qualities[i + 1]))
                continue;
            if (const auto used = advance_of(column, i, i + 1)) compare(span, *used, percent);
        }
    }

    // Of the one device that was there all the time; nothing where it changed.
    [[nodiscard]] std::optional<Decimal> factor_in(Span span) const {
        const auto* first = customers::device_at(request_.devices, bounds_.channel, span.from);
        const auto* last = customers::device_at(request_.devices, bounds_.channel, span.to);
        if (first == last) return first == nullptr ? Decimal(1) : first->multiplier;
        const bool goes_on = first != nullptr && first->multiplier == last->multiplier &&
                             !customers::is_exchange(*first, *last);
        return goes_on ? std::optional(first->multiplier) : std::nullopt;
    }

    // Only where the intervals are whole but for the two at the ends.
    void compare(Span span, Decimal advance, Decimal percent) {
        Decimal sum;
        std::int64_t intervals = 0, seconds = 0, step = 0;
        for (const auto* column : columns_)
            for (std::size_t i = 0; i < column->values.size(); ++i) {
                const Span interval = span_of(*column, i, 1);
                if (column->values[i] == kMissing || interval.from < span.from ||
                    interval.to > span.to)
                    continue;
                sum += Decimal::scaled(column->values[i], column->scale);
                ++intervals;
                step = std::max<std::int64_t>(step, column->step_seconds);
                seconds += column->step_seconds;
            }
        if (intervals == 0 || seconds < span.to.seconds() - span.from.seconds() - 2 * step) return;
        const Decimal difference = sum < advance ? advance - sum : sum - advance;
        if (difference.nano() * 100 * Decimal::kScale > advance.nano() * percent.nano())
            findings_.push_back(
                {Rule::Counter, bounds_.channel, bounds_.unit, span, intervals, sum, advance});
    }

    const CheckRequest& request_;
    const catalog::Bounds& bounds_;
    std::vector<Implausible>& findings_;
    std::vector<const IntervalColumn*> columns_;
};

}  // namespace

std::string_view rule_name(Rule rule) { return kRules[static_cast<std::size_t>(rule)]; }

std::string implausible_words(const Implausible& f) {
    const std::string value = f.value.to_string() + " " + f.unit;
    switch (f.rule) {
        case Rule::Range:
            return f.value.is_negative()
                       ? fmt::format("{} in an interval, less than nothing", value)
                       : fmt::format("{} in an interval, at most {} can be", value,
                                     f.limit.to_string());
        case Rule::Spike:
            return fmt::format("{} in an interval, on like days {}", value, f.limit.to_string());
        case Rule::Stuck: return fmt::format("{} in each of {} intervals", value, f.intervals);
        case Rule::Zero:
            return fmt::format("nothing in {} intervals, {} days or more", f.intervals,
                               f.limit.to_string());
        case Rule::Read:
            return fmt::format("by the customer's read {} were used, {} were to be expected", value,
                               f.limit.to_string());
        case Rule::Counter:
            return fmt::format("the intervals add up to {}, the counter says {}", value,
                               f.limit.to_string());
        case Rule::Future: break;
    }
    return fmt::format("{} intervals of a time that has not come yet", f.intervals);
}

std::vector<Implausible> find_implausible(const CheckRequest& request) {
    std::vector<Implausible> findings;
    for (const auto& channel : request.rules.channels) {
        const catalog::Bounds bounds = as_kept(channel);
        ChannelCheck(request, bounds, findings).run();
    }
    std::ranges::sort(findings, {}, [](const Implausible& f) {
        return std::tuple(f.channel, f.unit, f.span.from, f.rule);
    });
    return findings;
}

}  // namespace bw::meter

#include "flow/meter/checks/counters.h"

#include "flow/meter/checks/bounds.h"

#include <algorithm>

namespace bw::meter {
namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kReadDays = 20;  // that reads before must lie apart to lead to expect

Measure measure_of(const RegisterColumn& column) {
    return column.is_use ? Measure::Uses : Measure::Reads;
}

std::int64_t seconds_of(Span span) { return span.to.seconds() - span.from.seconds(); }

// A moment of the one month in which it is looked at: that which the read ends, as bills have it
// (kReadWindowDays), however many went by without one before.
Span end_of_use(Span span) {
    const Instant end{
        std::max(span.from.us, span.to.us - kReadWindowDays * kDay * Instant::kSecond)};
    return {end, Instant{end.us + 1}};
}

}  // namespace

void add_future(const RegisterColumn& column, Instant known_until,
                std::vector<Implausible>& findings) {
    const auto first = std::ranges::upper_bound(column.times, known_until);
    if (first == column.times.end()) return;
    findings.push_back({Rule::Future,
                        column.channel,
                        column.unit,
                        {*first, column.times.back()},
                        column.times.end() - first,
                        {},
                        {},
                        measure_of(column)});
}

CounterCheck::CounterCheck(const CheckRequest& request, const catalog::Bounds& bounds,
                           const RegisterColumn& column, std::vector<Implausible>& findings)
    : request_(request), bounds_(bounds), column_(column), counted_(column, request.devices),
      findings_(findings) {
    for (std::size_t i = 0; i < column.reads.size(); ++i)
        if (is_firm(column.qualities[i])) measured_.push_back(i);
}

void CounterCheck::check_steps() {
    add_future(column_, request_.known_until, findings_);
    const auto steps = this->steps();
    for (const auto& step : steps) {
        if (!is_wanted(end_of_use(step.span)) || is_out_of_range(step)) continue;
        check_spike(step);
    }
    check_runs(steps);
    if (column_.is_use || !bounds_.customer_reads) return;
    for (std::size_t i = 0; i < column_.reads.size(); ++i)
        if (column_.qualities[i] == Quality::Customer) check_customer(i);
}

void CounterCheck::check_intervals(std::span<const IntervalColumn* const> intervals) {
    for (std::size_t i = 0; i + 1 < column_.times.size(); ++i) {
        const Span span = counted_.span(i, i + 1);
        if (!is_wanted(span) || !counted_.is_firm_step(i, i + 1)) continue;
        if (const auto used = counted_.used(i, i + 1)) compare(span, *used, intervals);
    }
}

std::vector<CounterCheck::Step> CounterCheck::steps() const {
    const auto reads = counted_.standing();
    std::vector<Step> steps;
    for (std::size_t i = 0; i + 1 < reads.size(); ++i) {
        const auto from = reads[i], to = reads[i + 1];
        if (const auto used = counted_.used(from, to))
            steps.push_back(
                {from, to, counted_.span(from, to), *used, counted_.is_firm_step(from, to)});
    }
    return steps;
}

bool CounterCheck::is_wanted(Span span) const {
    return std::ranges::any_of(request_.wanted,
                               [&](const Span& want) { return !want.intersect(span).is_empty(); });
}

// The read itself included.
CounterCheck::Reads CounterCheck::measured_up_to(std::size_t read) const {
    const auto end = std::ranges::upper_bound(measured_, read);
    return {measured_.begin(), end};
}

// By what was used up to the last of the measured reads: in as long a time as the one it is
// expected in, so that a year stands beside a year; else in what there is.
std::optional<Decimal> CounterCheck::expected_in(Span span, Reads measured) const {
    std::optional<Decimal> used;
    std::int64_t seconds = 0;
    for (std::size_t i = measured.size(); i-- > 1;) {
        if (used && seconds >= seconds_of(span)) break;
        const std::int64_t before = seconds_of(counted_.span(measured[i - 1], measured.back()));
        if (before < kReadDays * kDay) continue;
        const auto until_last = counted_.used(measured[i - 1], measured.back());
        if (!until_last) break;
        used = until_last;
        seconds = before;
    }
    if (!used) return std::nullopt;
    const auto expected = used->times(Ratio{seconds_of(span), seconds}, Rounding::HalfEven);
    return expected ? std::optional(expected->rounded(3, Rounding::HalfEven)) : std::nullopt;
}

// A counter that was read twice within an hour may have gone on by a whole unit.
bool CounterCheck::is_out_of_range(const Step& step) {
    if (!bounds_.most_per_hour) return false;
    const Decimal most =
        share_of_hour(*bounds_.most_per_hour, std::max(kHour, seconds_of(step.span)));
    if (!step.used.is_negative() && step.used <= most) return false;
    find(Rule::Range, step.span, 1, step.used, most);
    return true;
}

void CounterCheck::check_spike(const Step& step) {
    if (!bounds_.spike) return;
    if (step.used <=
        share_of_hour(bounds_.spike->above_per_hour, std::max(kHour, seconds_of(step.span))))
        return;
    const auto expected = expected_in(step.span, measured_up_to(step.from));
    if (expected &&
        step.used.nano() * Decimal::kScale > expected->nano() * bounds_.spike->times.nano())
        find(Rule::Spike, step.span, 1, step.used, *expected);
}

// A customer's read against the use of a day between the measured reads before it.
void CounterCheck::check_customer(std::size_t read) {
    const Reads measured = measured_up_to(read);
    if (measured.empty()) return;
    const Span span = counted_.span(measured.back(), read);
    const auto used = counted_.used(measured.back(), read);
    if (!used || !is_wanted(end_of_use(span))) return;
    const auto expected = expected_in(span, measured);
    if (!expected) return;
    const Decimal off = *used < *expected ? *expected - *used : *used - *expected;
    const auto& terms = bounds_.customer_reads;
    if (terms && off > terms->above &&
        off.nano() * 100 * Decimal::kScale > expected->nano() * terms->percent.nano())
        find(Rule::Read, span, 1, *used, *expected);
}

// Runs of one measured use.
void CounterCheck::check_runs(std::span<const Step> steps) {
    for (std::size_t first = 0; first < steps.size();) {
        std::size_t end = first + 1;
        while (steps[first].is_firm && end < steps.size() && steps[end].is_firm &&
               steps[end].from == steps[end - 1].to && steps[end].used == steps[first].used)
            ++end;
        if (steps[first].is_firm) check_run(steps.subspan(first, end - first));
        first = end;
    }
}

void CounterCheck::check_run(std::span<const Step> run) {
    if (std::ranges::none_of(run,
                             [&](const Step& step) { return is_wanted(end_of_use(step.span)); }))
        return;
    const Span span{run.front().span.from, run.back().span.to};
    const auto count = static_cast<std::int64_t>(run.size());
    if (run.front().used.is_zero()) {
        if (bounds_.zero_days > 0 && seconds_of(span) >= bounds_.zero_days * kDay)
            find(Rule::Zero, span, count, {}, Decimal(bounds_.zero_days));
    } else if (bounds_.same > 0 && count >= bounds_.same) {
        find(Rule::Stuck, span, count, run.front().used, Decimal(bounds_.same));
    }
}

// Only where the intervals are whole but for the two at the ends.
void CounterCheck::compare(Span span, Decimal used,
                           std::span<const IntervalColumn* const> intervals) {
    Decimal sum;
    std::int64_t count = 0, seconds = 0, step = 0;
    for (const auto* column : intervals)
        for (std::size_t i = 0; i < column->values.size(); ++i) {
            const Span interval = span_of(*column, i, 1);
            if (column->values[i] == kMissing || interval.from < span.from || interval.to > span.to)
                continue;
            sum += Decimal::scaled(column->values[i], column->scale);
            ++count;
            step = std::max<std::int64_t>(step, column->step_seconds);
            seconds += column->step_seconds;
        }
    if (count == 0 || seconds < seconds_of(span) - 2 * step) return;
    const Decimal difference = sum < used ? used - sum : sum - used;
    const auto& percent = bounds_.counter_percent;
    if (percent && difference.nano() * 100 * Decimal::kScale > used.nano() * percent->nano())
        findings_.push_back({Rule::Counter, bounds_.channel, bounds_.unit, span, count, sum, used});
}

void CounterCheck::find(Rule rule, Span span, std::int64_t count, Decimal value, Decimal limit) {
    findings_.push_back(
        {rule, bounds_.channel, bounds_.unit, span, count, value, limit, measure_of(column_)});
}

}  // namespace bw::meter

// Values per second of time-of-use rating: a month of half hours per meter, one compiled schedule
// shared by all meters.
#include "books/catalog/parse.h"
#include "flow/rate/energy/energy.h"

#include <benchmark/benchmark.h>

#include <stdexcept>

namespace bw {
namespace {

constexpr std::string_view kHead = R"(schedule: BENCH
sector: electricity
currency: EUR
prices: net
from: 2020-01-01
tax: standard
charges:
)";
// Charges of a schedule.
constexpr std::string_view kTimeOfUse = R"(  standing: {price: 0.3122 per day}
  energy:
    of: import kWh
    windows:
      peak: {when: Mon-Fri 08:00-19:00, price: 0.28710}
      shoulder: {when: "Mon-Fri 07:00-08:00, 19:00-23:00; Sat 07:00-23:00", price: 0.24830}
      night: {when: otherwise, price: 0.19330}
)";
constexpr std::string_view kDailyTiers = R"(  energy:
    of: import kWh
    tiers per day: [{to: 5.48, price: 0.33085}, {price: 0.24475}]
)";

constexpr std::string_view kPerInterval = R"(  standing: {price: 0.3122 per day}
  energy: {of: import kWh, price per interval: {series: SPOT, times: 1.19, plus: 0.021}}
)";

catalog::Schedule schedule_of(std::string_view charges) {
    return catalog::parse(std::string(kHead).append(charges), "bench.yaml")
        .value()
        .schedules.front();
}

rate::CompileRequest request_for(const catalog::Schedule& schedule) {
    rate::CompileRequest request;
    request.versions = {&schedule};
    request.period = month_of(LocalDate::of(2026, 5, 1));
    request.zone = Zone::find("Europe/Rome").value();
    return request;
}

// Meters differ in their values. Few leave the processor's nearest cache; so many fill 1.2 GB with
// values of eight bytes.
constexpr std::size_t kFew = 64, kMany = 100'000;
std::vector<meter::Usage> meters(const rate::CompileRequest& request, std::size_t how_many) {
    const Span span = request.zone.span_of(request.period);
    const auto count = static_cast<std::size_t>((span.to.seconds() - span.from.seconds()) / 1800);
    std::vector<meter::Usage> result(how_many);
    std::uint64_t state = 1;
    for (auto& usage : result) {
        meter::IntervalColumn column;
        column.channel = "import";
        column.unit = "kWh";
        column.start = span.from;
        column.qualities.assign(count, meter::Quality::Actual);
        column.values.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            column.values.push_back(static_cast<std::int64_t>(state >> 53));
        }
        usage.intervals.push_back(std::move(column));
    }
    return result;
}

void rate_month(benchmark::State& state, std::string_view text) {
    const auto priced = schedule_of(text);
    const auto request = request_for(priced);
    const auto schedule = rate::compile(request).value();
    const auto usages = meters(request, kFew);
    std::size_t next = 0;
    for (auto _ : state) {
        auto rated = rate::rate(schedule, usages[next], {});
        if (!rated) throw std::runtime_error(rated.error().message());
        benchmark::DoNotOptimize(rated);
        next = (next + 1) % usages.size();
    }
    const auto values = static_cast<std::int64_t>(usages[0].intervals[0].values.size());
    state.SetItemsProcessed(state.iterations() * values);
    state.counters["meters/s"] =
        benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void RateTimeOfUseMonth(benchmark::State& state) { rate_month(state, kTimeOfUse); }
void RateDailyTiersMonth(benchmark::State& state) { rate_month(state, kDailyTiers); }

void CompileTimeOfUseMonth(benchmark::State& state) {
    const auto priced = schedule_of(kTimeOfUse);
    const auto request = request_for(priced);
    for (auto _ : state) {
        auto schedule = rate::compile(request);
        benchmark::DoNotOptimize(schedule);
    }
}

// From memory: all of many meters, beside nothing but the sum of their values.
const std::vector<meter::Usage>& many_meters() {
    static const auto schedule = schedule_of(kTimeOfUse);
    static const auto all = meters(request_for(schedule), kMany);
    return all;
}

void tell_values(benchmark::State& state, const std::vector<meter::Usage>& usages) {
    const auto each = static_cast<std::int64_t>(usages[0].intervals[0].values.size());
    const std::int64_t values =
        state.iterations() * each * static_cast<std::int64_t>(usages.size());
    state.SetItemsProcessed(values);
    state.SetBytesProcessed(values * static_cast<std::int64_t>(sizeof(std::int64_t)));
}

void SumValuesOfMemory(benchmark::State& state) {
    const auto& usages = many_meters();
    for (auto _ : state) {
        std::int64_t sum = 0;
        for (const auto& usage : usages)
            for (const std::int64_t value : usage.intervals[0].values) sum += value;
        benchmark::DoNotOptimize(sum);
    }
    tell_values(state, usages);
}

void rate_memory(benchmark::State& state, std::string_view text,
                 const catalog::Factors* factors = nullptr) {
    const auto priced = schedule_of(text);
    auto request = request_for(priced);
    request.factors = factors;
    const auto schedule = rate::compile(request).value();
    const auto& usages = many_meters();
    for (auto _ : state)
        for (const auto& usage : usages) {
            auto rated = rate::rate(schedule, usage, {});
            if (!rated) throw std::runtime_error(rated.error().message());
            benchmark::DoNotOptimize(rated);
        }
    tell_values(state, usages);
}

void RateTimeOfUseOfMemory(benchmark::State& state) { rate_memory(state, kTimeOfUse); }
void RatePerIntervalOfMemory(benchmark::State& state) {
    catalog::Factors factors;
    const Instant begin = Zone::find("Europe/Rome").value().start_of_day(LocalDate::of(2026, 5, 1));
    for (std::int64_t hour = 0; hour < std::int64_t{31} * 24; ++hour)
        factors.add(catalog::FactorKind::Price, "SPOT",
                    Instant::from_seconds(begin.seconds() + hour * 3600).to_string(),
                    Decimal::scaled((hour * 37) % 301 - 20, 3));
    rate_memory(state, kPerInterval, &factors);
}

BENCHMARK(SumValuesOfMemory)->Iterations(1)->Repetitions(3)->ReportAggregatesOnly();
BENCHMARK(RateTimeOfUseOfMemory)->Iterations(1)->Repetitions(3)->ReportAggregatesOnly();
BENCHMARK(RatePerIntervalOfMemory)->Iterations(1)->Repetitions(3)->ReportAggregatesOnly();
BENCHMARK(RateTimeOfUseMonth);
BENCHMARK(RateDailyTiersMonth);
BENCHMARK(CompileTimeOfUseMonth);

}  // namespace
}  // namespace bw

// Values per second of time-of-use rating: a month of half hours per meter, one compiled schedule
// shared by all meters.
#include "books/catalog/parse.h"
#include "flow/rate/energy/energy.h"

#include <benchmark/benchmark.h>

#include <stdexcept>

namespace bw {
namespace {

constexpr std::string_view kTimeOfUse = R"(schedule: BENCH
sector: electricity
currency: EUR
prices: net
from: 2020-01-01
tax: standard
charges:
  standing: {price: 0.3122 per day}
  energy:
    of: import kWh
    windows:
      peak: {when: Mon-Fri 08:00-19:00, price: 0.28710}
      shoulder: {when: "Mon-Fri 07:00-08:00, 19:00-23:00; Sat 07:00-23:00", price: 0.24830}
      night: {when: otherwise, price: 0.19330}
)";
constexpr std::string_view kDailyTiers = R"(schedule: BENCH
sector: electricity
currency: EUR
prices: net
from: 2020-01-01
tax: standard
charges:
  energy:
    of: import kWh
    tiers per day: [{to: 5.48, price: 0.33085}, {price: 0.24475}]
)";

rate::CompileRequest request_for(const catalog::Schedule& schedule) {
    rate::CompileRequest request;
    request.versions = {&schedule};
    request.period = month_of(LocalDate::of(2026, 5, 1));
    request.zone = Zone::find("Europe/Rome").value();
    return request;
}

// Meters differ in their values; enough of them to leave the processor's nearest cache.
std::vector<meter::Usage> meters(const rate::CompileRequest& request) {
    const Span span = request.zone.span_of(request.period);
    const auto count = static_cast<std::size_t>((span.to.seconds() - span.from.seconds()) / 1800);
    std::vector<meter::Usage> result(64);
    std::uint64_t state = 1;
    for (auto& usage : result) {
        meter::IntervalColumn column;
        column.channel = "import";
        column.unit = "kWh";
        column.start = span.from;
        column.qualities.assign(count, meter::Quality::Actual);
        for (std::size_t i = 0; i < count; ++i) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            column.values.push_back(static_cast<std::int64_t>(state >> 53));
        }
        usage.intervals.push_back(std::move(column));
    }
    return result;
}

void rate_month(benchmark::State& state, std::string_view text) {
    const auto document = catalog::parse(text, "bench.yaml").value();
    const auto request = request_for(document.schedules[0]);
    const auto schedule = rate::compile(request).value();
    const auto usages = meters(request);
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
    const auto document = catalog::parse(kTimeOfUse, "bench.yaml").value();
    const auto request = request_for(document.schedules[0]);
    for (auto _ : state) {
        auto schedule = rate::compile(request);
        benchmark::DoNotOptimize(schedule);
    }
}

BENCHMARK(RateTimeOfUseMonth);
BENCHMARK(RateDailyTiersMonth);
BENCHMARK(CompileTimeOfUseMonth);

}  // namespace
}  // namespace bw

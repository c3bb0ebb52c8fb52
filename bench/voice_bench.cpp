// Telecom rating over a deck of 170,000 prefixes: how long it takes to compile, calls per second.
//     voice_bench                      a release build; items_per_second is prefixes or calls
#include "base/check.h"
#include "base/random.h"
#include "flow/rate/events.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <set>

namespace {

using namespace bw;

constexpr std::size_t kPrefixes = 170'000;
constexpr int kCalls = 200'000;

std::string digits(Random& random, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += static_cast<char>('0' + random.below(10));
    return text;
}

struct Market {
    catalog::Telecom telecom;
    std::vector<catalog::Deck> decks{1};
    Period march{LocalDate::of(2026, 3, 1), LocalDate::of(2026, 4, 1)};
    Zone zone = Zone::find("Europe/Berlin").value();

    Market() {
        Random random(7);
        decks[0].name = "a-z.csv";
        std::set<std::string> prefixes;
        for (char first = '1'; first <= '9'; ++first) prefixes.insert({'+', first});
        while (prefixes.size() < kPrefixes)
            prefixes.insert("+" + std::string(1, static_cast<char>('1' + random.below(9))) +
                            digits(random, static_cast<int>(random.between(2, 8))));
        for (const std::string& prefix : prefixes) {
            catalog::DeckRow& row = decks[0].rows.emplace_back();
            row.prefix = prefix;
            row.name = "Destination " + prefix.substr(1, 3);
            row.per_minute = Decimal::scaled(random.between(10, 9'999), 4);
        }
        catalog::RatePerUse& rate = telecom.rates.emplace_back();
        rate.name = "deck";
        rate.connect = Decimal::scaled(5, 2);
        rate.groups.resize(2);
        rate.groups[0].increment_s = 60;
        rate.groups[1].from_s = 60;
        catalog::RatingPlan& plan = telecom.rating_plans.emplace_back();
        plan.name = "RETAIL";
        for (const char* when : {"otherwise", "Mon-Fri 18:00-24:00", "weekends; holidays"}) {
            catalog::RatingRow& row = plan.rows.emplace_back();
            row.deck = decks[0].name;
            row.rate = "deck";
            row.when = catalog::parse_when(when).value();
            row.window = when;
            row.factor = Decimal::scaled(10 - static_cast<std::int64_t>(plan.rows.size()), 1);
        }
        telecom.subjects.emplace_back().rating_plan = "RETAIL";
    }

    [[nodiscard]] rate::CompiledTelecom compile() const {
        return rate::compile_telecom({.telecom = telecom, .decks = decks, .schedule = "BENCH"},
                                     march, zone)
            .value();
    }

    [[nodiscard]] meter::EventColumn calls() const {
        Random random(11);
        meter::EventColumn events;
        const Span span = zone.span_of(march);
        std::int64_t start = span.from.us;
        for (int i = 0; i < kCalls; ++i) {
            start += (span.to.us - span.from.us) / kCalls;
            events.starts.push_back(Instant{start - 1});
            events.seconds.push_back(random.between(1, 900));
            events.bytes.push_back(0);
            events.kinds.push_back(meter::EventKind::Voice);
            events.destinations.push_back("+" +
                                          std::string(1, static_cast<char>('1' + random.below(9))) +
                                          digits(random, 11));
            events.record_ids.push_back(fmt::format("{:08}", i));
        }
        return events;
    }
};

const Market& market() {
    static const Market one;
    return one;
}

void compile_deck(benchmark::State& state) {
    const Market& made = market();
    for (auto _ : state) benchmark::DoNotOptimize(made.compile());
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kPrefixes));
}
BENCHMARK(compile_deck)->Unit(benchmark::kMillisecond);

void find_destination(benchmark::State& state) {
    const auto compiled = market().compile();
    const auto events = market().calls();
    std::size_t i = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(compiled.find(0, events.destinations[i]));
        i = (i + 1) % events.size();
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(find_destination);

void rate_calls(benchmark::State& state) {
    const auto compiled = market().compile();
    const auto events = market().calls();
    const auto detail = state.range(0) == 0 ? rate::Detail::Totals : rate::Detail::Events;
    for (auto _ : state) {
        const auto rated = rate::rate_events(compiled, events, market().march, {}, detail);
        CHECK(rated.has_value() && rated->unrated.empty());
    }
    state.SetItemsProcessed(state.iterations() * kCalls);
}
BENCHMARK(rate_calls)->Arg(0)->Arg(1)->ArgName("words")->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();

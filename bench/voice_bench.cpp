// Calls rated in memory over a deck of the size that wholesale operators exchange: how long it
// takes to get ready (text to tariff, with its memory), and calls a second, every number another.
//   voice_bench [--prefixes 170000] [--numbers 1200000] [--rounds 3] [--least-per-second N]
//               [--most-compile-s N] [--most-compile-mb N]
// A month of a carrier that calls every number once, as one column; and months of subscribers of
// 100 calls each, most of them national. CPU time, one thread, medians. Exit code 1 when a bound is
// not held. The last line, "figures:", is all of it in one sentence.
#include "base/check.h"
#include "books/catalog/parse.h"
#include "calls.h"
#include "cost.h"
#include "flow/rate/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace bw::bench {
namespace {

struct Options {
    std::size_t prefixes = 170'000, numbers = 1'200'000;
    int rounds = 3;
    double least_per_second = 0, most_compile_s = 0, most_compile_mb = 0;  // 0: whatever it is
};

constexpr std::size_t kOfSubscriber = 100;  // calls in a month

const Period kMarch{LocalDate::of(2026, 3, 1), LocalDate::of(2026, 4, 1)};

catalog::Telecom prices() {
    catalog::Telecom telecom;
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
        row.deck = "deck.csv";
        row.rate = "deck";
        row.when = catalog::parse_when(when).value();
        row.window = when;
        row.factor = Decimal::scaled(10 - static_cast<std::int64_t>(plan.rows.size()), 1);
    }
    telecom.subjects.emplace_back().rating_plan = "RETAIL";
    return telecom;
}

struct Compiled {
    rate::CompiledTelecom telecom;
    double seconds = 0, peak_mb = 0;
};

// From the text of the deck, as a run finds it in the store.
Compiled compile(const std::string& text) {
    const double held = held_mb();
    peak_mb();
    const double start = cpu_seconds();
    const std::vector<catalog::Deck> decks{catalog::parse_deck(text, "deck.csv").value()};
    const catalog::Telecom telecom = prices();
    auto compiled = rate::compile_telecom({.telecom = telecom, .decks = decks, .schedule = "BENCH"},
                                          kMarch, Zone::find("Europe/Berlin").value());
    CHECK(compiled.has_value());
    return {*std::move(compiled), cpu_seconds() - start, peak_mb() - held};
}

// Calls over the month in order of time, to each of the numbers.
meter::EventColumn column(std::span<const std::string> numbers, Random& random) {
    meter::EventColumn events;
    const Span span = Zone::find("Europe/Berlin").value().span_of(kMarch);
    const auto count = static_cast<std::int64_t>(numbers.size());
    std::int64_t start = span.from.us;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        start += (span.to.us - span.from.us) / count;
        events.starts.push_back(Instant{start - 1});
        events.seconds.push_back(random.between(1, 900));
        events.bytes.push_back(0);
        events.kinds.push_back(meter::EventKind::Voice);
        events.destinations.push_back(numbers[i]);
        events.record_ids.push_back(fmt::format("MSC01-20260301-{:09}", i));
    }
    return events;
}

std::vector<meter::EventColumn> subscribers(std::span<const std::string> numbers, Random& random) {
    std::vector<meter::EventColumn> all;
    std::vector<std::string> own;
    for (const std::string& number : numbers) {
        own.push_back(random.chance(9, 10) ? "+4930" + digits(random, 8) : number);
        if (own.size() < kOfSubscriber) continue;
        all.push_back(column(own, random));
        own.clear();
    }
    return all;
}

// Calls a second.
double rate_all(const rate::CompiledTelecom& telecom, std::span<const meter::EventColumn> columns) {
    std::int64_t calls = 0, rated = 0;
    const double start = cpu_seconds();
    for (const auto& events : columns) {
        const auto usage = rate::rate_events(telecom, events, kMarch, {}, rate::Detail::Totals);
        CHECK(usage.has_value() && usage->unrated.empty());
        for (const auto& piece : usage->pieces) rated += piece.breakdown.events;
        calls += static_cast<std::int64_t>(events.size());
    }
    const double spent = cpu_seconds() - start;
    CHECK(rated == calls);
    return static_cast<double>(calls) / spent;
}

// Look-ups of a number a second, nothing else.
double find_all(const rate::CompiledTelecom& telecom, const meter::EventColumn& events) {
    std::size_t found = 0;
    const double start = cpu_seconds();
    for (std::size_t i = 0; i < events.size(); ++i)
        found +=
            telecom.find(0, telecom.prefixes.find(events.destinations[i])).table != nullptr ? 1 : 0;
    const double spent = cpu_seconds() - start;
    CHECK(found == events.size());
    return static_cast<double>(found) / spent;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

int run(const Options& options) {
    const std::string text = deck_csv(options.prefixes);
    std::vector<double> compile_s, compile_mb, carrier, retail, find;
    for (int round = 0; round < options.rounds; ++round) {
        const Compiled compiled = compile(text);
        compile_s.push_back(compiled.seconds);
        compile_mb.push_back(compiled.peak_mb);
    }
    const Compiled compiled = compile(text);
    Random random(3);
    const auto all = numbers(options.numbers);
    const std::vector<meter::EventColumn> one{column(all, random)};
    const auto many = subscribers(all, random);
    for (int round = 0; round < options.rounds; ++round) {
        find.push_back(find_all(compiled.telecom, one.front()));
        carrier.push_back(rate_all(compiled.telecom, one));
        retail.push_back(rate_all(compiled.telecom, many));
        fmt::print("million a second: {:.2f} numbers found, {:.2f} calls of one column rated, "
                   "{:.2f} of subscribers of {}\n",
                   find.back() / 1e6, carrier.back() / 1e6, retail.back() / 1e6, kOfSubscriber);
    }
    // The first round has the process's first memory; later ones find it again.
    const double most_mb = *std::ranges::max_element(compile_mb);
    fmt::print("figures: a deck of {} prefixes read and compiled in {:.3f} s and {:.0f} MB; over "
               "{} numbers {:.2f} million calls/s, {:.2f} of subscribers of {} calls, {:.2f} "
               "million look-ups/s (median of {})\n",
               options.prefixes, median(compile_s), most_mb, options.numbers, median(carrier) / 1e6,
               median(retail) / 1e6, kOfSubscriber, median(find) / 1e6, options.rounds);
    const bool is_slow = median(carrier) < options.least_per_second;
    const bool is_late = options.most_compile_s > 0 && median(compile_s) > options.most_compile_s;
    const bool is_large = options.most_compile_mb > 0 && most_mb > options.most_compile_mb;
    if (is_slow) fmt::print("FAILED: fewer than {:.0f} calls/s\n", options.least_per_second);
    if (is_late) fmt::print("FAILED: compiled in more than {} s\n", options.most_compile_s);
    if (is_large) fmt::print("FAILED: compiled in more than {} MB\n", options.most_compile_mb);
    return is_slow || is_late || is_large ? 1 : 0;
}

}  // namespace
}  // namespace bw::bench

int main(int argc, char** argv) {
    bw::bench::Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view word = argv[i];
        const char* value = argv[i + 1];
        if (word == "--prefixes") options.prefixes = static_cast<std::size_t>(std::atoll(value));
        if (word == "--numbers") options.numbers = static_cast<std::size_t>(std::atoll(value));
        if (word == "--rounds") options.rounds = std::atoi(value);
        if (word == "--least-per-second") options.least_per_second = std::atof(value);
        if (word == "--most-compile-s") options.most_compile_s = std::atof(value);
        if (word == "--most-compile-mb") options.most_compile_mb = std::atof(value);
    }
    return bw::bench::run(options);
}

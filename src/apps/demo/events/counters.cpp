#include "apps/demo/events/counters.h"

#include "apps/demo/events/events.h"
#include "apps/demo/load_shape.h"
#include "apps/demo/streams.h"

#include <fmt/format.h>

namespace bw::demo::events {
namespace {

std::int64_t shown_on(const Counter& counter, LocalDate day) {
    std::int64_t milli = counter.start;
    const bool is_seasonal = counter.channel != "water";
    for (LocalDate d = counter.from; d < day; d = d.plus_days(1))
        milli += is_seasonal ? counter.daily * season_permille(d.month()) / 1000 : counter.daily;
    return milli;
}

// A counter of four digits that passes its end in the fourth month.
void roll_over(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row who = script.customer(Company::Aurora, "water", "AURORA-WATER", script.month(0));
        script.open(who);
        Counter counter{.point = who.service_point,
                        .channel = "water",
                        .unit = "m3",
                        .from = script.month(0),
                        .start = 9'985'000 - i * 500,
                        .daily = 140 + 10 * i,
                        .digits = 4};
        read_monthly(script, counter, {script.month(0), script.end()});
        script.happens(Event::CounterRolledOver, who, script.month(3));
    }
}

// Read three days before each month: a price of the first holds from the middle of what was read.
void price_between_reads(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row who =
            script.customer(Company::Aurora, "electricity", "AURORA-STEP", script.month(0));
        script.open(who);
        const Counter counter = counter_of(script, who, script.month(0));
        const auto read = [&](LocalDate day) {
            script.read(day.plus_days(1), read_of(counter, day));
        };
        read(script.month(0));
        for (int n = 1; n <= script.options().months; ++n) read(script.month(n).plus_days(-3));
        const LocalDate price = LocalDate::of(2027, 1, 1);
        script.happens(Event::PriceBetweenReads, who, price);
        script.happens(Event::PriceVersion, who, price);
    }
}

void read_by_customers(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row who =
            script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
        script.open(who);
        const Counter counter = counter_of(script, who, script.month(0));
        const LocalDate day = script.month(4);
        read_monthly(script, counter, {script.month(0), script.end()}, {day});
        script.read(day.plus_days(1), read_of(counter, day, "customer"));
        script.happens(Event::CustomerRead, who, day);
    }
}

// The read of a month was estimated too high: the next one lies below it.
void estimate_made_good(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row who = script.customer(Company::Aurora, "water", "AURORA-WATER", script.month(0));
        script.open(who);
        const Counter counter = counter_of(script, who, script.month(0));
        const LocalDate day = script.month(6);
        read_monthly(script, counter, {script.month(0), script.end()}, {day});
        Read estimate = read_of(counter, day, "estimated");
        estimate.milli = read_of(counter, script.month(7)).milli + 2'000 + std::int64_t{300} * i;
        script.read(day.plus_days(1), estimate);
        script.happens(Event::EstimateMadeGood, who, script.month(7));
        script.happens(Event::CorrectedByLines, who, script.month(7));
    }
}

// Half hours before, hours after.
void exchange(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        Row who = script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
        script.open(who);
        const LocalDate day = script.month(1).plus_days(8 + i), out = script.month(4);
        Meter meter{.point = who.service_point,
                    .from = script.month(0),
                    .number = fmt::format("E-{}", 100 + i)};
        script.meter(meter.from, meter);
        meter.from = day;
        meter.number = fmt::format("E-{}", 200 + i);
        script.meter(day.plus_days(2), meter);
        const auto home = std::stoll(who.account.substr(2));
        for (int n = 0; n < 4; ++n) {
            const Period whole = month_of(script.month(n));
            const auto part = [&](Period days, int minutes) {
                script.hours(
                    script.readings_of(n),
                    {.point = who.service_point, .home = home, .days = days, .minutes = minutes});
            };
            if (n == 1) part({whole.from, day}, 30);
            part({n == 1 ? day : whole.from, whole.to}, n < 1 ? 30 : 60);
        }
        who.plan.clear();
        who.from = out;
        script.row(out.plus_days(-5), who);
        script.happens(Event::MeterExchanged, who, day);
        script.happens(Event::ClockChanged, who, LocalDate::of(2026, 10, 25));
        script.happens(Event::MovedOut, who, out);
    }
}

// What the meter of a shop shows is a fortieth or an eightieth of what was used.
void behind_transformers(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        Row who = script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
        who.holder.name = fmt::format("Kaufhaus Kilowatt {} GmbH", 1 + i);
        script.open(who);
        script.meter(who.from, {.point = who.service_point,
                                .from = who.from,
                                .number = fmt::format("E-{}", 300 + i),
                                .multiplier = i % 2 == 0 ? "40" : "80"});
        Counter counter = counter_of(script, who, who.from);
        counter.daily /= 4;
        read_monthly(script, counter, {who.from, script.end()});
        script.happens(Event::BehindTransformers, who, who.from);
    }
}

// A new counter in mid-month: both are read when it is exchanged.
void exchange_counters(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row who = script.customer(Company::Aurora, "water", "AURORA-WATER", script.month(0));
        script.open(who);
        const LocalDate day = script.month(5).plus_days(6 + 2 * i);
        const Counter before = counter_of(script, who, script.month(0));
        Counter after = before;
        after.from = day;
        after.start = std::int64_t{1'000} * i;
        const std::int64_t last = read_of(before, day).milli;
        Meter meter{.point = who.service_point,
                    .channel = "water",
                    .from = script.month(0),
                    .number = fmt::format("W-{}", 100 + i)};
        script.meter(meter.from, meter);
        meter.from = day;
        meter.number = fmt::format("W-{}", 200 + i);
        meter.last_read = fmt::format("{}.{:03}", last / 1000, last % 1000);
        meter.first_read = std::to_string(i);
        script.meter(day.plus_days(2), meter);
        for (int n = 0; n <= script.options().months; ++n) {
            const LocalDate first = script.month(n);
            script.read(first.plus_days(1), read_of(first < day ? before : after, first));
        }
        script.happens(Event::MeterExchanged, who, day);
    }
}

// Counted in m3 and billed in kWh. The calorific value of a month comes with its readings, but for
// one that comes late.
void gas(Script& script) {
    constexpr int kLate = 9;
    for (int n = 0; n < script.options().months; ++n) {
        const LocalDate arrives = n == kLate ? script.put_right(n) : script.readings_of(n);
        script.line(arrives, Table::CalorificValues,
                    fmt::format("SONNTHAL,{},{}.{}", script.month(n).to_string().substr(0, 7),
                                n % 2 == 0 ? 11 : 10, n % 2 == 0 ? n * 7 + 100 : 900 + n * 5));
    }
    for (int i = 0; i < kEach; ++i) {
        const Row who = script.customer(Company::Aurora, "gas", "AURORA-GAS", script.month(0));
        script.open(who);
        script.meter(script.month(0), {.point = who.service_point,
                                       .channel = "gas",
                                       .from = script.month(0),
                                       .number = fmt::format("G-{}", 100 + i),
                                       .gas_area = "SONNTHAL",
                                       .volume_factor = "0.9562"});
        const Counter counter{.point = who.service_point,
                              .channel = "gas",
                              .unit = "m3",
                              .from = script.month(0),
                              .start = 4'000'000 + 731'000 * i,
                              .daily = 2'400 + 500 * i};
        read_monthly(script, counter, {script.month(0), script.end()});
        script.answer(who, Answer::PutRight);
        script.happens(Event::Gas, who, script.month(0));
    }
}

}  // namespace

Counter counter_of(const Script& script, const Row& who, LocalDate from) {
    Random random = random_of(script.options().seed, Stream::Water,
                              std::stoll(who.account.substr(2)), who.kind == "water" ? 1 : 2);
    const bool is_water = who.kind == "water";
    return {.point = who.service_point,
            .channel = is_water ? "water" : "import",
            .unit = is_water ? "m3" : "kWh",
            .from = from,
            .start = random.between(1'000, 40'000) * 1000,
            .daily = is_water ? random.between(150, 450) : random.between(4'500, 11'000)};
}

Read read_of(const Counter& counter, LocalDate day, std::string_view quality) {
    std::int64_t milli = shown_on(counter, day);
    if (counter.digits == 4) milli %= 10'000'000;
    return {.point = counter.point,
            .channel = counter.channel,
            .unit = counter.unit,
            .day = day,
            .milli = milli,
            .quality = quality,
            .digits = counter.digits};
}

void read_monthly(Script& script, const Counter& counter, Period days,
                  const std::set<LocalDate>& without) {
    const auto read = [&](LocalDate day) {
        if (!without.contains(day)) script.read(day.plus_days(1), read_of(counter, day));
    };
    read(days.from);
    for (int n = 0; n <= script.options().months; ++n)
        if (const LocalDate day = script.month(n); days.from < day && day < days.to) read(day);
    read(days.to);
}

Row metered(Script& script, std::string_view plan, LocalDate from) {
    Row who = script.customer(Company::Aurora, "electricity", plan, from);
    script.row(from, who);
    read_monthly(script, counter_of(script, who, from), {from, script.end()});
    return who;
}

void counters(Script& script) {
    roll_over(script);
    price_between_reads(script);
    read_by_customers(script);
    estimate_made_good(script);
    exchange(script);
    exchange_counters(script);
    behind_transformers(script);
    gas(script);
}

}  // namespace bw::demo::events

// Uses that are cut at a new price or a new tax by what the days weigh: heat by degree days,
// electricity by the profile of a household.
#include "apps/demo/events/counters.h"
#include "apps/demo/events/events.h"
#include "apps/demo/load_shape.h"

#include <fmt/format.h>

#include <array>

namespace bw::demo::events {
namespace {

constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Many in winter, few in summer, and no two days of a week alike.
void weather(Script& script) {
    for (int n = 0; n < script.options().months; ++n) {
        const Period month = month_of(script.month(n));
        for (LocalDate day = month.from; day < month.to; day = day.plus_days(1))
            script.line(script.readings_of(n), Table::DegreeDays,
                        fmt::format("SONNTHAL,{},{}.{}", day.to_string(),
                                    1 + season_permille(day.month()) / 100, day.days() % 7));
    }
}

// Read three days before each month, so that every end of a month, and with it the new tax of
// April, lies between two reads.
void heat(Script& script) {
    const LocalDate first = script.month(0), tax = script.month(8);
    script.text(first, "heat.yaml");
    script.text(first, "waerme.yaml", FileKind::Issuer);
    weather(script);
    for (int i = 0; i < kEach; ++i) {
        Row who = script.customer(Company::Aurora, "heat", "AURORA-HEAT", first);
        who.issuer = "WAERME";
        script.open(who);
        script.meter(first, {.point = who.service_point,
                             .from = first,
                             .number = fmt::format("H-{}", 100 + i),
                             .weather_area = "SONNTHAL"});
        Counter counter = counter_of(script, who, first);
        counter.daily *= 3;
        const auto read = [&](LocalDate day) {
            script.read(day.plus_days(1), read_of(counter, day));
        };
        read(first);
        for (int n = 1; n <= script.options().months; ++n) read(script.month(n).plus_days(-3));
        script.happens(Event::SharedByDegreeDays, who, script.month(1));
        script.happens(Event::TaxBetweenReads, who, tax);
    }
}

// The price changes in mid-February, and nobody reads the counter for that.
void by_profile(Script& script) {
    const LocalDate first = script.month(0), price = script.month(6).plus_days(15);
    script.text(first, "aurora-shared.yaml");
    for (int month = 1; month <= 12; ++month)
        script.line(first, Table::Profiles,
                    fmt::format("HOUSEHOLD,{},{}", kMonths[static_cast<std::size_t>(month - 1)],
                                season_permille(month)));
    for (const auto* day : {"Feb Sat", "Feb Sun"})
        script.line(first, Table::Profiles, fmt::format("HOUSEHOLD,{},1500", day));
    for (int i = 0; i < kEach; ++i) {
        const Row who = metered(script, "AURORA-SHARED", first);
        script.happens(Event::SharedByProfile, who, price);
        script.happens(Event::PriceBetweenReads, who, price);
        script.happens(Event::PriceVersion, who, price);
    }
}

}  // namespace

void factors(Script& script) {
    heat(script);
    by_profile(script);
}

}  // namespace bw::demo::events

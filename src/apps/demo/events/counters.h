// Counters that are read at the beginning of each month, and where else an event wants it.
#pragma once

#include "apps/demo/events/script.h"

#include <set>

namespace bw::demo::events {

struct Counter {
    std::string point, channel = "import", unit = "kWh";
    LocalDate from;              // where it showed `start`
    std::int64_t start = 0;      // thousandths
    std::int64_t daily = 7'000;  // on average, thousandths; electricity follows the seasons
    int digits = 0;
};
// One for the service point of a customer: where it starts and how fast it runs is the seed's.
Counter counter_of(const Script& script, const Row& who, LocalDate from);

Read read_of(const Counter& counter, LocalDate day, std::string_view quality = "actual");

// A read on the first day, on each first of a month within, and on the day after the last one,
// where it is before the end; each comes in on the day after, but for those on the days `without`.
void read_monthly(Script& script, const Counter& counter, Period days,
                  const std::set<LocalDate>& without = {});

// A customer with a counter from `from` on, read each month to the end.
Row metered(Script& script, std::string_view plan, LocalDate from);

}  // namespace bw::demo::events

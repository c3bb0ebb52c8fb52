// Customers whom another system billed up to the first month: their last bill there, what is open,
// and the read that it went by (docs/migration.md).
#include "apps/demo/events/counters.h"
#include "apps/demo/events/events.h"

#include <fmt/format.h>

namespace bw::demo::events {

void takeovers(Script& script) {
    const LocalDate first = script.month(0);
    for (int i = 0; i < kEach; ++i) {
        Row who = script.customer(Company::Aurora, "electricity", "AURORA-HOME",
                                  LocalDate::of(2019, 5, 1).plus_months(i));
        who.billed_until = first.to_string();
        script.open(who);
        read_monthly(script, counter_of(script, who, first), {first, script.end()});

        const std::string bill = fmt::format("R-{}", 4711 + i), open = fmt::format("{}.20", 61 + i);
        script.line(first, Table::History,
                    fmt::format("{},{},total,2026-07-01,2026-07-31,,,,,{}.00,{}.00,{}.00",
                                who.account, bill, 60 + i, 11, 71 + i));
        script.line(first, Table::History,
                    fmt::format("{},{},usage,2026-07-01,2026-07-31,{},,{},kWh,,,", who.account,
                                bill, who.service_point, 190 + 10 * i));
        script.line(first, Table::Balances,
                    fmt::format("{},invoice,{},OLD-{},2026-07-03,2026-07-17,{},{}", who.account,
                                bill, 4711 + i, open, first.to_string()));
        script.line(first, Table::Balances,
                    fmt::format("{},deposit,{} deposit,,2024-02-01,,150.00,{}", who.account,
                                who.account, first.to_string()));
        script.transfer({first.plus_days(11 + i), "", bill, open});
        script.happens(Event::TakenOver, who, first);
        script.happens(Event::OpeningBalance, who, first);
    }
}

}  // namespace bw::demo::events

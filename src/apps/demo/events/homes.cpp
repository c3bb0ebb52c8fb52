#include "apps/demo/events/homes.h"

namespace bw::demo::events {

Row hourly(Script& script, const Stay& stay) {
    const LocalDate from = script.month(stay.first), to = script.month(stay.end);
    Row who = script.customer(Company::Aurora, "electricity", stay.plan, from);
    who.issuer = stay.issuer;
    if (who.holder.email.empty()) who.holder.email = who.account + "@example.org";
    script.row(from, who);
    for (int n = stay.first; n < stay.end && n < script.options().months; ++n) {
        const Period month = month_of(script.month(n));
        const bool has_gap = stay.without.from < month.to && month.from < stay.without.to;
        const LocalDate gap = has_gap ? std::max(month.from, stay.without.from) : month.to;
        fill(script, who, script.readings_of(n), {month.from, gap});
        if (has_gap)
            fill(script, who, script.readings_of(n),
                 {std::min(month.to, stay.without.to), month.to});
    }
    if (to < script.end()) {
        Row leaves = who;
        leaves.plan.clear();
        leaves.from = to;
        script.row(to.plus_days(-6), leaves);
        script.happens(Event::MovedOut, who, to);
    }
    script.happens(Event::Opened, who, from);
    const LocalDate clocks = LocalDate::of(2026, 10, 25);
    if (from <= clocks && clocks < to) script.happens(Event::ClockChanged, who, clocks);
    return who;
}

void fill(Script& script, const Row& who, LocalDate arrives, Period days, int percent,
          std::string_view quality) {
    if (days.from >= days.to) return;
    script.hours(arrives, {.point = who.service_point,
                           .home = std::stoll(who.account.substr(2)),
                           .days = days,
                           .percent = percent,
                           .quality = quality});
}

}  // namespace bw::demo::events

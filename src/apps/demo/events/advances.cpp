// Payment plans: advances with and without an invoice, the settlement after a year, the next
// advance that it proposes.
#include "apps/demo/events/counters.h"
#include "apps/demo/events/events.h"

#include <fmt/format.h>

namespace bw::demo::events {
namespace {

Row on_payment_plan(Script& script, std::string_view payment_plan, int advance) {
    Row who = script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
    who.payment_plan = payment_plan;
    who.advance = fmt::format("{}.00", advance);
    script.open(who);
    read_monthly(script, counter_of(script, who, script.month(0)), {script.month(0), script.end()});
    return who;
}

}  // namespace

void advances(Script& script) {
    const LocalDate settled = script.month(12);  // with the bill of July
    for (int i = 0; i < kEach; ++i)
        script.happens(Event::AdvanceInvoiced, on_payment_plan(script, "ABSCHLAG", 60 + 15 * i),
                       settled);
    // Some ask for too much: what is left above a limit is paid out.
    for (int i = 0; i < kEach; ++i) {
        const int advance = 70 + 25 * i;
        const Row who = on_payment_plan(script, "DAUERAUFTRAG", advance);
        for (int n = 0; n < 12; ++n)
            script.transfer(
                {script.month(n).plus_days(14), who.account, "", fmt::format("{}.00", advance)});
        script.happens(Event::AdvanceRequested, who, settled);
    }
}

}  // namespace bw::demo::events

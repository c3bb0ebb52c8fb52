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

// Who moves gets a bill of all months, less all advances, in the month of the move: these asked for
// too much.
void settled_on_moves(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        Row who = script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
        const LocalDate leaves = script.month(7).plus_days(8 + i);
        who.payment_plan = "ABSCHLAG";
        who.advance = fmt::format("{}.00", 190 + 5 * i);
        script.open(who);
        read_monthly(script, counter_of(script, who, script.month(0)), {script.month(0), leaves});
        Row moves = who;
        moves.plan.clear();
        moves.payment_plan.clear();
        moves.advance.clear();
        moves.from = leaves;
        script.row(leaves.plus_days(-8), moves);
        script.answer(who, Answer::Release);
        script.happens(Event::MovedOut, who, leaves);
        script.happens(Event::SettledOnMove, who, leaves);
        script.happens(Event::CreditRefunded, who, script.month(12).plus_days(21));
    }
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
    settled_on_moves(script);
}

}  // namespace bw::demo::events

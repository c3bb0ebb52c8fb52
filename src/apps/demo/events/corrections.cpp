// What was billed and was not so: late and corrected readings by the policy of each tariff, a
// tariff that was wrong, bills that a person has billed anew.
#include "apps/demo/events/counters.h"
#include "apps/demo/events/events.h"
#include "apps/demo/events/homes.h"

namespace bw::demo::events {
namespace {

// Some days were estimated, at so much of what was used, and have been read after all.
void by_policy(Script& script, std::string_view plan, int percent, Event event) {
    const LocalDate from = script.month(2).plus_days(9), arrives = script.month(3).plus_days(19);
    for (int i = 0; i < kEach; ++i) {
        const Period days{from, from.plus_days(3 + i)};
        const Row who = hourly(script, {.plan = plan, .first = 1, .end = 5, .without = days});
        fill(script, who, script.readings_of(2), days, percent, "estimated");
        fill(script, who, arrives, days);
        script.happens(event, who, arrives);
    }
}

// Billed as it was measured, for the rest is long in coming; it comes a month later.
void late_readings(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const LocalDate from = script.month(3).plus_days(4 + i);
        const Period days{from, from.plus_days(2)};
        const Row who = hourly(script, {.first = 2, .end = 6, .without = days});
        script.answer(who, Answer::Release);
        const LocalDate arrives = script.month(4).plus_days(19);
        fill(script, who, arrives, days);
        script.happens(Event::LateReading, who, arrives);
        script.happens(Event::CorrectedByLines, who, arrives);
    }
}

// The standing charge of AURORA-FIX was typed in wrong; the right text comes in the fourth month.
void tariff_corrected(Script& script) {
    const LocalDate day = script.month(3).plus_days(14);
    script.text(day, "aurora-fix-corrected.yaml");
    for (int i = 0; i < kEach; ++i) {
        const Row who = metered(script, "AURORA-FIX", script.month(0));
        script.happens(Event::TariffCorrected, who, day);
        script.happens(Event::CorrectedByLines, who, day);
    }
}

void billed_anew(Script& script) {
    const LocalDate day = script.month(6).plus_days(20);
    for (int i = 0; i < kEach; ++i) {
        const Row who = metered(script, "AURORA-HOME", script.month(0));
        script.act({Deed::Reverse, day, who.account, ""});
        script.happens(Event::BilledAnew, who, day);
    }
}

// A home that nobody wrote down is found in the last month: what lies behind the limit of
// back-billing stands on no bill.
void known_late(Script& script) {
    const LocalDate day = script.month(12).plus_days(9);
    for (int i = 0; i < kEach; ++i) {
        const Row who =
            script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
        script.row(day, who);
        const Counter counter = counter_of(script, who, script.month(0));
        for (int n = 0; n <= script.options().months; ++n)
            script.read(std::max(day, script.month(n).plus_days(1)),
                        read_of(counter, script.month(n)));
        script.happens(Event::KnownLate, who, day);
    }
}

}  // namespace

void corrections(Script& script) {
    by_policy(script, "AURORA-HOME", 60, Event::CorrectedByLines);
    by_policy(script, "AURORA-CREDIT", 160, Event::CorrectedByCreditNote);  // to be given back
    by_policy(script, "AURORA-REBILL", 60, Event::CorrectedByRebill);
    late_readings(script);
    tariff_corrected(script);
    billed_anew(script);
    known_late(script);
}

}  // namespace bw::demo::events

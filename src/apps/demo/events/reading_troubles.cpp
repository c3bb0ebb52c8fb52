// Bills that are held for their readings: some are missing, all are, one cannot be, too many are
// estimates.
#include "apps/demo/events/events.h"
#include "apps/demo/events/homes.h"

namespace bw::demo::events {
namespace {

Period gap_in(const Script& script, int month, int i) {
    const LocalDate from = script.month(month).plus_days(6 + 2 * i);
    return {from, from.plus_days(2)};
}

// Half of them are estimated, half are billed as they are.
void some_missing(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row who = hourly(script, {.first = 1, .end = 4, .without = gap_in(script, 2, i)});
        script.answer(who, i % 2 == 0 ? Answer::Estimate : Answer::Release);
    }
    // These are left for whoever looks at the last run.
    for (int i = 0; i < kEach; ++i)
        hourly(script, {.first = 11, .end = 13, .without = gap_in(script, 12, i)});
}

// Readings of half of them come in some days later, of the others with the month after.
void all_missing(Script& script) {
    const Period month = month_of(script.month(3));
    for (int i = 0; i < kEach; ++i) {
        const bool is_soon = i % 2 == 0;
        const Row who = hourly(script, {.first = 2, .end = 6, .without = month});
        fill(script, who, is_soon ? script.put_right(3) : script.readings_of(4), month);
        script.answer(who, is_soon ? Answer::PutRight : Answer::Exclude);
    }
}

// A day of ninety times what is usual; of most of them the right values come.
void implausible(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Period gap = gap_in(script, 4, i), day{gap.from, gap.from.plus_days(1)};
        const Row who = hourly(script, {.first = 3, .end = 6, .without = day});
        fill(script, who, script.readings_of(4), day, 9'000);
        const bool is_wrong = i < kEach - 2;
        if (is_wrong) fill(script, who, script.put_right(4), day);
        script.answer(who, is_wrong ? Answer::PutRight : Answer::Release);
    }
}

// A customer's read is an estimate to the checks: that of SONNE, whose meters all tell hours.
void mostly_estimated(Script& script) {
    const Period month = month_of(script.month(5));
    for (int i = 0; i < kEach; ++i) {
        const Row who = hourly(script, {.first = 4, .end = 7, .without = month, .issuer = "SONNE"});
        fill(script, who, script.readings_of(5), month, 90, "estimated");
        const bool is_read = i % 2 == 0;
        if (is_read) fill(script, who, script.put_right(5), month);
        script.answer(who, is_read ? Answer::PutRight : Answer::Release);
    }
}

}  // namespace

void reading_troubles(Script& script) {
    some_missing(script);
    all_missing(script);
    implausible(script);
    mostly_estimated(script);
}

}  // namespace bw::demo::events

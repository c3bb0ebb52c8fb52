// Bills that are held for plans and places: a tariff that is not there yet or has ended, calls that
// nobody pays for, two holders of one place, a counter that ran backwards.
#include "apps/demo/events/counters.h"
#include "apps/demo/events/events.h"

namespace bw::demo::events {
namespace {

void no_tariff(Script& script) {
    script.text(script.put_right(1), "aurora-soon.yaml");
    for (int i = 0; i < kEach; ++i) {
        const Row who = metered(script, "AURORA-SOON", script.month(1));
        script.answer(who, Answer::PutRight);
        script.happens(Event::Opened, who, script.month(1));
    }
}

// The offer's prices were agreed until November. Half of its customers get another plan; the others
// are billed as it was, until its next version comes in.
void tariff_ended(Script& script) {
    script.text(script.month(5), "aurora-offer-2027.yaml");
    for (int i = 0; i < kEach; ++i) {
        Row who = metered(script, "AURORA-OFFER", script.month(0));
        const bool changes = i % 2 == 0;
        script.answer(who, changes ? Answer::PutRight : Answer::Release);
        if (!changes) {
            script.happens(Event::PriceVersion, who, script.month(5));
            continue;
        }
        who.plan = "AURORA-HOME";
        who.from = script.month(4);
        script.row(script.put_right(4), who);
        script.happens(Event::PlanChanged, who, who.from);
    }
}

Row caller(Script& script) {
    const Row who =
        script.customer(Company::Nordlink, "mobile", "NORDLINK-MOBILE-S", script.month(0));
    script.open(who);
    return who;
}

void calls(Script& script, const Row& who, int from, int to) {
    for (int n = from; n < to; ++n)
        for (int k = 0; k < 8; ++k)
            script.call(script.month(n + 1), who.service_point, script.month(n).plus_days(3 * k), k,
                        "+494023456789", 60 + 35 * ((k + n) % 7));
}

// To a satellite: the deck has no price for it.
void unrated_calls(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row who = caller(script);
        calls(script, who, 0, script.options().months);
        script.call(script.month(4), who.service_point, script.month(3).plus_days(9 + i), 99,
                    "+8816512345678", 180);
        script.answer(who, Answer::Release);
    }
}

// The contract has ended, and somebody still calls.
void unclaimed_calls(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        Row who = caller(script);
        calls(script, who, 0, 2);
        who.plan.clear();
        who.from = script.month(2).plus_days(i);
        script.row(who.from, who);
        script.call(script.month(3), who.service_point, script.month(2).plus_days(12 + i), 1,
                    "+494023456789", 240);
        script.happens(Event::Cancelled, who, who.from);
    }
}

// The next tenant was written down, the one before not ended.
void two_holders(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        Row before =
            script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
        script.open(before);
        const LocalDate day = script.month(2).plus_days(4 + i);
        Row after = script.customer(Company::Aurora, "electricity", "AURORA-HOME", day);
        after.service_point = before.service_point;
        script.row(day, after);
        const Counter counter = counter_of(script, before, script.month(0));
        read_monthly(script, counter, {script.month(0), day});
        read_monthly(script, counter, {day, script.end()});
        before.plan.clear();
        before.from = day;
        script.row(script.put_right(2), before);
        for (const Row& who : {before, after}) script.answer(who, Answer::PutRight);
        script.happens(Event::MovedOut, before, day);
        script.happens(Event::MovedIn, after, day);
        script.happens(Event::Opened, after, day);
    }
}

// Two digits changed places: the counter seems to run backwards.
void typing_errors(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row who =
            script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
        script.open(who);
        const Counter counter = counter_of(script, who, script.month(0));
        const LocalDate day = script.month(5);
        read_monthly(script, counter, {script.month(0), script.end()}, {day});
        Read wrong = read_of(counter, day);
        wrong.milli = read_of(counter, script.month(4)).milli - std::int64_t{9'000} * (i + 1);
        script.read(day.plus_days(1), wrong);
        script.read(script.put_right(4), read_of(counter, day));
        script.answer(who, Answer::PutRight);
    }
}

}  // namespace

void contract_troubles(Script& script) {
    no_tariff(script);
    tariff_ended(script);
    unrated_calls(script);
    unclaimed_calls(script);
    two_holders(script);
    typing_errors(script);
}

}  // namespace bw::demo::events

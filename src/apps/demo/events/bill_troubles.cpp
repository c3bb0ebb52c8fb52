// Bills that are held for what they say as a whole: nothing, too much, money back, no way to their
// payer, or what no document may say.
#include "apps/demo/check_digits.h"
#include "apps/demo/events/counters.h"
#include "apps/demo/events/events.h"
#include "apps/demo/events/homes.h"

#include <fmt/format.h>

namespace bw::demo::events {
namespace {

// A plan without a standing charge, and nobody at home for a month.
void nothing_to_pay(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row who =
            script.customer(Company::Aurora, "electricity", "AURORA-PURE", script.month(0));
        script.open(who);
        const Counter counter = counter_of(script, who, script.month(0));
        const LocalDate back = script.month(5);
        const std::int64_t away =
            read_of(counter, back).milli - read_of(counter, script.month(4)).milli;
        for (int n = 0; n <= script.options().months; ++n) {
            Read read = read_of(counter, script.month(n));
            if (read.day >= back) read.milli -= away;
            script.read(read.day.plus_days(1), read);
        }
        script.answer(who, Answer::Release);
    }
}

// A month that was measured four times too high is corrected: the next bill pays out.
void gives_back(Script& script) {
    const Period month = month_of(script.month(2));
    for (int i = 0; i < kEach; ++i) {
        const Row who = hourly(script, {.first = 1, .end = 5, .without = month});
        fill(script, who, script.readings_of(2), month, 450);
        const LocalDate arrives = script.month(3).plus_days(17);
        fill(script, who, arrives, month, 40);
        script.answer(who, Answer::Release);
        script.happens(Event::CorrectedByLines, who, arrives);
    }
}

// Half of them heated a pool, of the others a read was wrong.
void far_above(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row who =
            script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
        script.open(who);
        const Counter counter = counter_of(script, who, script.month(0));
        const LocalDate day = script.month(8);
        const bool is_wrong = i % 2 == 0;
        const std::int64_t more = 2'400'000 + 100'000 * i;
        for (int n = 0; n <= script.options().months; ++n) {
            Read read = read_of(counter, script.month(n));
            if (read.day == day || (read.day > day && !is_wrong)) read.milli += more;
            script.read(read.day.plus_days(1), read);
        }
        if (is_wrong) script.read(script.put_right(7), read_of(counter, day));
        script.answer(who, is_wrong ? Answer::PutRight : Answer::Release);
    }
}

// SONNE sends bills by e-mail only.
void no_address(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        Row who = script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(1));
        who.issuer = "SONNE";
        who.holder.email.clear();
        script.row(who.from, who);
        read_monthly(script, counter_of(script, who, who.from), {who.from, script.end()});
        script.happens(Event::Opened, who, who.from);
        const bool is_given = i > 0;
        script.answer(who, is_given ? Answer::PutRight : Answer::Release);
        who.from = script.month(2);
        who.holder.email = fmt::format("kunde{}@example.org", 1 + i);
        script.row(is_given ? script.put_right(1) : script.month(2).plus_days(19), who);
    }
}

// Reverse charge without the buyer's VAT id, which the e-invoice needs.
void reseller_without_vat_id(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        Row who = metered(script, "AURORA-HOME", script.month(0));
        who.from = script.month(6);
        who.tax_status = "reseller";
        script.row(who.from, who);
        script.happens(Event::TaxStatus, who, who.from);
        who.from = script.month(7);
        who.holder.vat_id = german_vat_id(static_cast<std::uint32_t>(51'000'000 + i * 1117));
        script.row(script.put_right(6), who);
        script.answer(who, Answer::PutRight);
    }
}

// A letter that another program wrote into its private area: no font has it.
void unreadable_name(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        Row who = metered(script, "AURORA-HOME", script.month(0));
        const std::string name = who.holder.name;
        who.from = script.month(8).plus_days(2 + i);
        who.holder.name = name + " von L\U000F8EADwen";
        script.row(who.from, who);
        script.happens(Event::Renamed, who, who.from);
        who.from = script.month(9);
        who.holder.name = name + " von Löwen";
        script.row(script.put_right(8), who);
        script.answer(who, Answer::PutRight);
    }
}

}  // namespace

void bill_troubles(Script& script) {
    nothing_to_pay(script);
    gives_back(script);
    far_above(script);
    no_address(script);
    reseller_without_vat_id(script);
    unreadable_name(script);
}

}  // namespace bw::demo::events

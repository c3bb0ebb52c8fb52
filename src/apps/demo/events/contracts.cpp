// Plans that change, pause, are tried, renew themselves and end; numbers that share an allowance.
#include "apps/demo/events/events.h"

namespace bw::demo::events {
namespace {

Row fibre(Script& script, std::string_view plan, LocalDate from) {
    Row who = script.customer(Company::Nordlink, "broadband", plan, from);
    script.row(from, who);
    return who;
}

void later(Script& script, Row who, std::string_view plan, LocalDate from) {
    who.plan = plan;
    who.from = from;
    script.row(from, who);
}

// The same month, several days apart.
void by_rows(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row who = fibre(script, "NORDLINK-FIBRE", script.month(0));
        const LocalDate day = script.month(2).plus_days(9 + i);
        later(script, who, "NORDLINK-FIBRE-1000", day);
        script.happens(Event::PlanChanged, who, day);
    }
    for (int i = 0; i < kEach; ++i) {
        const Row who = fibre(script, "NORDLINK-FIBRE", script.month(0));
        const LocalDate from = script.month(3).plus_days(i), to = script.month(5).plus_days(i);
        later(script, who, "", from);
        later(script, who, "NORDLINK-FIBRE", to);
        script.happens(Event::Paused, who, from);
        script.happens(Event::Resumed, who, to);
    }
    for (int i = 0; i < kEach; ++i) {
        const Row who = fibre(script, "NORDLINK-FIBRE", script.month(0));
        const LocalDate day = script.month(6).plus_days(3 * i);
        later(script, who, "", day);
        script.happens(Event::Cancelled, who, day);
    }
}

// What the plan itself says: no row tells it.
void by_themselves(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const LocalDate from = script.month(1).plus_days(2 * i);
        const Row who = fibre(script, "NORDLINK-TRY", from);
        script.happens(Event::Opened, who, from);
        script.happens(Event::Trial, who, from.plus_months(1));
    }
    for (int i = 0; i < kEach; ++i) {
        const LocalDate from = script.month(0).plus_days(1 + i);
        const Row who = fibre(script, "NORDLINK-YEAR", from);
        script.happens(Event::Opened, who, from);
        script.happens(Event::Renewed, who, from.plus_months(6));
    }
    for (int i = 0; i < kEach; ++i) {
        const LocalDate from = script.month(4).plus_days(i);
        const Row who = fibre(script, "NORDLINK-WINTER", from);
        script.happens(Event::Opened, who, from);
        script.happens(Event::OfferEnded, who, from.plus_months(3));
    }
}

// Two numbers of a family use up one allowance.
void families(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row first =
            script.customer(Company::Nordlink, "mobile", "NORDLINK-FAMILY", script.month(0));
        Row second = first;
        second.service_point = script.new_point("mobile");
        script.open(first);
        script.open(second);
        for (int n = 0; n < script.options().months; ++n)
            for (int k = 0; k < 12; ++k)
                script.call(script.month(n + 1), (k % 2 == 0 ? first : second).service_point,
                            script.month(n).plus_days(1 + 2 * k), k, "+493023456789",
                            240 + 90 * ((k + i + n) % 9));
        script.happens(Event::Bundle, first, script.month(0));
    }
}

// Internet and a number of one household; the last two give the number up, and the discount ends.
void services_together(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row internet =
            script.customer(Company::Nordlink, "broadband", "NORDLINK-TOGETHER", script.month(0));
        Row number = internet;
        number.service_point = script.new_point("mobile");
        number.kind = "mobile";
        number.plan = "NORDLINK-MOBILE-S";
        script.open(internet);
        script.open(number);
        script.happens(Event::ServicesTogether, internet, script.month(0));
        const bool is_given_up = i >= kEach - 2;
        const int months = is_given_up ? 8 : script.options().months;
        for (int n = 0; n < months; ++n)
            for (int k = 0; k < 6; ++k)
                script.call(script.month(n + 1), number.service_point,
                            script.month(n).plus_days(2 + 4 * k), k, "+493023456789",
                            90 + 40 * ((k + i + n) % 7));
        if (!is_given_up) continue;
        later(script, number, "", script.month(months));
        script.happens(Event::Cancelled, number, script.month(months));
    }
}

}  // namespace

void contracts(Script& script) {
    by_rows(script);
    by_themselves(script);
    families(script);
    services_together(script);
}

}  // namespace bw::demo::events

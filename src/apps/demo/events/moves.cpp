// Who leaves a place, who enters it, and who pays in between.
#include "apps/demo/events/counters.h"
#include "apps/demo/events/events.h"

namespace bw::demo::events {
namespace {

Row at(Script& script, const std::string& point, std::string_view plan, LocalDate from) {
    Row who = script.customer(Company::Aurora, "electricity", plan, from);
    who.service_point = point;
    return who;
}

// A tenant leaves in the fourth month, the landlord pays for a week, another tenant comes. The
// landlord of all these flats is one.
void changes_of_tenants(Script& script) {
    Row landlord = script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
    landlord.role = "vacancy";
    for (int i = 0; i < kEach; ++i) {
        Row before =
            script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
        const LocalDate leaves = script.month(3).plus_days(6 + i), enters = leaves.plus_days(7);
        script.open(before);
        landlord.service_point = before.service_point;
        landlord.site = before.holder.place.street;
        script.open(landlord);
        const Row after = at(script, before.service_point, "AURORA-HOME", enters);
        script.row(enters, after);
        before.plan.clear();
        before.from = leaves;
        script.row(leaves.plus_days(-9), before);

        const Counter counter = counter_of(script, before, script.month(0));
        read_monthly(script, counter, {script.month(0), leaves});
        read_monthly(script, counter, {enters, script.end()});
        script.happens(Event::MovedOut, before, leaves);
        script.happens(Event::Vacant, landlord, leaves);
        script.happens(Event::MovedIn, after, enters);
        script.happens(Event::Opened, after, enters);
    }
}

// The place stays, who pays changes: an heir, a new company.
void changes_of_payers(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        Row before =
            script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
        const LocalDate day = script.month(5).plus_days(4 + i);
        script.open(before);
        Row after = at(script, before.service_point, "AURORA-HOME", day);
        after.holder.place = before.holder.place;
        before.plan.clear();
        before.from = day;
        script.row(day, before);
        script.row(day, after);
        const Counter counter = counter_of(script, before, script.month(0));
        read_monthly(script, counter, {script.month(0), day});
        read_monthly(script, counter, {day, script.end()});
        script.happens(Event::PayerChanged, after, day);
        script.happens(Event::Opened, after, day);
    }
}

}  // namespace

void moves(Script& script) {
    changes_of_tenants(script);
    changes_of_payers(script);
}

}  // namespace bw::demo::events

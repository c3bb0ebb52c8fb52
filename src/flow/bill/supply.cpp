#include "flow/bill/supply.h"

#include "flow/meter/reader.h"

#include <algorithm>

namespace bw::bill {
namespace {

const LocalDate kEver = LocalDate::of(1900, 1, 1);
const LocalDate kOpen = LocalDate::of(2999, 12, 31);

bool names(const catalog::Plan* plan, std::string_view schedule) {
    return plan != nullptr && std::ranges::find(plan->schedules, schedule) != plan->schedules.end();
}

const catalog::Recurring* find_fee(const catalog::Plan& plan, const catalog::Recurring& fee) {
    const auto it = std::ranges::find(plan.recurring, fee.key, &catalog::Recurring::key);
    if (it == plan.recurring.end()) return nullptr;
    return it->per == fee.per && it->prorate == fee.prorate ? &*it : nullptr;
}

LocalDate begin_of_block(catalog::TimeUnit per, LocalDate day) {
    if (per == catalog::TimeUnit::Month) return month_of(day).from;
    if (per == catalog::TimeUnit::Quarter) return quarter_of(day).from;
    return per == catalog::TimeUnit::Year ? year_of(day).from : day;
}

}  // namespace

PlanStretch plan_around(const catalog::Catalog& catalog, std::span<const customers::Term> terms,
                        LocalDate day) {
    const auto next = std::ranges::upper_bound(terms, day, {}, &customers::Term::from);
    PlanStretch stretch{nullptr, {kEver, next == terms.end() ? kOpen : next->from}};
    if (next == terms.begin()) return stretch;
    const customers::Term& term = *std::prev(next);
    stretch.days.from = term.from;
    if (term.plan.empty()) return stretch;
    const auto versions = catalog.plan_versions(term.plan, {day, stretch.days.to});
    if (!versions) {
        stretch.days = {day, day.plus_days(1)};
        return stretch;
    }
    stretch.plan = versions->front();
    stretch.days.from = std::max(term.from, stretch.plan->head.from);
    if (versions->size() > 1) stretch.days.to = (*versions)[1]->head.from;
    return stretch;
}

Period supply_around(std::span<const customers::Term> terms, LocalDate day) {
    Period supply;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (supply.contains(day) && (terms[i].plan.empty() || terms[i].from != supply.to)) break;
        const LocalDate to = i + 1 < terms.size() ? terms[i + 1].from : kOpen;
        if (terms[i].plan.empty()) supply = {};
        else if (!supply.is_empty() && supply.to == terms[i].from) supply.to = to;
        else supply = {terms[i].from, to};
    }
    return supply;
}

Period priced_around(const catalog::Catalog& catalog, std::span<const customers::Term> terms,
                     std::string_view schedule, const Period& days) {
    const Period supply = supply_around(terms, days.from);
    const Period reach{days.from.plus_months(-meter::kNeighbourMonths - 2), days.to.plus_months(1)};
    Period priced = days;
    while (priced.from > supply.from) {
        const auto before = plan_around(catalog, terms, priced.from.plus_days(-1));
        if (!names(before.plan, schedule)) break;
        priced.from = before.days.from < reach.from ? supply.from : before.days.from;
    }
    while (priced.to < supply.to) {
        const auto after = plan_around(catalog, terms, priced.to);
        if (!names(after.plan, schedule)) break;
        priced.to = after.days.to > reach.to ? supply.to : after.days.to;
    }
    return priced;
}

rate::FeeHistory fee_history(const catalog::Catalog& catalog,
                             std::span<const customers::Term> terms, const catalog::Plan& plan,
                             const catalog::Recurring& fee, LocalDate first,
                             std::optional<LocalDate> elsewhere) {
    rate::FeeHistory history{terms.front().from, {}, first};
    bool is_unbroken = true;
    const LocalDate block = begin_of_block(fee.per, first);
    for (LocalDate day = first; day > block;) {
        const auto before = plan_around(catalog, terms, day.plus_days(-1));
        const bool is_same = before.plan != nullptr && before.plan->head.name == plan.head.name;
        const auto* earlier = is_same ? find_fee(*before.plan, fee) : nullptr;
        is_unbroken = is_unbroken && earlier != nullptr && earlier->price == fee.price;
        if (earlier != nullptr) history.paid.push_back({before.days.from, day});
        if (is_unbroken) history.since = before.days.from;
        day = before.days.from;
    }
    // Whatever the other system's plan was called.
    if (elsewhere && terms.front().from < *elsewhere && block < *elsewhere) {
        history.paid.push_back({std::max(block, terms.front().from), *elsewhere});
        history.since = std::max(*history.since, *elsewhere);
    }
    return history;
}

}  // namespace bw::bill

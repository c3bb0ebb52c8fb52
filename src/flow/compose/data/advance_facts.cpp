#include "flow/compose/data/advance_facts.h"

#include "flow/compose/language.h"
#include "flow/compose/story.h"

#include <algorithm>

namespace bw::data {

AdvanceFacts::AdvanceFacts(const compose::AdvancePlan& plan, Surroundings surroundings)
    : surroundings_(std::move(surroundings)), format_(format_for(plan.language, surroundings_)),
      plan_{.account_number = plan.account_number,
            .written_on = plan.written_on,
            .count = static_cast<int>(plan.advances.size()),
            .sum = {0, plan.advances.front().amount.currency}},
      seller_(seller_facts(plan.seller, format_)),
      buyer_(buyer_facts(plan.buyer, plan.seller.address.country, format_)) {}

void AdvanceFacts::add_services(const compose::AdvancePlan& plan) {
    for (const auto& supply : plan.supplies)
        services_.push_back({.name = compose::kind_name(supply.point.kind, format_),
                             .place = compose::place_name(supply.point.address),
                             .code = supply.point.code,
                             .plan = supply.plan,
                             .last_month = supply.last_month,
                             .sum = {0, plan_.sum.currency}});
}

Result<void> AdvanceFacts::add_items(const compose::AdvancePlan& plan) {
    const auto& first = plan.advances.front();
    plan_.days = first.days;
    bool is_same = plan.supplies.size() == 1;
    for (const auto& advance : plan.advances) {
        auto& service = services_[advance.supply];
        items_.push_back({.due_on = advance.due_on,
                          .days = advance.days,
                          .month = advance.days.to.plus_days(-1).first_of_month(),
                          .service = service.name,
                          .amount = advance.amount});
        if (service.count++ == 0) service.amount = advance.amount;
        service.sum = TRY(add(service.sum, advance.amount));
        plan_.sum = TRY(add(plan_.sum, advance.amount));
        plan_.days = {std::min(plan_.days.from, advance.days.from),
                      std::max(plan_.days.to, advance.days.to)};
        is_same = is_same && advance.amount == first.amount;
        if (!advance.due_on) {
            plan_.is_invoiced = true;
            continue;
        }
        if (!plan_.is_requested || *advance.due_on < plan_.first_due) {
            plan_.first_due = *advance.due_on;
            plan_.first_sum = {0, advance.amount.currency};
        }
        plan_.is_requested = true;
        if (*advance.due_on == plan_.first_due)
            plan_.first_sum = TRY(add(plan_.first_sum, advance.amount));
    }
    if (is_same) plan_.each = first.amount;
    return {};
}

Result<std::unique_ptr<AdvanceFacts>> AdvanceFacts::make(const compose::AdvancePlan& plan,
                                                         Surroundings surroundings) {
    std::unique_ptr<AdvanceFacts> facts(new AdvanceFacts(plan, std::move(surroundings)));
    facts->add_services(plan);
    TRY_VOID(facts->add_items(plan));
    // What comes as an invoice is paid by that.
    if (facts->plan_.is_requested)
        facts->payment_ = TRY(Payment::make({.seller = plan.seller,
                                             .reference = plan.payment_reference,
                                             .due = facts->plan_.first_sum,
                                             .due_on = facts->plan_.first_due},
                                            facts->format_));
    return facts;
}

}  // namespace bw::data

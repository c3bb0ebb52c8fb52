#include "flow/bill/services.h"

#include <algorithm>
#include <map>

namespace bw::bill {

std::vector<ServiceCount> service_counts(const customers::BillingAccount& account) {
    std::map<LocalDate, int> changes;  // by how many
    for (const auto& subscription : account.subscriptions) {
        bool is_supplied = false;
        for (const auto& term : subscription.terms) {
            if (is_supplied == !term.plan.empty()) continue;
            is_supplied = !is_supplied;
            changes[term.from] += is_supplied ? 1 : -1;
        }
    }
    std::vector<ServiceCount> counts;
    int services = 0;
    for (const auto& [day, change] : changes) {
        services += change;
        if (change != 0) counts.push_back({day, services});
    }
    return counts;
}

int services_on(const customers::BillingAccount& account, LocalDate day) {
    int services = 0;
    for (const auto& subscription : account.subscriptions) {
        const auto& terms = subscription.terms;
        const auto after = std::ranges::upper_bound(terms, day, {}, &customers::Term::from);
        if (after != terms.begin() && !std::prev(after)->plan.empty()) ++services;
    }
    return services;
}

bool asks_for_services(const catalog::Plan& plan) {
    const auto asks = [](const catalog::Discount& discount) {
        return std::ranges::count(discount.conditions, kServicesFact, &catalog::Condition::fact) >
               0;
    };
    return std::ranges::any_of(plan.discounts, asks) ||
           std::ranges::any_of(plan.together.discounts, asks);
}

bool asks_for_services(const catalog::FactsAsked& asked) {
    return std::ranges::binary_search(asked.all, kServicesFact);
}

}  // namespace bw::bill

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

int services_on(std::span<const ServiceCount> counts, LocalDate day) {
    const auto after = std::ranges::upper_bound(counts, day, {}, &ServiceCount::from);
    return after == counts.begin() ? 0 : std::prev(after)->services;
}

bool asks_for_services(const catalog::Plan& plan) {
    return std::ranges::any_of(plan.discounts, [](const catalog::Discount& discount) {
        return discount.condition && discount.condition->fact == kServicesFact;
    });
}

}  // namespace bw::bill

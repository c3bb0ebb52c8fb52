// How many services of an account are supplied, by which bundles are priced (`bundle.services`,
// docs/tariff-format.md). Pure.
#pragma once

#include "books/catalog/asked.h"
#include "books/catalog/model.h"
#include "books/customers/customers.h"

#include <string_view>
#include <vector>

namespace bw::bill {

inline constexpr std::string_view kServicesFact = "bundle.services";

struct ServiceCount {
    LocalDate from;
    int services = 0;
    friend bool operator==(const ServiceCount&, const ServiceCount&) = default;
};

// Ascending; each holds until the next one and is another than the one before.
std::vector<ServiceCount> service_counts(const customers::BillingAccount& account);
int services_on(const customers::BillingAccount& account, LocalDate day);

// Does a discount or surcharge of the plan depend on it, or a price of a schedule?
bool asks_for_services(const catalog::Plan& plan);
bool asks_for_services(const catalog::FactsAsked& asked);

}  // namespace bw::bill

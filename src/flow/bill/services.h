// How many services of an account are supplied, by which bundles are priced (`bundle.services`,
// docs/tariff-format.md). Pure.
#pragma once

#include "books/catalog/model.h"
#include "books/customers/customers.h"

#include <span>
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
int services_on(std::span<const ServiceCount> counts, LocalDate day);

// Does a discount or surcharge of the fees depend on it?
bool asks_for_services(const catalog::Plan& plan);

}  // namespace bw::bill

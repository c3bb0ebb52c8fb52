// The parts of a document, one parser each. Internal to the catalog.
#pragma once

#include "books/catalog/fields.h"
#include "books/catalog/validation.h"

namespace bw::catalog {

Result<Header> parse_header(Fields& fields, std::string_view kind_key);
Result<Schedule> parse_schedule(const Spot& spot);
Result<std::vector<Charge>> parse_charges(const Spot& spot, const std::string& default_tax);
Result<Discount> parse_discount(const std::string& key, const Spot& spot);
Result<Minimum> parse_minimum(const Spot& spot, const std::string& default_tax);
Result<Plan> parse_plan(const Spot& spot);
Result<PaymentPlan> parse_payment_plan(const Spot& spot);
Result<std::vector<Allowance>> parse_allowances(const Spot& spot);
Result<Telecom> parse_telecom(const Spot& spot, const std::string& default_tax);
// Kept with the texts, but handed over apart (validation.h).
inline constexpr std::string_view kValidation = "validation";
Result<Validation> parse_validation_at(const Spot& spot);
Result<When> parse_when_at(const Spot& spot);
// "day", "month" ..; once is allowed only where named.
std::optional<TimeUnit> time_unit(std::string_view word);
Result<void> check_count(const Spot& spot, std::size_t count, std::size_t limit,
                         std::string_view what);

}  // namespace bw::catalog

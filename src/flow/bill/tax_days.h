// Whose day's tax the pieces of a month bear. Pure.
#pragma once

#include "flow/bill/month.h"

namespace bw::bill {

// The last day of the unbroken supply in the month that holds `day` or follows it, whatever cuts
// the month into pieces (Directive 2006/112/EC, article 64: supplies with successive
// statements are made when their period ends).
LocalDate tax_point(std::span<const PlanDays> plans, LocalDate day);

// What counters tell of days before a change of the tax bears that of its days, if the tax table
// splits it (docs/tariff-format.md, `metered:`); else no change is told. Days for which a category
// has no rate are no change: who is billed for them gets the Error.
rate::TaxChanges tax_changes(const Tariffs& tariffs, const customers::BillingAccount& account,
                             const rate::CompiledSchedule& schedule, LocalDate month);

}  // namespace bw::bill

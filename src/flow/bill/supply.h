// What holds around a month: since when and until when a customer is supplied without a break, by
// a schedule or with a fee. Counters and fees go by it; months only cut it. Pure.
#pragma once

#include "books/catalog/catalog.h"
#include "books/customers/customers.h"
#include "flow/rate/energy/recurring.h"

#include <optional>
#include <span>
#include <string_view>

namespace bw::bill {

// Days on which one version of a plan is in force, or none.
struct PlanStretch {
    const catalog::Plan* plan = nullptr;  // null: no plan, or none that is in force yet
    Period days;
};
PlanStretch plan_around(const catalog::Catalog& catalog, std::span<const customers::Term> terms,
                        LocalDate day);

// The days without a break, whatever the plans, around one that is supplied. Open ends lie far off.
Period supply_around(std::span<const customers::Term> terms, LocalDate day);

// Of these, those around some days of a month on which the plans name the schedule. Ends that lie
// further off than reads of a counter can reach are those of the supply.
Period priced_around(const catalog::Catalog& catalog, std::span<const customers::Term> terms,
                     std::string_view schedule, const Period& days);

// What was before the first of the days on which a plan's fee is due. `elsewhere`: up to when
// another system billed it; a fee per month, quarter or year that is paid whole was paid there.
rate::FeeHistory fee_history(const catalog::Catalog& catalog,
                             std::span<const customers::Term> terms, const catalog::Plan& plan,
                             const catalog::Recurring& fee, LocalDate first,
                             std::optional<LocalDate> elsewhere = {});

}  // namespace bw::bill

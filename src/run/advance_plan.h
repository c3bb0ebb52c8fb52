// The letter that says what an account is asked for before its year is settled. Reckoned from the
// customer's rows, the catalog and settlements; nothing is booked or kept.
#pragma once

#include "flow/compose/advance_plan.h"
#include "run/workspace.h"

#include <string>

namespace bw::run {

struct AdvancePlanOrder {
    std::string account;
    LocalDate on;     // of the letter: what is asked for from then on
    int months = 12;  // so many, and no further than the next settlement, which says what follows
};
// What has been invoiced or settled is left out. NotFound: there is no such account, or it is asked
// for nothing.
Result<compose::AdvancePlan> advance_plan_of(store::Transaction& tx, TenantId tenant,
                                             const AdvancePlanOrder& order);

}  // namespace bw::run

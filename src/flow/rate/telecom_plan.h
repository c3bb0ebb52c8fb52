// The telecom part of a customer's plan, from the catalog: its own `usage:` or that of the one
// schedule it names, in every version that is in force in the period. Compile it once per plan,
// period and zone and share it; rate_events() takes it as it is.
#pragma once

#include "books/catalog/catalog.h"
#include "flow/rate/events.h"

#include <optional>
#include <vector>

namespace bw::rate {

struct TelecomPlan {
    std::vector<TelecomPart> parts;  // ascending, without gaps; each in force on its days
    catalog::PriceBasis prices = catalog::PriceBasis::Net;  // of all parts
};

// None: the plan prices no calls, messages or data. Errors: a schedule or calendar that is missing,
// two schedules with usage (Unsupported), and those of compile_telecom().
Result<std::optional<TelecomPlan>> compile_telecom_plan(const catalog::Catalog& catalog,
                                                        const catalog::Plan& plan,
                                                        const Period& period, const Zone& zone);

}  // namespace bw::rate

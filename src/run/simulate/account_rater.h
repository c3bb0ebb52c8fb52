// Rates the services of one account under every side, month by month, its usage read once.
// Thread: one owner; sides and reader are shared.
#pragma once

#include "flow/meter/reader.h"
#include "run/simulate/base.h"
#include "run/simulate/side.h"

#include <set>
#include <span>
#include <string>
#include <vector>

namespace bw::run {

// Why an account is left out, and under which side that was found.
struct WhyHeld {
    bill::Cause cause = bill::Cause::Calculation;
    std::string text;
    std::size_t side = 0;
};

struct Rated {
    std::vector<std::int64_t> nets;  // by side, minor units
    std::optional<WhyHeld> held;
};

struct RaterTerms {
    Period months;
    const std::set<bill::Cause>& released;
};

// The account's trouble is the account's alone: it never is an Error.
Rated rate_account(std::span<const Side> sides, const meter::Reader& reader,
                   const RaterTerms& terms, const customers::BillingAccount& account,
                   std::span<const BaseService> services);

}  // namespace bw::run

// What an account is asked for before its year is settled: a letter for when a plan begins or its
// amounts change (docs/payment-plans.md).
#pragma once

#include "flow/compose/letter.h"

#include <optional>
#include <string>
#include <vector>

namespace bw::compose {

struct AdvancePlan : Letter {
    struct Supply {
        bill::SupplyPoint point;
        std::string plan;      // the payment plan, in the letter's language; may be empty
        LocalDate last_month;  // after it the year is settled
    };
    struct Advance {
        std::size_t supply = 0;           // which of `supplies`
        Period days;                      // the months that it is for
        std::optional<LocalDate> due_on;  // nothing: it comes as an invoice, which says when
        Money amount;                     // with tax
    };
    std::vector<Supply> supplies;
    std::vector<Advance> advances;  // by the end of the months that they are for; at least one
};

}  // namespace bw::compose

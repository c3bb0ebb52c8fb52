// An offer before anybody signs it: the plan's prices and terms as of a day, and the company's
// words
// (`summary:` of the plan, docs/tariff-format.md). Nothing is booked or kept.
#pragma once

#include "flow/compose/contract_summary.h"
#include "run/workspace.h"

#include <string>

namespace bw::run {

struct SummaryOrder {
    std::string plan;
    std::string issuer;  // its code; empty: the only one
    std::string language = "en";
    LocalDate on;  // prices in force on the day
};
// NotFound: there is no such plan or issuer on the day. Invalid: the plan says nothing of what it
// supplies.
Result<compose::ContractSummary> contract_summary_of(store::Transaction& tx, TenantId tenant,
                                                     const SummaryOrder& order);

}  // namespace bw::run

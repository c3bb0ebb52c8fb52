// How bulk acts are shown: whom they are about, how much money, and what was kept.
#pragma once

#include "apps/billwright/app.h"
#include "run/exceptions/bulk.h"
#include "run/reverse/reverse.h"

namespace bw::app {

struct BulkAct {
    std::string name;  // "release"
    bool is_dry = false;
};
void print_bulk(const Context& context, const BulkAct& act, const run::Selected& chosen,
                const run::Decided& decided, int limit);
void print_bulk_estimate(const Context& context, const BulkAct& act, const run::Selected& chosen,
                         const run::EstimateReport& report, int limit);
// Of accounts that were named, without an exception.
void print_exclusion(const Context& context, const BulkAct& act,
                     const std::vector<std::string>& accounts, LocalDate month,
                     const run::Decided& decided);
void print_reversal(const Context& context, const run::Reversal& reversal, bool is_dry, int limit);

}  // namespace bw::app

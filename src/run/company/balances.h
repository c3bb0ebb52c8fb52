// Opening balances: what was open in another system (docs/company-files.md, "Opening balances").
#pragma once

#include "base/civil.h"
#include "run/company/table.h"

#include <optional>
#include <string>

namespace bw::company {

struct BalanceRow {
    std::string account, type, number, reference;
    LocalDate issued_on, due_on;
    std::optional<LocalDate> booked_on;
    std::string open, currency;
};

// Rows and errors as of read_table().
Result<void> read_balances(meter::ByteSource& source, const std::string& name,
                           const Mapping& mapping, Tally& tally, const Sink<BalanceRow>& sink);

}  // namespace bw::company

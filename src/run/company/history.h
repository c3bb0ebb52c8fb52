// Bills of the system before ours (docs/company-files.md, "History"): totals, what was measured,
// charges, a row each.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "run/company/table.h"

#include <string>

namespace bw::company {

enum class HistoryLine : std::uint8_t { Total, Usage, Charge };

struct HistoryRow {
    std::int64_t line = 0;  // of the file
    std::string account, number;
    HistoryLine kind = HistoryLine::Total;
    Period days;
    std::string service_point, charge, channel, unit;
    Decimal quantity;
    std::string net, tax, gross, currency;  // amounts as texts; empty: none
};

// Rows and errors as of read_table().
Result<void> read_history(meter::ByteSource& source, const std::string& name,
                          const Mapping& mapping, Tally& tally, const Sink<HistoryRow>& sink);

}  // namespace bw::company

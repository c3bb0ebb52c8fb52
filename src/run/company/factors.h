// Files of factors: calorific values, degree days, load profiles, prices of markets
// (docs/company-files.md, "Factors").
#pragma once

#include "base/decimal.h"
#include "run/company/table.h"

#include <string>

namespace bw::company {

struct FactorRow {
    std::string name;  // of the area, profile or series
    std::string day;   // or time, as written: what it may be depends on the kind
    Decimal value;
};

// The mapping says which of the four it is. Rows and errors as of read_table().
Result<void> read_factors(meter::ByteSource& source, const std::string& name,
                          const Mapping& mapping, Tally& tally, const Sink<FactorRow>& sink);

}  // namespace bw::company

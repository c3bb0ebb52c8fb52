// Files of factors: calorific values, degree days, load profiles (docs/company-files.md,
// "Factors").
#pragma once

#include "base/decimal.h"
#include "run/company/table.h"

#include <functional>
#include <string>

namespace bw::company {

struct FactorRow {
    std::string name;  // of the area or profile
    std::string day;   // as written: what it may be depends on the kind
    Decimal value;
};

struct FactorsSink {
    std::function<Result<void>(const FactorRow&)> add;
    std::function<void(const Reject&)> on_reject;
    std::size_t shown = kRejectsShown;
};
// The mapping says which of the three it is. Rows and errors as of read_table().
Result<void> read_factors(meter::ByteSource& source, const std::string& name,
                          const Mapping& mapping, Tally& tally, const FactorsSink& sink);

}  // namespace bw::company

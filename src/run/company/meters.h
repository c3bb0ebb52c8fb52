// The meters file: a row for each counter of a service point and channel from a day on
// (docs/company-files.md, "Meters").
#pragma once

#include "books/customers/devices.h"
#include "run/company/table.h"

#include <functional>
#include <string>

namespace bw::company {

struct MetersSink {
    std::function<Result<void>(const customers::DeviceRow&)> add;
    std::function<void(const Reject&)> on_reject;
    std::size_t shown = kRejectsShown;
};
// Rows and errors as of read_table().
Result<void> read_meters(meter::ByteSource& source, const std::string& name, const Mapping& mapping,
                         Tally& tally, const MetersSink& sink);

}  // namespace bw::company

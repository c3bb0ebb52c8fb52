// The meters file: a row for each counter of a service point and channel from a day on
// (docs/company-files.md, "Meters").
#pragma once

#include "books/customers/devices.h"
#include "run/company/table.h"

#include <string>

namespace bw::company {

// Rows and errors as of read_table().
Result<void> read_meters(meter::ByteSource& source, const std::string& name, const Mapping& mapping,
                         Tally& tally, const Sink<customers::DeviceRow>& sink);

}  // namespace bw::company

// The attributes file: a row for each fact about a service point from a day on
// (docs/company-files.md, "Attributes").
#pragma once

#include "books/customers/attributes.h"
#include "run/company/table.h"

#include <string>

namespace bw::company {

// Rows and errors as of read_table().
Result<void> read_attributes(meter::ByteSource& source, const std::string& name,
                             const Mapping& mapping, Tally& tally,
                             const Sink<customers::AttributeRow>& sink);

}  // namespace bw::company

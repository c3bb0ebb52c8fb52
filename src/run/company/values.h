// A value as it stands in the file becomes one of ours: translated, set where there is none,
// brought into the form of its column, checked. Internal to the reader of tables. Pure.
#pragma once

#include "run/company/mapping.h"

#include <string>
#include <string_view>

namespace bw::company {

enum class Written : std::uint8_t {
    AsMapped,  // as the mapping says that they write
    Plain      // a number of JSON: with a point, whatever the mapping says
};

// Error (Invalid) names the column: needed and empty, too long, no value that is translated, no day
// or number of the form.
Result<std::string> value_of(const Column& column, std::string_view text, const Mapping& mapping,
                             Written written = Written::AsMapped);

}  // namespace bw::company

// A text of the catalog as JSON: the same keys; every value is a text, so that numbers stay as
// exact as they were written. The shape is docs/tariff.schema.json.
#pragma once

#include "base/result.h"
#include "platform/json/writer.h"

#include <string_view>

namespace bw::app {

// One document, as a value of what is being written.
Result<void> write_yaml(json::Writer& json, std::string_view yaml);

}  // namespace bw::app

// Pictures in JPEG 2000 (ISO 19005-2, 6.2.8.3; ISO 15444-1, annex I). Internal.
#pragma once

#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/findings.h"

namespace bw::conformity {

void check_jpeg2000(const Object& image, const std::string& where, Findings& findings);

}  // namespace bw::conformity

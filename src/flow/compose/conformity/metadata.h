// XMP metadata (ISO 19005-2, 6.6.2 to 6.6.4; ISO 14289-1, 5 and 7.1): that of the file, and that of
// any object that has some. Internal.
#pragma once

#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/findings.h"

#include <string>

namespace bw::conformity {

// "1", "2": the part of PDF/A that the file says it keeps; empty: none.
std::string declared_part(const Document& document);
// What the file says that it keeps, of what is judged here.
Standard declared_by(const Document& document);

void check_metadata(const Document& document, Findings& findings);

}  // namespace bw::conformity

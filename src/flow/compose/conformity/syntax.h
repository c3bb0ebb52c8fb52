// The bytes of a file as they stand: its header and end, cross-references, what surrounds objects
// and streams, how strings and numbers are written (ISO 19005-2, 6.1). Internal.
#pragma once

#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/findings.h"

#include <string>

namespace bw::conformity {

void check_syntax(const Document& document, Findings& findings);

// A number, string or name, wherever it stands: in an object or among the operands of a content.
void check_token(const Token& token, const std::string& where, Findings& findings);

}  // namespace bw::conformity

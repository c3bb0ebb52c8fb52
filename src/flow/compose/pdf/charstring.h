// The outline of a glyph as a CFF charstring: a contour has the same bytes wherever it stands, so
// that the letter below an accent is deflated to a reference.
#pragma once

#include "flow/compose/pdf/face.h"

#include <string>

namespace bw::pdf {

// Type 2 (Adobe technical note 5177), without hints. The width is written as what it is more than
// `nominal_width`; both are in thousandths of the size.
std::string charstring(const Face& face, std::uint16_t glyph, int nominal_width);

// A number as CFF writes it in charstrings and dictionaries, within +-32,767.
void append_cff_number(std::string& out, int value);

}  // namespace bw::pdf

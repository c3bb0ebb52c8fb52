// What pages draw (ISO 19005-2, 6.2; ISO 14289-1, 7.1, 7.2, 7.20): every content stream is read as
// a viewer reads it, with what it uses: graphics states, colours, images, forms, fonts, and which
// part of the structure each thing that is drawn belongs to. Internal.
#pragma once

#include "flow/compose/conformity/colours.h"
#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/findings.h"
#include "flow/compose/conformity/fonts/fonts.h"
#include "flow/compose/conformity/structure.h"

namespace bw::conformity {

// All pages with their annotations, then what they used.
void check_contents(const Document& document, const Structure& structure, Findings& findings);

}  // namespace bw::conformity

// Rows and columns of a tagged table (ISO 14289-1, 7.2 and 7.5): cells lie on a grid without gaps,
// and each tells or shows its heads. Internal.
#pragma once

#include "flow/compose/conformity/structure.h"

namespace bw::conformity {

// `table`: an element of this type.
void check_table(const Structure& structure, int table, Findings& findings);

}  // namespace bw::conformity

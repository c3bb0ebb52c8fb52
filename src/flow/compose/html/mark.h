// The small mark before a brand's name, as SVG; empty for a brand without one.
#pragma once

#include "flow/compose/brands/brand.h"

#include <string_view>

namespace bw::html {

std::string_view mark(const brands::Brand& brand);

}  // namespace bw::html

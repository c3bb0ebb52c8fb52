// The style sheet of a page, with the brand's colours in light and dark.
#pragma once

#include "flow/compose/brands/brand.h"

#include <string>
#include <string_view>

namespace bw::html {

std::string style_sheet(const brands::Brand& brand);

// What estimated bars are filled with.
inline constexpr std::string_view kHatchPattern =
    R"svg(<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" )svg"
    R"svg(patternTransform="rotate(45)"><rect width="5" height="5" class="ground"/>)svg"
    R"svg(<rect width="2" height="5" class="line"/></pattern></defs>)svg";

}  // namespace bw::html

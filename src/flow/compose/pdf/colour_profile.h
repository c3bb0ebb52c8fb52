// What the numbers of our colours mean: sRGB (IEC 61966-2-1), as an ICC profile (ICC.1:2010,
// version 4.3). Archived documents carry it as their output intent (ISO 19005-3, 6.2.3).
#pragma once

#include <string>

namespace bw::pdf {

// Made once; the same bytes always.
const std::string& srgb_profile();

}  // namespace bw::pdf

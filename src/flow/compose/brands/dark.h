// Colours for dark screens where a brand gives none: the same hues.
#pragma once

#include "flow/compose/brands/brand.h"

namespace bw::brands {

inline constexpr pdf::Color kNight = {18, 22, 28};

// Text keeps its contrasts on this ground, for whatever colours (tested).
Colours dark_of(const Colours& light, pdf::Color paper);

}  // namespace bw::brands

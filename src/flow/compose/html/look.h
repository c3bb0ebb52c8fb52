// A brand's colours on screens: as it is on light ground, and turned for dark ground.
#pragma once

#include "flow/compose/brands/brand.h"

#include <string>

namespace bw::html {

struct Palette {
    pdf::Color paper, tint, ink, muted, brand, on_brand, bar, up, down, rule;
};
Palette light(const brands::Brand& brand);
// The same hues; text keeps a contrast of 4.5 and amounts of 7 (tested).
Palette dark(const brands::Brand& brand);

std::string hex(pdf::Color color);  // "#0e5440"

}  // namespace bw::html

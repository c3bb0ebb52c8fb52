// The head of the first page and of those that follow: ground, picture and mark by the brand's
// form, which are the same in every document, and the name.
#pragma once

#include "flow/compose/paper/sheet.h"
#include "flow/compose/pdf/stamp.h"

#include <memory>

namespace bw::paper {

inline constexpr double kHeadHeight = 38;  // millimetres, bleeding off the upper edge

// All that is no text, drawn once for each brand.
struct HeadStamps {
    pdf::Stamp first, further;
};
std::shared_ptr<const HeadStamps> record_heads(const brands::Brand& brand, pdf::Press& press,
                                               bool is_mirrored);

enum class HeadPage : std::uint8_t { First, Further };
void draw_head(Sheet& sheet, HeadPage page);

}  // namespace bw::paper

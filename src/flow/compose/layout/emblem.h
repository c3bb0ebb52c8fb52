// The picture in the head of a first page, and the small mark before the brand's name. Vectors
// only.
#pragma once

#include "flow/compose/layout/sheet.h"

namespace bw::compose {

inline constexpr double kHeadHeight = 38;  // millimetres, bleeding off the upper edge

void draw_emblem(Sheet& sheet);
// The mark with the name beside it; `size` is the mark's height, its lower edge stands at y.
void draw_word_mark(Sheet& sheet, double x, double y, double size, double type_size);

}  // namespace bw::compose

// The picture in the head of a first page, and the small mark before the brand's name. Vectors
// only.
#pragma once

#include "flow/compose/paper/sheet.h"

namespace bw::paper {

inline constexpr double kHeadHeight = 38;  // millimetres, bleeding off the upper edge

void draw_emblem(Sheet& sheet);
// The mark with the brand's name beside it, or the sender's where the brand has none; `size` is the
// mark's height, its lower edge stands at y.
void draw_word_mark(Sheet& sheet, double x, double y, double size, double type_size);

}  // namespace bw::paper

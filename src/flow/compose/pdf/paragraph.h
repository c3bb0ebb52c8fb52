// Text that is wider than its place: broken into lines, or shortened to one.
#pragma once

#include "flow/compose/pdf/canvas.h"
#include "flow/compose/pdf/font.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::pdf {

// The lines of a text, broken at spaces, greedily, as parts of `text`; line ends in the text break
// too. A word wider than `width` is broken between characters; a non-breaking space does not break.
// Each line holds at least one character, so a width of 0 ends as well.
std::vector<std::string_view> break_lines(Shaper& shaper, std::string_view text, const Font& font,
                                          double width);

// The text if it fits in `width`, else its longest beginning with an ellipsis (U+2026).
std::string fit_line(Shaper& shaper, std::string_view text, const Font& font, double width);

struct ParagraphStyle {
    TextStyle text = {};
    double leading = 12;  // from baseline to baseline
    int most_lines = 0;   // the last one ends in an ellipsis where more would follow; 0: no limit
};

// Draws the text with its first baseline at `at`; gives the baseline after the last line. With
// Align::Right and Center, `at` is the right end or the middle of the lines.
double draw_paragraph(Canvas& canvas, Shaper& shaper, Point at, double width, std::string_view text,
                      const ParagraphStyle& style);

}  // namespace bw::pdf

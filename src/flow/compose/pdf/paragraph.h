// Text that is wider than its place: broken into lines, or shortened to one.
#pragma once

#include "flow/compose/pdf/bidi.h"
#include "flow/compose/pdf/canvas.h"
#include "flow/compose/pdf/font.h"
#include "flow/compose/pdf/hyphens.h"

#include <cstddef>
#include <optional>
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
    // Divides words where a line would otherwise leave more than a seventh of the width empty, at
    // most two lines in succession. None: no word that fits in a line is divided.
    const Hyphenator* hyphens = nullptr;
    // A last line of one word of up to three letters takes another word from the line before it.
    bool avoids_runts = false;
};

struct Line {
    std::string_view text;    // a part of the paragraph's text, without blanks around it
    bool is_divided = false;  // it ends where a hyphenator lets a word end,
    bool has_hyphen = false;  // and a hyphen is drawn after it, which the text does not have
    bool is_last = false;     // before a line end of the text, or the end of it
};

// A text broken into lines, which may be drawn in parts, on one page and the next. The shaper must
// have the language of the text from here to the drawing (Document::shaper gives it so). The text
// and the hyphenator must outlive it.
class Paragraph {
public:
    Paragraph(Shaper& shaper, std::string_view text, double width, const ParagraphStyle& style);

    // As many as most_lines allows.
    [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
    // How many lines to draw at the foot of a page that has room for some: all if they fit, else as
    // many as leave neither a single line there nor one for the next page; possibly none.
    [[nodiscard]] std::size_t lines_above_break(std::size_t room) const;

    // Draws lines [from, to), the first with its baseline at `at`; gives the baseline after the
    // last. `at` is the left end of the lines, or by TextStyle::align their middle, right, start or
    // end.
    double draw(Canvas& canvas, Point at, std::size_t from, std::size_t to) const;

private:
    void cut(Shaper& shaper, std::size_t most);
    void lengthen_runt(Shaper& shaper, std::size_t last);

    std::string_view text_;
    double width_;
    ParagraphStyle style_;
    std::optional<Levels> levels_;  // where some of the text runs from right to left
    std::vector<Line> lines_;
    std::string ending_;  // the last line, where it is cut
};

// Draws the text with its first baseline at `at`; gives the baseline after the last line.
double draw_paragraph(Canvas& canvas, Shaper& shaper, Point at, double width, std::string_view text,
                      const ParagraphStyle& style);

}  // namespace bw::pdf

// How much and by when, in the form of the brand.
#include "flow/compose/paper/blocks.h"

#include <algorithm>

namespace bw::paper {
namespace {

using brands::Form;
using pdf::Role;

// A line of it with all that its kind says.
struct Figure {
    const Block* block;
    Style style;
    int most_lines;
    double leading;
    double after;  // more room to the next

    [[nodiscard]] double height(Sheet& sheet, double width) const {
        return leading * std::min(most_lines, sheet.lines(width, block->text, style)) + after;
    }
    double draw(Sheet& sheet, double x, double y, double width) const {
        auto tag = block->kind == Kind::Headline ? sheet.heading(1, sheet.title)
                                                 : sheet.tag(Role::Paragraph);
        return sheet.paragraph(x, y, width, block->text, style, most_lines, leading) + after;
    }
};

Figure headline(Sheet& sheet, const Block& block, double width) {
    Style style{.size = kHero, .ink = Ink::Brand, .weight = kBold};
    if (sheet.width(block.text, style) > width) style.size = kLarge;  // of hundreds of millions
    return {&block, style, 2, 9, 0};
}

std::vector<Figure> in_one_column(Sheet& sheet, const Block& figures, double width) {
    std::vector<Figure> all;
    bool is_first_line = true;
    for (const Block& block : figures.children()) {
        if (block.kind == Kind::Headline) {
            all.push_back(headline(sheet, block, width));
        } else if (block.kind == Kind::Lead) {
            const bool fits = sheet.width(block.text, {.size = kLarge}) <= width;
            all.push_back({&block, {.size = fits ? kLarge : kTitle}, 2, 7, 0});
        } else {
            all.push_back(
                {&block, {.size = kBody, .ink = Ink::Muted}, is_first_line ? 2 : 1, kLine, 0});
            is_first_line = false;
        }
    }
    return all;
}

double draw_open(Sheet& sheet, const Block& figures) {
    double y = kFiguresTop;
    for (const auto& figure : in_one_column(sheet, figures, kWidth))
        y = figure.draw(sheet, kLeft - (figure.block->kind == Kind::Headline ? 0.4 : 0), y, kWidth);
    return y - kLine;
}

double draw_panel(Sheet& sheet, const Block& figures) {
    constexpr double kInset = 7, kAbove = 11, kBelow = 6.5, kInside = kWidth - 2 * kInset;
    const auto all = in_one_column(sheet, figures, kInside);
    double height = kAbove - kLine + kBelow;
    for (const auto& figure : all) height += figure.height(sheet, kInside);
    sheet.panel({kLeft, kFiguresTop - kAbove, kWidth, height}, sheet.brand.tint);
    double y = kFiguresTop;
    for (const auto& figure : all) y = figure.draw(sheet, kLeft + kInset, y, kInside);
    return y - kLine + kBelow;
}

// The least width that takes no more lines: they become alike, and no word is left alone.
double balanced(Sheet& sheet, const Figure& figure, double width) {
    constexpr double kStep = 2.5, kLeast = 30;
    const int lines = sheet.lines(width, figure.block->text, figure.style);
    if (lines != 2) return width;
    while (width > kLeast && sheet.lines(width - kStep, figure.block->text, figure.style) == lines)
        width -= kStep;
    return width;
}

// The headline at the left, as large as it goes on two lines; the others beside it, where the
// facts stand.
double draw_split(Sheet& sheet, const Block& figures) {
    constexpr double kTop = 92, kThick = 1.1, kBeside = 122, kRoom = kBeside - kLeft - 6;
    constexpr double kBelow = 6, kLeadingOfSize = 0.37;
    const auto strong = [&](double y) { sheet.bar({kLeft, y, kWidth, kThick}, sheet.brand.brand); };
    strong(kTop);
    double left = kFiguresTop, right = kTop + 8.6;
    bool is_first_line = true;
    for (const Block& block : figures.children()) {
        if (block.kind == Kind::Headline) {
            Style style{.size = kHuge, .ink = Ink::Brand, .weight = kBold};
            for (const double smaller : {kHero, kLarge})
                if (sheet.lines(kRoom, block.text, style) > 2) style.size = smaller;
            const Figure figure{&block, style, 3, style.size * kLeadingOfSize, 0};
            left = figure.draw(sheet, kLeft - 0.5, left, kRoom) - figure.leading;
        } else if (block.kind == Kind::Lead) {
            const Figure figure{&block, {.size = kTitle, .weight = kBold}, 4, 5.6, 1};
            right = figure.draw(sheet, kBeside, right, balanced(sheet, figure, kRight - kBeside));
        } else {
            const Figure figure{&block, {.ink = Ink::Muted}, is_first_line ? 3 : 2, kLeading, 0.8};
            right = figure.draw(sheet, kBeside, right, kRight - kBeside);
            is_first_line = false;
        }
    }
    const double end = std::max(left, right - kLine) + kBelow;
    strong(end - kThick);
    return end;
}

}  // namespace

double draw_figures(Sheet& sheet, const Block& figures) {
    if (sheet.brand.takes(Form::PanelFigures)) return draw_panel(sheet, figures);
    if (sheet.brand.takes(Form::SplitFigures)) return draw_split(sheet, figures);
    return draw_open(sheet, figures);
}

}  // namespace bw::paper

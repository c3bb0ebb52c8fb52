// Parts of a whole as a ring, each with its row beside it. Parts differ in lightness and pattern,
// so that a grey print and an eye that sees no colours tell them apart.
#include "flow/compose/paper/blocks.h"
#include "flow/compose/paper/looks.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace bw::paper {
namespace {

constexpr double kHole = 0.56;  // of the ring's radius
constexpr double kToWords = 7, kSwatch = 3.2;
constexpr double kWidestWords = 62;
constexpr double kSeam = 0.9;  // points

// An arc of a circle by curves of at most an eighth of it.
void append_arc(pdf::Path& path, pdf::Point center, double radius, double from, double to) {
    constexpr double kMost = std::numbers::pi / 4;
    const int count = std::max(1, static_cast<int>(std::ceil(std::abs(to - from) / kMost)));
    const double step = (to - from) / count;
    const double reach = 4.0 / 3 * std::tan(step / 4) * radius;
    const auto at = [&](double angle) {
        return pdf::Point{center.x + radius * std::cos(angle), center.y + radius * std::sin(angle)};
    };
    for (int i = 0; i < count; ++i) {
        const double a = from + i * step, b = a + step;
        const auto begin = at(a), end = at(b);
        path.curve_to({begin.x - reach * std::sin(a), begin.y + reach * std::cos(a)},
                      {end.x + reach * std::sin(b), end.y - reach * std::cos(b)}, end);
    }
}

pdf::Path wedge(pdf::Point center, double radius, double from, double to) {
    const double hole = radius * kHole;
    pdf::Path path;
    path.move_to({center.x + radius * std::cos(from), center.y + radius * std::sin(from)});
    append_arc(path, center, radius, from, to);
    path.line_to({center.x + hole * std::cos(to), center.y + hole * std::sin(to)});
    append_arc(path, center, hole, to, from);
    path.close();
    return path;
}

void draw_ring(Sheet& sheet, const std::vector<const Block*>& parts, const Box& box) {
    const auto palette = looks_of(sheet.brand);
    const pdf::Rect around = sheet.rect(box);
    const pdf::Point center{around.x + around.width / 2, around.y + around.height / 2};
    double whole = 0;
    for (const auto* part : parts) whole += std::max(real(part->number(Name::Value)), 0.0);
    if (whole <= 0) return;
    double from = -std::numbers::pi / 2;  // at the top, clockwise
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const double share = std::max(real(parts[i]->number(Name::Value)), 0.0) / whole;
        if (share <= 0) continue;
        const double to = from + share * 2 * std::numbers::pi;
        const auto shape = wedge(center, around.width / 2, from, to);
        fill_with(sheet, shape, around, palette[i % palette.size()]);
        if (share < 1) sheet.canvas().stroke(shape, {.width = kSeam, .color = sheet.brand.paper});
        from = to;
    }
}

// As that of a note.
double draw_title(Sheet& sheet, double x, double y, double width, std::string_view title) {
    constexpr int kMostLines = 2;
    auto tag = sheet.heading(3, title);
    const Style style{.size = kBody, .weight = kBold};
    return sheet.paragraph(x, y, width, title, style, kMostLines, kLine) + 1;
}

void draw_row(Sheet& sheet, const Block& part, const Look& look, double x, double y, double width) {
    fill_with(sheet, Box{x, y - kSwatch + 0.3, kSwatch, kSwatch}, look);
    const double left = x + kSwatch + 2;
    const double number = sheet.width(part[Name::Label]) + 2;
    sheet.text_in(left, y, x + width - left - number, part.text);
    sheet.text(x + width, y, part[Name::Label], {.weight = kBold, .align = pdf::Align::Right});
}

}  // namespace

double draw_shares(Sheet& sheet, const Block& shares, double x, double y, double width,
                   double ring) {
    std::vector<const Block*> parts;
    for (const Block& part : shares.children()) parts.push_back(&part);
    const double first =
        shares.has(Name::Label)
            ? draw_heading(sheet, x, y, width, shares[Name::Label], shares[Name::Title])
            : draw_title(sheet, x, y, width, shares[Name::Title]);
    if (parts.empty()) return first;
    const auto palette = looks_of(sheet.brand);
    const double rows = kLine * static_cast<double>(parts.size());
    const double tall = std::max(ring, rows);
    const double top = first - kLine + 1;
    auto figure = sheet.tag(pdf::Role::Figure, {.alternate = shares[Name::Alternate]});
    draw_ring(sheet, parts, {x, top + (tall - ring) / 2, ring, ring});
    const double words = x + ring + kToWords;
    double line = top + (tall - rows) / 2 + kLine - 1.2;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        draw_row(sheet, *parts[i], palette[i % palette.size()], words, line,
                 std::min(kWidestWords, x + width - words));
        line += kLine;
    }
    return top + tall + 2;
}

}  // namespace bw::paper

#include "flow/compose/paper/emblem.h"

#include <algorithm>
#include <array>

namespace bw::paper {
namespace {

using pdf::Path;
using pdf::Point;

Point at(double x, double y) { return {points(x), points(y)}; }

// A line of water: half waves up and down, about `height` millimetres from crest to trough.
Path wave(double x, double y, double to_x, double half, double height) {
    Path path;
    path.move_to(at(x, y));
    double lift = -height / 1.5;  // of the control points; the curve reaches three quarters of it
    while (x < to_x) {
        path.curve_to(at(x + half * 0.37, y + lift), at(x + half * 0.63, y + lift),
                      at(x + half, y));
        x += half;
        lift = -lift;
    }
    return path;
}

void sun_and_water(Sheet& sheet) {
    const auto& brand = sheet.brand;
    auto& canvas = sheet.canvas();
    constexpr double kHorizon = 27.5;
    canvas.fill(Path().ellipse(at(166, kHorizon - 3), points(12), points(12)), brand.accent);
    canvas.fill({points(120), points(kHorizon), points(90), points(kHeadHeight - kHorizon)},
                brand.tint);
    struct Line {
        double x, y, width;
        pdf::Color color;
    };
    const std::array<Line, 4> lines = {
        Line{126, kHorizon, 1.4, brand.brand}, Line{138, kHorizon + 2.8, 1.1, brand.down},
        Line{132, kHorizon + 5.4, 0.9, brand.down}, Line{150, kHorizon + 7.8, 0.7, brand.bar}};
    for (const auto& line : lines)
        canvas.stroke(wave(line.x, line.y, kPageWidth, 7, 1.3),
                      {.width = line.width, .color = line.color, .has_round_ends = true});
}

void network(Sheet& sheet) {
    const auto& brand = sheet.brand;
    auto& canvas = sheet.canvas();
    static constexpr std::array<Point, 9> kNodes = {Point{118, 30}, {134, 14}, {139, 31},
                                                    {155, 21},      {168, 8},  {172, 31},
                                                    {186, 19},      {203, 28}, {200, 9}};
    static constexpr std::array<std::array<std::size_t, 2>, 11> kLinks = {
        {{0, 2}, {0, 1}, {1, 3}, {2, 3}, {3, 4}, {3, 5}, {4, 6}, {5, 6}, {6, 7}, {6, 8}, {4, 8}}};
    Path links;
    for (const auto& [from, to] : kLinks)
        links.move_to(at(kNodes[from].x, kNodes[from].y)).line_to(at(kNodes[to].x, kNodes[to].y));
    canvas.stroke(links, {.width = 0.7, .color = brand.down});
    for (std::size_t i = 0; i < kNodes.size(); ++i) {
        const bool is_signal = i == 3;
        const double side = is_signal ? 4.4 : 2.2;
        sheet.bar({kNodes[i].x - side / 2, kNodes[i].y - side / 2, side, side},
                  is_signal ? brand.accent : brand.brand);
    }
}

}  // namespace

void draw_emblem(Sheet& sheet) {
    sheet.canvas().fill({0, 0, points(kPageWidth), points(kHeadHeight)}, sheet.brand.tint);
    switch (sheet.brand.emblem) {
        case brands::Emblem::None: return;
        case brands::Emblem::SunAndWater: return sun_and_water(sheet);
        case brands::Emblem::Network: return network(sheet);
    }
}

void draw_word_mark(Sheet& sheet, double x, double y, double size, double type_size) {
    const auto& brand = sheet.brand;
    auto& canvas = sheet.canvas();
    Style style{.size = type_size, .ink = Ink::Brand, .weight = kBold};
    if (brand.emblem == brands::Emblem::None) {
        const auto name = sheet.sender;
        if (sheet.lines(kRight - x, name, style) > 1) style.size *= 0.62;
        const int lines = std::min(2, sheet.lines(kRight - x, name, style));
        const double leading = style.size * 0.45;
        sheet.paragraph(x, y - size * 0.06 - leading * (lines - 1), kRight - x, name, style, 2,
                        leading);
        return;
    }
    if (brand.emblem == brands::Emblem::SunAndWater) {
        canvas.save();
        canvas.clip(
            Path().rectangle({points(x), points(y - size), points(size), points(size * 0.62)}));
        canvas.fill(Path().ellipse(at(x + size / 2, y - size * 0.38), points(size * 0.36),
                                   points(size * 0.36)),
                    brand.accent);
        canvas.restore();
        for (const double drop : {0.26, 0.02})
            canvas.stroke(
                wave(x, y - size * drop, x + size - 0.01, size / 4, size * 0.13),
                {.width = points(size) * 0.1, .color = brand.brand, .has_round_ends = true});
    } else {
        const double side = size * 0.3;
        canvas.stroke(Path()
                          .move_to(at(x + side / 2, y - side / 2))
                          .line_to(at(x + side / 2, y - size + side / 2))
                          .line_to(at(x + size - side / 2, y - side / 2))
                          .line_to(at(x + size - side / 2, y - size + side / 2)),
                      {.width = points(size) * 0.11, .color = brand.brand});
        sheet.bar({x + size - side, y - size, side, side}, brand.accent);
        sheet.bar({x, y - side, side, side}, brand.brand);
        sheet.bar({x, y - size, side, side}, brand.brand);
        sheet.bar({x + size - side, y - side, side, side}, brand.brand);
    }
    sheet.text(x + size * 1.35, y - size * 0.06, brand.name, style);
}

}  // namespace bw::paper

// Marks of brands, from SVG files (SVG 1.1) into lines and curves that pages draw as vectors.
//
// Read: svg (viewBox, width, height), g, path, rect, circle, ellipse, line, polyline, polygon, with
// transform (translate, scale, rotate, matrix), fill, fill-rule, stroke, stroke-width, its linecap
// (butt, round), linejoin (miter, round) and miterlimit, as attributes or in style. Colours: #rgb,
// #rrggbb, the names of HTML 4 and orange, none, currentColor. Passed over: title, desc, metadata,
// defs, and what other vocabularies add for editors. All else is an Error: a mark is drawn as it
// was meant, or not at all.
#pragma once

#include "base/result.h"
#include "flow/compose/pdf/canvas.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace bw::images {

inline constexpr std::size_t kSvgBytesMost = 1'000'000;
inline constexpr double kCoordinateMost = 1'000'000;

struct Segment {
    enum class Kind : std::uint8_t { Move, Line, Curve, Close };
    Kind kind = Kind::Move;
    // Curve: two control points, then the end. Move, Line: the end comes first.
    std::array<pdf::Point, 3> points = {};
};

struct Shape {
    std::vector<Segment> segments = {};
    std::optional<pdf::Color> fill = {};  // drawn before the stroke
    pdf::FillRule rule = pdf::FillRule::NonZero;
    std::optional<pdf::Stroke> stroke = {};
};

// Points (1/72 inch) from the top left corner, y downwards; a pixel of SVG is 0.75 of them.
struct Drawing {
    double width = 0;
    double height = 0;
    std::vector<Shape> shapes = {};  // later ones over earlier ones
};

// `current_color` is what currentColor means where the file does not set it.
// Errors: Limit (over kSvgBytesMost), Refused (no XML, or with a document type), Unsupported
// (something that is not read), Invalid (a number, path or size that is wrong). The subject is
// "line n".
Result<Drawing> read_svg(std::string_view bytes, pdf::Color current_color = pdf::kBlack);

// Draws it as large as the area allows, in its middle, cut off at its own edges. A mark that stands
// in a Figure belongs to that; outside it is an artifact.
void draw(pdf::Canvas& canvas, const Drawing& drawing, const pdf::Rect& area);

}  // namespace bw::images

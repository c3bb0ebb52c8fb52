// A drawing as an element of a page: written again from what was read, so that nothing of
// the file reaches a page but its lines and colours.
#include "flow/compose/html/html.h"
#include "flow/compose/html/style.h"

#include <fmt/format.h>

#include <cmath>

namespace bw::html {
namespace {

using images::Segment;

// Two decimals, without zeros at the end.
void append_number(std::string& out, double value) {
    constexpr double kParts = 100;
    const double rounded = std::round(value * kParts) / kParts;
    fmt::format_to(std::back_inserter(out), "{}", rounded == 0 ? 0.0 : rounded);
}

void append_point(std::string& out, pdf::Point at) {
    append_number(out, at.x);
    out += ' ';
    append_number(out, at.y);
}

std::string path_of(const images::Shape& shape) {
    std::string d;
    for (const auto& [kind, points] : shape.segments) {
        switch (kind) {
            case Segment::Kind::Move:
            case Segment::Kind::Line:
                d += kind == Segment::Kind::Move ? 'M' : 'L';
                append_point(d, points[0]);
                break;
            case Segment::Kind::Curve:
                d += 'C';
                for (const auto& point : points) {
                    if (&point != points.data()) d += ' ';
                    append_point(d, point);
                }
                break;
            case Segment::Kind::Close: d += 'Z'; break;
        }
    }
    return d;
}

std::string colour_of(pdf::Color colour, bool is_inherited) {
    return is_inherited ? "currentColor" : brands::hex(colour);
}

void append_shape(std::string& out, const images::Shape& shape,
                  images::Picture::Inherited inherited) {
    out += "<path d=\"" + path_of(shape) + "\" fill=\"";
    out += shape.fill ? colour_of(*shape.fill, inherited.fill) : "none";
    out += '"';
    if (shape.fill && shape.rule == pdf::FillRule::EvenOdd) out += " fill-rule=\"evenodd\"";
    if (const auto& stroke = shape.stroke) {
        out += " stroke=\"" + colour_of(stroke->color, inherited.stroke) + "\" stroke-width=\"";
        append_number(out, stroke->width);
        out += '"';
        if (stroke->has_round_ends) out += " stroke-linecap=\"round\"";
        const bool is_round = stroke->corners == pdf::Corners::Round ||
                              (stroke->corners == pdf::Corners::LikeEnds && stroke->has_round_ends);
        if (is_round) out += " stroke-linejoin=\"round\"";
        else {
            out += " stroke-miterlimit=\"";
            append_number(out, stroke->miter_limit);
            out += '"';
        }
    }
    out += "/>";
}

}  // namespace

std::string inline_svg(const images::Picture& picture, std::string_view says) {
    const auto& drawing = picture.drawing();
    std::string out = "<svg viewBox=\"0 0 ";
    append_point(out, {drawing.width, drawing.height});
    if (says.empty()) {
        out += "\" aria-hidden=\"true\">";
    } else {
        out += "\" class=\"says\" role=\"img\" aria-label=\"";
        append_escaped(out, says);
        out += "\">";
    }
    for (std::size_t i = 0; i < drawing.shapes.size(); ++i)
        append_shape(out, drawing.shapes[i], picture.inherited(i));
    return out += "</svg>\n";
}

}  // namespace bw::html

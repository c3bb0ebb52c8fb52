#include "flow/compose/images/svg_shapes.h"

#include "flow/compose/images/svg_style.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace bw::images {
namespace {

using pdf::Point;
using Attributes = std::span<const xml::ReadAttribute>;

struct Form {
    std::string_view element;
    std::string_view geometry;
};
constexpr std::array<Form, 7> kForms = {{{"path", "d"},
                                         {"rect", "x y width height rx ry"},
                                         {"circle", "cx cy r"},
                                         {"ellipse", "cx cy rx ry"},
                                         {"line", "x1 y1 x2 y2"},
                                         {"polyline", "points"},
                                         {"polygon", "points"}}};

std::string_view text_of(Attributes attributes, std::string_view name) {
    for (const auto& [of, value] : attributes) {
        if (of.space.empty() && of.local == name) return value;
    }
    return {};
}

Result<std::optional<double>> find_length(Attributes attributes, std::string_view name) {
    const auto text = text_of(attributes, name);
    if (text.empty() || text == "auto") return std::optional<double>();
    auto length = parse_length(text);
    if (!length) {
        length.error().text = fmt::format("{}: {}", name, length.error().text);
        return std::unexpected(std::move(length).error());
    }
    return std::optional(*length);
}

Result<double> coordinate(Attributes attributes, std::string_view name) {
    const auto length = TRY(find_length(attributes, name));
    return length.value_or(0);
}

// Width, height or radius: not below zero.
Result<std::optional<double>> extent(Attributes attributes, std::string_view name) {
    const auto length = TRY(find_length(attributes, name));
    if (length && *length < 0) return fail(Code::Invalid, fmt::format("{} is below zero", name));
    return length;
}

// Quarters of an ellipse from its right, clockwise on the page.
Segments ellipse(Point center, double rx, double ry) {
    Pen pen;
    if (!(rx > 0 && ry > 0)) return {};
    const Pen::Arc arc{.radius_x = rx, .radius_y = ry, .is_clockwise = true};
    pen.move({center.x + rx, center.y});
    pen.arc(arc, {center.x, center.y + ry});
    pen.arc(arc, {center.x - rx, center.y});
    pen.arc(arc, {center.x, center.y - ry});
    pen.arc(arc, {center.x + rx, center.y});
    pen.close();
    return pen.take();
}

Result<Segments> rect(Attributes attributes) {
    const double x = TRY(coordinate(attributes, "x")), y = TRY(coordinate(attributes, "y"));
    const auto width = TRY(extent(attributes, "width")), height = TRY(extent(attributes, "height"));
    const auto given_x = TRY(extent(attributes, "rx")), given_y = TRY(extent(attributes, "ry"));
    const double right = x + width.value_or(0), bottom = y + height.value_or(0);
    if (!(right > x && bottom > y)) return Segments();
    // One radius stands for both; neither is more than half a side.
    const double rx = std::min(given_x.value_or(given_y.value_or(0)), (right - x) / 2);
    const double ry = std::min(given_y.value_or(given_x.value_or(0)), (bottom - y) / 2);
    Pen pen;
    if (rx > 0 && ry > 0) {
        const Pen::Arc arc{.radius_x = rx, .radius_y = ry, .is_clockwise = true};
        pen.move({x + rx, y});
        pen.line({right - rx, y});
        pen.arc(arc, {right, y + ry});
        pen.line({right, bottom - ry});
        pen.arc(arc, {right - rx, bottom});
        pen.line({x + rx, bottom});
        pen.arc(arc, {x, bottom - ry});
        pen.line({x, y + ry});
        pen.arc(arc, {x + rx, y});
    } else {
        pen.move({x, y});
        pen.line({right, y});
        pen.line({right, bottom});
        pen.line({x, bottom});
    }
    pen.close();
    return pen.take();
}

Result<Segments> round_shape(Attributes attributes, bool is_circle) {
    const double x = TRY(coordinate(attributes, "cx")), y = TRY(coordinate(attributes, "cy"));
    const auto rx = TRY(extent(attributes, is_circle ? "r" : "rx"));
    const auto ry = TRY(extent(attributes, is_circle ? "r" : "ry"));
    return ellipse({x, y}, rx.value_or(0), ry.value_or(0));
}

Result<Segments> line(Attributes attributes) {
    const double x1 = TRY(coordinate(attributes, "x1")), y1 = TRY(coordinate(attributes, "y1"));
    const double x2 = TRY(coordinate(attributes, "x2")), y2 = TRY(coordinate(attributes, "y2"));
    Pen pen;
    pen.move({x1, y1});
    pen.line({x2, y2});
    return pen.take();
}

Result<Segments> points(std::string_view text, bool is_closed) {
    Pen pen;
    Scanner scan(text);
    bool is_first = true;
    for (scan.skip_space(); !scan.is_at_end(); scan.skip_separator()) {
        const auto x = scan.number();
        scan.skip_separator();
        const auto y = scan.number();
        if (!x || !y) {
            return fail(Code::Invalid,
                        fmt::format("points is wrong after {} characters; write "
                                    "pairs of numbers within {}",
                                    text.size() - scan.rest().size(), kCoordinateMost));
        }
        if (is_first) pen.move({*x, *y});
        else pen.line({*x, *y});
        is_first = false;
    }
    if (is_closed && !is_first) pen.close();
    return pen.take();
}

}  // namespace

std::optional<std::string_view> geometry_of(std::string_view element) {
    const auto form = std::ranges::find(kForms, element, &Form::element);
    if (form == kForms.end()) return std::nullopt;
    return form->geometry;
}

bool is_word_of(std::string_view words, std::string_view word) {
    while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        if (words.substr(0, end) == word) return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

Result<Segments> shape_of(std::string_view element, Attributes attributes) {
    if (element == "path") return parse_path(text_of(attributes, "d"));
    if (element == "rect") return rect(attributes);
    if (element == "line") return line(attributes);
    if (element == "circle" || element == "ellipse")
        return round_shape(attributes, element == "circle");
    return points(text_of(attributes, "points"), element == "polygon");
}

}  // namespace bw::images

#include "flow/compose/images/svg_style.h"

#include "flow/compose/images/svg_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace bw::images {
namespace {

struct NamedColor {
    std::string_view name;
    pdf::Color color;
};
constexpr std::array<NamedColor, 18> kColors = {{{"aqua", {0, 255, 255}},
                                                 {"black", {0, 0, 0}},
                                                 {"blue", {0, 0, 255}},
                                                 {"fuchsia", {255, 0, 255}},
                                                 {"gray", {128, 128, 128}},
                                                 {"green", {0, 128, 0}},
                                                 {"grey", {128, 128, 128}},
                                                 {"lime", {0, 255, 0}},
                                                 {"maroon", {128, 0, 0}},
                                                 {"navy", {0, 0, 128}},
                                                 {"olive", {128, 128, 0}},
                                                 {"orange", {255, 165, 0}},
                                                 {"purple", {128, 0, 128}},
                                                 {"red", {255, 0, 0}},
                                                 {"silver", {192, 192, 192}},
                                                 {"teal", {0, 128, 128}},
                                                 {"white", {255, 255, 255}},
                                                 {"yellow", {255, 255, 0}}}};

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

// "#f80", "#ff8800"
std::optional<pdf::Color> hex_color(std::string_view text) {
    constexpr std::size_t kShort = 4, kLong = 7;
    if (text.size() != kShort && text.size() != kLong) return std::nullopt;
    const std::size_t digits = text.size() == kShort ? 1 : 2;
    std::array<std::uint8_t, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto high = hex_digit(text[1 + i * digits]);
        const auto low = hex_digit(text[i * digits + digits]);
        if (!high || !low) return std::nullopt;
        parts[i] = static_cast<std::uint8_t>(*high * 16 + *low);
    }
    return pdf::Color{parts[0], parts[1], parts[2]};
}

Result<pdf::Color> parse_color(std::string_view text) {
    const auto known = std::ranges::find(kColors, text, &NamedColor::name);
    if (known != kColors.end()) return known->color;
    if (text.starts_with('#')) {
        if (const auto color = hex_color(text)) return *color;
    }
    return fail(Code::Unsupported, fmt::format("the colour '{}' is not read; write it as #rrggbb. "
                                               "Gradients and patterns are not read",
                                               text));
}

// Nothing: none.
Result<std::optional<pdf::Color>> parse_paint(std::string_view text, const Style& style) {
    if (text == "none") return std::optional<pdf::Color>();
    if (text == "currentColor") return std::optional(style.color);
    const pdf::Color color = TRY(parse_color(text));
    return std::optional(color);
}

std::unexpected<Error> not_read(std::string_view name, std::string_view value) {
    return fail(Code::Unsupported,
                fmt::format("{}=\"{}\" is not read; turn the mark into plain paths of one colour "
                            "each, or save it as a PNG file",
                            name, value));
}

// Properties that change nothing with this value, and with any other are not read.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kPlain = {
    {{"opacity", "1"},
     {"fill-opacity", "1"},
     {"stroke-opacity", "1"},
     {"stroke-dasharray", "none"},
     {"stroke-dashoffset", "0"},
     {"clip-path", "none"},
     {"mask", "none"},
     {"filter", "none"},
     {"display", "inline"},
     {"visibility", "visible"},
     {"mix-blend-mode", "normal"},
     {"isolation", "auto"},
     {"paint-order", "normal"},
     {"vector-effect", "none"}}};
// Properties of things that are not read, or of how exactly a screen draws.
constexpr std::array<std::string_view, 8> kWithoutEffect = {
    "clip-rule",       "overflow",          "shape-rendering", "color-interpolation",
    "color-rendering", "enable-background", "image-rendering", "text-rendering"};

Result<bool> one_of_two(std::string_view name, std::string_view value, std::string_view no,
                        std::string_view yes) {
    if (value != no && value != yes) return not_read(name, value);
    return value == yes;
}

Result<double> not_negative(std::string_view name, std::string_view value) {
    const double length = TRY(parse_length(value));
    if (length < 0) return fail(Code::Invalid, fmt::format("{} is below zero", name));
    return length;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpaces = " \t\n\r\f";
    const auto from = text.find_first_not_of(kSpaces);
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(kSpaces) + 1 - from);
}

Result<Known> set_property(Style& style, std::string_view name, std::string_view value) {
    if (value == "inherit") return not_read(name, value);
    if (name == "color") {
        if (value != "currentColor") style.color = TRY(parse_color(value));
    } else if (name == "fill") {
        style.fill = TRY(parse_paint(value, style));
    } else if (name == "stroke") {
        style.stroke = TRY(parse_paint(value, style));
    } else if (name == "stroke-width") {
        style.stroke_width = TRY(not_negative(name, value));
    } else if (name == "stroke-linecap") {
        style.has_round_ends = TRY(one_of_two(name, value, "butt", "round"));
    } else if (name == "stroke-linejoin") {
        style.has_round_corners = TRY(one_of_two(name, value, "miter", "round"));
    } else if (name == "stroke-miterlimit") {
        style.miter_limit = TRY(not_negative(name, value));
        if (style.miter_limit < 1) return fail(Code::Invalid, "stroke-miterlimit is below 1");
    } else if (name == "fill-rule") {
        const bool is_even_odd = TRY(one_of_two(name, value, "nonzero", "evenodd"));
        style.rule = is_even_odd ? pdf::FillRule::EvenOdd : pdf::FillRule::NonZero;
    } else {
        const auto plain = std::ranges::find(kPlain, name, &decltype(kPlain)::value_type::first);
        if (plain != kPlain.end()) {
            if (value != plain->second) return not_read(name, value);
            return Known::Yes;
        }
        const bool is_without = std::ranges::find(kWithoutEffect, name) != kWithoutEffect.end();
        return is_without ? Known::Yes : Known::No;
    }
    return Known::Yes;
}

Result<double> parse_length(std::string_view text) {
    struct Unit {
        std::string_view name;
        double pixels;
    };
    constexpr double kInch = 96;
    constexpr std::array<Unit, 6> kUnits = {{{"", 1},
                                             {"px", 1},
                                             {"pt", kInch / 72},
                                             {"mm", kInch / 25.4},
                                             {"cm", kInch / 2.54},
                                             {"in", kInch}}};
    Scanner scan(trimmed(text));
    const auto value = scan.number();
    const auto unit = std::ranges::find(kUnits, scan.rest(), &Unit::name);
    if (!value || unit == kUnits.end()) {
        return fail(
            Code::Invalid,
            fmt::format("'{}' is no length; write a number, or one in px, pt, mm, cm or in", text));
    }
    return *value * unit->pixels;
}

std::optional<double> Matrix::scale() const {
    constexpr double kAlike = 1e-6;
    const double x = a * a + b * b, y = c * c + d * d;
    const double most = std::max(x, y);
    if (std::abs(x - y) > kAlike * most || std::abs(a * c + b * d) > kAlike * most)
        return std::nullopt;
    return std::sqrt(std::abs(a * d - b * c));
}

Matrix then(const Matrix& inner, const Matrix& outer) {
    return {.a = outer.a * inner.a + outer.c * inner.b,
            .b = outer.b * inner.a + outer.d * inner.b,
            .c = outer.a * inner.c + outer.c * inner.d,
            .d = outer.b * inner.c + outer.d * inner.d,
            .e = outer.a * inner.e + outer.c * inner.f + outer.e,
            .f = outer.b * inner.e + outer.d * inner.f + outer.f};
}

namespace {

Matrix translation(double x, double y) { return {.e = x, .f = y}; }

Result<Matrix> make_transform(std::string_view name, const std::vector<double>& n) {
    const std::size_t count = n.size();
    if (name == "translate" && (count == 1 || count == 2))
        return translation(n[0], count == 2 ? n[1] : 0);
    if (name == "scale" && (count == 1 || count == 2))
        return Matrix{.a = n[0], .d = count == 2 ? n[1] : n[0]};
    if (name == "matrix" && count == 6)
        return Matrix{.a = n[0], .b = n[1], .c = n[2], .d = n[3], .e = n[4], .f = n[5]};
    if (name == "rotate" && (count == 1 || count == 3)) {
        const double turn = n[0] * std::numbers::pi / 180;
        const Matrix rotation{
            .a = std::cos(turn), .b = std::sin(turn), .c = -std::sin(turn), .d = std::cos(turn)};
        if (count == 1) return rotation;
        return then(then(translation(-n[1], -n[2]), rotation), translation(n[1], n[2]));
    }
    return fail(Code::Unsupported,
                fmt::format("the transform '{}' with {} numbers is not read; only translate, "
                            "scale, rotate and matrix are",
                            name, count));
}

}  // namespace

Result<Matrix> parse_transform(std::string_view text) {
    constexpr std::size_t kNumbersMost = 6;
    Matrix all;
    Scanner scan(text);
    const auto wrong = [&] {
        return fail(Code::Invalid, fmt::format("transform is wrong after {} characters",
                                               text.size() - scan.rest().size()));
    };
    for (scan.skip_space(); !scan.is_at_end(); scan.skip_separator()) {
        const auto name = scan.word();
        scan.skip_space();
        if (name.empty() || scan.peek() != '(') return wrong();
        scan.take();
        std::vector<double> numbers;
        for (scan.skip_space(); scan.peek() != ')'; scan.skip_separator()) {
            const auto number = scan.number();
            if (!number || numbers.size() == kNumbersMost) return wrong();
            numbers.push_back(*number);
        }
        scan.take();
        const Matrix next = TRY(make_transform(name, numbers));
        all = then(next, all);  // the last one is nearest to the points
    }
    return all;
}

}  // namespace bw::images

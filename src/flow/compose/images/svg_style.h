// Inside of read_svg: how a shape looks (SVG 1.1, 11 and 6.4), and where its points go (7).
#pragma once

#include "base/result.h"
#include "flow/compose/images/svg.h"

#include <optional>
#include <string_view>

namespace bw::images {

// x' = a x + c y + e, y' = b x + d y + f
struct Matrix {
    double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
    [[nodiscard]] pdf::Point operator()(pdf::Point at) const {
        return {a * at.x + c * at.y + e, b * at.x + d * at.y + f};
    }
    // How much larger it makes things; nothing where that goes by direction, so that a line would
    // not be equally wide all along.
    [[nodiscard]] std::optional<double> scale() const;
    // Does it leave nothing of an area?
    [[nodiscard]] bool is_flat() const { return a * d - b * c == 0; }
};
// `inner` first, then `outer`.
Matrix then(const Matrix& inner, const Matrix& outer);

// A list of translate, scale, rotate and matrix.
Result<Matrix> parse_transform(std::string_view text);

// A length in pixels: a number, or one with px, pt, mm, cm or in.
Result<double> parse_length(std::string_view text);

// What an element hands on to those in it.
struct Style {
    pdf::Color color = pdf::kBlack;  // currentColor
    std::optional<pdf::Color> fill = pdf::kBlack;
    std::optional<pdf::Color> stroke = {};
    double stroke_width = 1;
    bool has_round_ends = false;
    bool has_round_corners = false;
    double miter_limit = 4;
    pdf::FillRule rule = pdf::FillRule::NonZero;
};

enum class Known : bool { No, Yes };

// Sets one property. No: there is no such property; Error: it is one that would change what is
// seen and is not read, or its value is wrong.
Result<Known> set_property(Style& style, std::string_view name, std::string_view value);

// Calls set(name, value) for each declaration of a style attribute.
template <typename Set>
Result<void> for_each_declaration(std::string_view text, Set set);

std::string_view trimmed(std::string_view text);

template <typename Set>
Result<void> for_each_declaration(std::string_view text, Set set) {
    while (!text.empty()) {
        const auto end = text.find(';');
        const auto declaration = trimmed(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (declaration.empty()) continue;
        const auto colon = declaration.find(':');
        if (colon == std::string_view::npos)
            return fail(Code::Invalid, "a style has no value; write it as name:value");
        TRY_VOID(
            set(trimmed(declaration.substr(0, colon)), trimmed(declaration.substr(colon + 1))));
    }
    return {};
}

}  // namespace bw::images

#include "flow/compose/images/svg.h"

#include "flow/compose/images/svg_shapes.h"
#include "flow/compose/images/svg_style.h"
#include "platform/xml/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::images {
namespace {

using pdf::Point;
using Attributes = std::span<const xml::ReadAttribute>;

constexpr std::string_view kSvg = "http://www.w3.org/2000/svg";
constexpr double kPointsPerPixel = 0.75;
constexpr double kSideMost = 14'400;  // points; what a page may have

// Attributes that say nothing of how a mark looks, or are read elsewhere.
constexpr std::string_view kSilent =
    "id class version baseProfile role focusable tabindex lang style transform zoomAndPan "
    "contentScriptType contentStyleType";

class SvgReader final : public xml::Events {
public:
    explicit SvgReader(pdf::Color current_color) {
        levels_.emplace_back();
        levels_.back().style.color = current_color;
    }

    Result<void> start(const xml::Name& name, Attributes attributes) override {
        if (passed_over_ > 0 || name.space != kSvg) {
            if (levels_.size() == 1 && passed_over_ == 0) return no_svg();
            return pass_over(name);
        }
        if (levels_.size() == 1) {
            if (name.local != "svg") return no_svg();
            return about(name.local, root(attributes));
        }
        if (is_word_of("title desc metadata defs", name.local)) return pass_over(name);
        if (name.local == "g") return about(name.local, group(attributes));
        if (const auto geometry = geometry_of(name.local))
            return about(name.local, shape(name.local, attributes, *geometry));
        return fail(Code::Unsupported,
                    fmt::format("<{}> is not read; turn the mark into plain paths of one colour "
                                "each, or save it as a PNG file",
                                name.local));
    }
    Result<void> text(std::string_view) override { return {}; }
    Result<void> end(const xml::Name&) override {
        if (passed_over_ > 0) --passed_over_;
        else levels_.pop_back();
        return {};
    }

    Drawing take() { return std::move(drawing_); }

private:
    struct Level {
        Style style;
        Matrix matrix;  // to points
    };

    static std::unexpected<Error> no_svg() {
        return fail(Code::Invalid,
                    fmt::format("no SVG file: it does not begin with <svg xmlns=\"{}\">", kSvg));
    }

    static Result<void> about(std::string_view element, Result<void> result) {
        if (!result) result.error().text = fmt::format("<{}>: {}", element, result.error().text);
        return result;
    }

    // A style sheet reaches everything, wherever it stands.
    Result<void> pass_over(const xml::Name& name) {
        if (name.space == kSvg && name.local == "style") {
            return fail(Code::Unsupported,
                        "<style> is not read; save the mark with its styles as attributes");
        }
        ++passed_over_;
        return {};
    }

    // Properties and transform of an element; `own` are the attributes that it has besides.
    Result<Level> level(Attributes attributes, std::string_view own) const {
        Level inner = levels_.back();
        // currentColor means this element's own colour, wherever that stands in it
        for (const bool is_color : {true, false}) {
            const auto set = [&](std::string_view name, std::string_view value) -> Result<void> {
                if ((name == "color") != is_color) return {};
                const Known known = TRY(set_property(inner.style, name, value));
                if (known == Known::Yes || name.starts_with('-')) return {};
                return unknown(name);
            };
            for (const auto& [name, value] : attributes) {
                const bool is_other = !name.space.empty() || is_word_of(own, name.local) ||
                                      is_word_of(kSilent, name.local) ||
                                      name.local.starts_with("aria-") ||
                                      name.local.starts_with("data-");
                if (!is_other) TRY_VOID(set(name.local, trimmed(value)));
            }
            // a style goes before attributes (SVG 1.1, 6.4)
            for (const auto& [name, value] : attributes) {
                if (name.space.empty() && name.local == "style")
                    TRY_VOID(for_each_declaration(value, set));
            }
        }
        for (const auto& [name, value] : attributes) {
            if (!name.space.empty() || name.local != "transform") continue;
            const Matrix own_matrix = TRY(parse_transform(value));
            inner.matrix = then(own_matrix, inner.matrix);
        }
        return inner;
    }

    static std::unexpected<Error> unknown(std::string_view attribute) {
        return fail(Code::Unsupported,
                    fmt::format("the attribute '{}' is not read; take it out, or turn the mark "
                                "into plain paths of one colour each",
                                attribute));
    }

    Result<void> group(Attributes attributes) {
        levels_.push_back(TRY(level(attributes, "")));
        return {};
    }

    Result<void> shape(std::string_view element, Attributes attributes, std::string_view geometry) {
        const Level of = TRY(level(attributes, geometry));
        Segments segments = TRY(shape_of(element, attributes));
        const Style& style = of.style;
        Shape drawn{.segments = std::move(segments), .fill = style.fill, .rule = style.rule};
        if (element == "line") drawn.fill.reset();  // there is nothing inside
        if (style.stroke && style.stroke_width > 0) {
            const auto scale = of.matrix.scale();
            if (!scale) {
                return fail(Code::Unsupported,
                            "a stroke is stretched in one direction; turn it into a path");
            }
            const double width = style.stroke_width * *scale;
            if (!(width <= kCoordinateMost))
                return fail(Code::Invalid, "a stroke is too wide; make the mark smaller");
            drawn.stroke = {.width = width,
                            .color = *style.stroke,
                            .has_round_ends = style.has_round_ends,
                            .corners =
                                style.has_round_corners ? pdf::Corners::Round : pdf::Corners::Sharp,
                            .miter_limit = style.miter_limit};
        }
        const bool is_seen =
            !drawn.segments.empty() && (drawn.fill || drawn.stroke) && !of.matrix.is_flat();
        if (is_seen) {
            TRY_VOID(to_points(drawn, of.matrix));
            drawing_.shapes.push_back(std::move(drawn));
        }
        levels_.push_back(of);
        return {};
    }

    static std::size_t points_of(Segment::Kind kind) {
        switch (kind) {
            case Segment::Kind::Move:
            case Segment::Kind::Line: return 1;
            case Segment::Kind::Curve: return 3;
            case Segment::Kind::Close: return 0;
        }
        return 0;
    }

    static Result<void> to_points(Shape& shape, const Matrix& matrix) {
        for (auto& segment : shape.segments) {
            for (std::size_t i = 0; i < points_of(segment.kind); ++i) {
                Point& point = segment.points[i];
                point = matrix(point);
                const bool is_near =
                    std::abs(point.x) <= kCoordinateMost && std::abs(point.y) <= kCoordinateMost;
                if (!is_near) {
                    return fail(Code::Invalid, fmt::format("a point lies further away than {} "
                                                           "points; make the mark smaller",
                                                           kCoordinateMost));
                }
            }
        }
        return {};
    }

    // --- the outermost element (SVG 1.1, 7.2, 7.7 and 7.8) ---
    struct ViewBox {
        double x = 0, y = 0, width = 0, height = 0;
    };

    // 0: it is not given.
    static Result<double> side(std::string_view text) {
        if (text.empty() || text == "100%" || text == "auto") return 0.0;
        const double points = TRY(parse_length(text)) * kPointsPerPixel;
        if (!(points > 0 && points <= kSideMost)) {
            return fail(Code::Invalid, fmt::format("a side of {} points; it must be above 0 and at "
                                                   "most {}",
                                                   points, kSideMost));
        }
        return points;
    }

    static Result<ViewBox> parse_box(std::string_view text) {
        std::array<double, 4> numbers{};
        Scanner scan(text);
        scan.skip_space();
        bool is_right = true;
        for (auto& number : numbers) {
            const auto next = scan.number();
            is_right = is_right && next.has_value();
            number = next.value_or(0);
            scan.skip_separator();
        }
        if (!is_right || !scan.is_at_end() || !(numbers[2] > 0 && numbers[3] > 0)) {
            return fail(Code::Invalid,
                        fmt::format("viewBox=\"{}\" is wrong; write four numbers, the last two "
                                    "above zero",
                                    text.substr(0, 80)));
        }
        return ViewBox{numbers[0], numbers[1], numbers[2], numbers[3]};
    }

    Result<void> root(Attributes attributes) {
        Level inner = TRY(level(attributes, "x y width height viewBox preserveAspectRatio"));
        std::string_view width_text, height_text, box_text, ratio;
        for (const auto& [name, value] : attributes) {
            if (!name.space.empty()) continue;
            if (name.local == "width") width_text = value;
            if (name.local == "height") height_text = value;
            if (name.local == "viewBox") box_text = value;
            if (name.local == "preserveAspectRatio") ratio = trimmed(value);
            if (name.local == "transform") return unknown(name.local);
        }
        if (!ratio.empty() && ratio != "xMidYMid" && ratio != "xMidYMid meet")
            return unknown("preserveAspectRatio");
        double width = TRY(side(width_text)), height = TRY(side(height_text));
        const bool has_both = width > 0 && height > 0;
        if (!has_both && box_text.empty())
            return fail(Code::Invalid, "it has neither a width and a height nor a viewBox");
        ViewBox box{0, 0, width / kPointsPerPixel, height / kPointsPerPixel};
        if (!box_text.empty()) box = TRY(parse_box(box_text));
        // a side that is not given goes by the other, or by the box
        if (width == 0 && height == 0) width = box.width * kPointsPerPixel;
        if (width == 0) width = height * box.width / box.height;
        if (height == 0) height = width * box.height / box.width;
        if (!(width > 0 && height > 0 && width <= kSideMost && height <= kSideMost)) {
            return fail(Code::Invalid, fmt::format("its sides are {} and {} points by the viewBox; "
                                                   "they must be above 0 and at most {}",
                                                   width, height, kSideMost));
        }
        drawing_.width = width;
        drawing_.height = height;
        const double scale = std::min(width / box.width, height / box.height);
        inner.matrix = {.a = scale,
                        .d = scale,
                        .e = (width - box.width * scale) / 2 - box.x * scale,
                        .f = (height - box.height * scale) / 2 - box.y * scale};
        levels_.push_back(inner);
        return {};
    }

    std::vector<Level> levels_;  // the first one is around the file
    int passed_over_ = 0;        // elements that are open and passed over
    Drawing drawing_;
};

}  // namespace

Result<Drawing> read_svg(std::string_view bytes, pdf::Color current_color) {
    if (bytes.size() > kSvgBytesMost) {
        return fail(Code::Limit, fmt::format("the SVG file has {} bytes; at most {} are read: save "
                                             "the mark simpler",
                                             bytes.size(), kSvgBytesMost));
    }
    SvgReader events(current_color);
    xml::Reader reader(events);
    TRY_VOID(reader.feed(bytes));
    TRY_VOID(reader.finish());
    return events.take();
}

}  // namespace bw::images

#include "flow/compose/pdf/charstring.h"

#include <array>
#include <cmath>
#include <span>
#include <vector>

namespace bw::pdf {

namespace {

struct At {
    float x = 0;
    float y = 0;
};
struct Segment {
    bool is_curve = false;
    At control1, control2, to;
};
struct Contour {
    At start;
    std::vector<Segment> segments;
};
using Outline = std::vector<Contour>;

Outline& outline_in(void* data) { return *static_cast<Outline*>(data); }

void add_move(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
    outline_in(data).push_back({.start = {x, y}, .segments = {}});
}
void add_line(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
    outline_in(data).back().segments.push_back(
        {.is_curve = false, .control1 = {}, .control2 = {}, .to = {x, y}});
}
void add_curve(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x1, float y1, float x2,
               float y2, float x, float y, void*) {
    outline_in(data).back().segments.push_back(
        {.is_curve = true, .control1 = {x1, y1}, .control2 = {x2, y2}, .to = {x, y}});
}

using HbDrawFuncs = std::unique_ptr<hb_draw_funcs_t, Destroyer<hb_draw_funcs_destroy>>;

HbDrawFuncs make_funcs() {
    HbDrawFuncs funcs(hb_draw_funcs_create());
    hb_draw_funcs_set_move_to_func(funcs.get(), add_move, nullptr, nullptr);
    hb_draw_funcs_set_line_to_func(funcs.get(), add_line, nullptr, nullptr);
    hb_draw_funcs_set_cubic_to_func(funcs.get(), add_curve, nullptr, nullptr);
    hb_draw_funcs_make_immutable(funcs.get());
    return funcs;
}

Outline outline_of(const Face& face, std::uint16_t glyph) {
    static const HbDrawFuncs kFuncs = make_funcs();
    Outline outline;
#if HB_VERSION_ATLEAST(7, 0, 0)
    hb_font_draw_glyph(face.font.get(), glyph, kFuncs.get(), &outline);
#else
    hb_font_get_glyph_shape(face.font.get(), glyph, kFuncs.get(), &outline);
#endif
    return outline;
}

enum Operator : char {
    VerticalMove = 4,
    Line = 5,
    HorizontalLine = 6,
    VerticalLine = 7,
    Curve = 8,
    EndOfGlyph = 14,
    Move = 21,
    HorizontalMove = 22,
    VerticalCurve = 30,
    HorizontalCurve = 31
};

// Segments as operators, as many in one as it takes.
class ContourWriter {
public:
    explicit ContourWriter(std::string& out) : out_(out) {}

    void line(int dx, int dy) {
        if (dx == 0 && dy == 0) return;
        if (dx != 0 && dy != 0) return add(Line, std::array{dx, dy});
        // one operator alternates between both directions
        const bool is_horizontal = dy == 0;
        const bool alternates = operator_ == HorizontalLine || operator_ == VerticalLine;
        const bool is_next = (operator_ == HorizontalLine) == (numbers_.size() % 2 == 0);
        const auto kind = is_horizontal ? HorizontalLine : VerticalLine;
        add(kind, std::array{is_horizontal ? dx : dy}, alternates && is_next == is_horizontal);
    }

    void curve(int x1, int y1, int x2, int y2, int x3, int y3) {
        const bool starts_level = y1 == 0 && x3 == 0;
        const bool starts_upright = x1 == 0 && y3 == 0;
        if (!starts_level && !starts_upright) return add(Curve, std::array{x1, y1, x2, y2, x3, y3});
        const bool alternates = operator_ == HorizontalCurve || operator_ == VerticalCurve;
        const bool is_next = (operator_ == HorizontalCurve) == (numbers_.size() / 4 % 2 == 0);
        const auto kind = starts_level ? HorizontalCurve : VerticalCurve;
        const std::array numbers = {starts_level ? x1 : y1, x2, y2, starts_level ? y3 : x3};
        add(kind, numbers, alternates && is_next == starts_level);
    }

    void end() {
        for (const int number : numbers_) append_cff_number(out_, number);
        if (!numbers_.empty()) out_ += operator_;
        numbers_.clear();
    }

private:
    void add(Operator kind, std::span<const int> numbers) { add(kind, numbers, operator_ == kind); }
    void add(Operator kind, std::span<const int> numbers, bool joins) {
        constexpr std::size_t kMost = 48;  // on the stack of a reader
        if (!joins || numbers_.empty() || numbers_.size() + numbers.size() > kMost) {
            end();
            operator_ = kind;
        }
        numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
    }

    std::string& out_;
    Operator operator_ = EndOfGlyph;
    std::vector<int> numbers_;
};

struct Spot {
    int x = 0;
    int y = 0;
    friend bool operator==(Spot, Spot) = default;
};

// Points are rounded as they stand from the start of their contour. Gives where it ended.
Spot append_contour(std::string& out, const Contour& contour, double scale) {
    const auto rounded = [&](At at) {
        return Spot{static_cast<int>(std::lrint((at.x - contour.start.x) * scale)),
                    static_cast<int>(std::lrint((at.y - contour.start.y) * scale))};
    };
    std::span<const Segment> segments = contour.segments;
    // the last line, back to the start, is understood
    if (!segments.empty() && !segments.back().is_curve && rounded(segments.back().to) == Spot{})
        segments = segments.first(segments.size() - 1);
    ContourWriter writer(out);
    Spot pen;
    for (const auto& segment : segments) {
        const Spot to = rounded(segment.to);
        if (segment.is_curve) {
            const Spot a = rounded(segment.control1), b = rounded(segment.control2);
            writer.curve(a.x - pen.x, a.y - pen.y, b.x - a.x, b.y - a.y, to.x - b.x, to.y - b.y);
        } else {
            writer.line(to.x - pen.x, to.y - pen.y);
        }
        pen = to;
    }
    writer.end();
    return pen;
}

}  // namespace

void append_cff_number(std::string& out, int value) {
    const auto byte = [&](int number) { out += static_cast<char>(number & 0xFF); };
    if (value >= -107 && value <= 107) {
        byte(value + 139);
    } else if (value >= 108 && value <= 1131) {
        byte(((value - 108) >> 8) + 247);
        byte(value - 108);
    } else if (value >= -1131 && value <= -108) {
        byte(((-value - 108) >> 8) + 251);
        byte(-value - 108);
    } else {
        byte(28);
        byte(value >> 8);
        byte(value);
    }
}

std::string charstring(const Face& face, std::uint16_t glyph, int nominal_width) {
    const double scale = 1000.0 / face.units_per_em;
    std::string out;
    append_cff_number(out, face.advance(glyph) - nominal_width);
    Spot pen;
    for (const auto& contour : outline_of(face, glyph)) {
        const Spot start = {static_cast<int>(std::lrint(contour.start.x * scale)),
                            static_cast<int>(std::lrint(contour.start.y * scale))};
        if (start.y == pen.y) {
            append_cff_number(out, start.x - pen.x);
            out += HorizontalMove;
        } else if (start.x == pen.x) {
            append_cff_number(out, start.y - pen.y);
            out += VerticalMove;
        } else {
            append_cff_number(out, start.x - pen.x);
            append_cff_number(out, start.y - pen.y);
            out += Move;
        }
        const Spot end = append_contour(out, contour, scale);
        pen = {start.x + end.x, start.y + end.y};
    }
    out += EndOfGlyph;
    return out;
}

}  // namespace bw::pdf

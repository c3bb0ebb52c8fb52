#include "flow/compose/images/svg_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <system_error>
#include <utility>

namespace bw::images {
namespace {

using pdf::Point;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

Point mirrored(Point of, Point at) { return {2 * at.x - of.x, 2 * at.y - of.y}; }
Point between(Point from, Point to, double part) {
    return {from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part};
}

}  // namespace

void Scanner::skip_space() {
    while (!is_at_end() && is_space(text_[at_])) ++at_;
}

void Scanner::skip_separator() {
    skip_space();
    if (peek() == ',') ++at_;
    skip_space();
}

bool Scanner::is_at_number() const {
    const char c = peek();
    return is_digit(c) || c == '.' || c == '-' || c == '+';
}

std::optional<double> Scanner::number() {
    std::size_t end = at_;
    const auto digits = [&] {
        const std::size_t from = end;
        while (end < text_.size() && is_digit(text_[end])) ++end;
        return end > from;
    };
    const auto is_one_of = [&](std::string_view some) {
        return end < text_.size() && some.find(text_[end]) != std::string_view::npos;
    };
    if (is_one_of("+")) ++at_, ++end;  // the standard library knows no plus
    else if (is_one_of("-")) ++end;
    bool has_digits = digits();
    if (is_one_of(".")) {
        ++end;
        has_digits = digits() || has_digits;
    }
    if (!has_digits) return std::nullopt;
    if (is_one_of("eE")) {
        const std::size_t mantissa = end++;
        if (is_one_of("+-")) ++end;
        if (!digits()) end = mantissa;  // of a unit: em, ex
    }
    double value = 0;
    const auto [rest, error] = std::from_chars(text_.data() + at_, text_.data() + end, value);
    const bool is_whole = error == std::errc() && rest == text_.data() + end;
    if (!is_whole || !(std::abs(value) <= kCoordinateMost)) return std::nullopt;
    at_ = end;
    return value;
}

std::optional<bool> Scanner::flag() {
    if (peek() != '0' && peek() != '1') return std::nullopt;
    return take() == '1';
}

std::string_view Scanner::word() {
    const std::size_t from = at_;
    while (!is_at_end() && (is_letter(text_[at_]) || text_[at_] == '%')) ++at_;
    return text_.substr(from, at_ - from);
}

void Pen::add(Segment::Kind kind, std::array<Point, 3> points) {
    if (is_closed_ && kind != Segment::Kind::Move) {
        segments_.push_back({.kind = Segment::Kind::Move, .points = {start_}});
    }
    is_closed_ = false;
    segments_.push_back({.kind = kind, .points = points});
}

void Pen::move(Point to) {
    add(Segment::Kind::Move, {to});
    at_ = start_ = to;
}

void Pen::line(Point to) {
    add(Segment::Kind::Line, {to});
    at_ = to;
}

void Pen::curve(Point control1, Point control2, Point to) {
    add(Segment::Kind::Curve, {control1, control2, to});
    at_ = to;
}

void Pen::quadratic(Point control, Point to) {
    constexpr double kTwoThirds = 2.0 / 3;
    curve(between(at_, control, kTwoThirds), between(to, control, kTwoThirds), to);
}

void Pen::close() {
    if (is_closed_) return;
    add(Segment::Kind::Close, {});
    at_ = start_;
    is_closed_ = true;
}

void Pen::arc(const Arc& arc, Point to) {
    const Point from = at_;
    if (from.x == to.x && from.y == to.y) return;
    double rx = std::abs(arc.radius_x), ry = std::abs(arc.radius_y);
    if (rx == 0 || ry == 0) return line(to);
    const double turn = arc.degrees * std::numbers::pi / 180;
    const double cosine = std::cos(turn), sine = std::sin(turn);
    // F.6.5 step 1: half the chord, along the axes of the ellipse.
    const double dx = (from.x - to.x) / 2, dy = (from.y - to.y) / 2;
    const Point half = {cosine * dx + sine * dy, -sine * dx + cosine * dy};
    // F.6.6: radii too small to reach grow until they do.
    const double reach = (half.x / rx) * (half.x / rx) + (half.y / ry) * (half.y / ry);
    if (reach > 1) {
        rx *= std::sqrt(reach);
        ry *= std::sqrt(reach);
    }
    // Steps 2 and 3: the centre, on a circle of radius 1.
    const Point chord = {half.x / rx, half.y / ry};
    const double square = std::max(0.0, 1 / std::max(reach, 1e-12) - 1);
    const double offset =
        (arc.is_large == arc.is_clockwise ? -1 : 1) * (reach > 1 ? 0 : std::sqrt(square));
    const Point center = {offset * chord.y, -offset * chord.x};
    const double first = std::atan2(chord.y - center.y, chord.x - center.x);
    double sweep = std::atan2(-chord.y - center.y, -chord.x - center.x) - first;
    if (arc.is_clockwise && sweep < 0) sweep += 2 * std::numbers::pi;
    if (!arc.is_clockwise && sweep > 0) sweep -= 2 * std::numbers::pi;
    // A curve for each quarter at most; its control points lie on the tangents.
    const Point middle = between(from, to, 0.5);
    const auto on_page = [&](double x, double y) -> Point {
        const double u = (x + center.x) * rx, v = (y + center.y) * ry;
        return {middle.x + cosine * u - sine * v, middle.y + sine * u + cosine * v};
    };
    const int parts =
        std::max(1, static_cast<int>(std::ceil(std::abs(sweep) / (std::numbers::pi / 2) - 1e-9)));
    const double step = sweep / parts;
    const double tangent = 4.0 / 3 * std::tan(step / 4);
    for (int i = 0; i < parts; ++i) {
        const double a = first + step * i, b = a + step;
        const Point end = i + 1 == parts ? to : on_page(std::cos(b), std::sin(b));
        curve(on_page(std::cos(a) - tangent * std::sin(a), std::sin(a) + tangent * std::cos(a)),
              on_page(std::cos(b) + tangent * std::sin(b), std::sin(b) - tangent * std::cos(b)),
              end);
    }
}

namespace {

// Path data, command by command. A small letter counts from where the pen is.
class PathReader {
public:
    explicit PathReader(std::string_view data) : data_(data), scan_(data) {}

    Result<Segments> read() {
        bool is_first = true;
        for (scan_.skip_space(); !scan_.is_at_end(); scan_.skip_space()) {
            const char command = scan_.peek();
            if (!is_letter(command)) return wrong("a command is missing");
            if (is_first && command != 'M' && command != 'm')
                return wrong("a path begins with M or m");
            is_first = false;
            scan_.take();
            TRY_VOID(repeat(command));
        }
        return pen_.take();
    }

private:
    std::unexpected<Error> wrong(std::string_view what) const {
        return fail(Code::Invalid, fmt::format("path data is wrong after {} characters: {}",
                                               data_.size() - scan_.rest().size(), what));
    }

    // Numbers that go on repeat the command; after a move they are lines.
    Result<void> repeat(char command) {
        while (true) {
            scan_.skip_space();
            TRY_VOID(step(command));
            if (command == 'M') command = 'L';
            if (command == 'm') command = 'l';
            scan_.skip_space();
            const bool has_comma = scan_.peek() == ',';
            if (has_comma) scan_.skip_separator();
            if (!scan_.is_at_number()) return has_comma ? wrong("a number is missing") : done();
            if (command == 'Z' || command == 'z') return wrong("Z takes no numbers");
        }
    }
    static Result<void> done() { return {}; }

    Result<double> number() {
        const auto value = scan_.number();
        if (!value) {
            return wrong(fmt::format("a number is missing, or beyond {}", kCoordinateMost));
        }
        return *value;
    }
    Result<double> next_number() {
        scan_.skip_separator();
        return number();
    }
    Result<bool> next_flag() {
        scan_.skip_separator();
        const auto value = scan_.flag();
        if (!value) return wrong("a flag of an arc is 0 or 1");
        return *value;
    }
    // A pair of numbers, the first of which is next.
    Result<Point> point(bool is_relative) {
        const double x = TRY(number());
        const double y = TRY(next_number());
        return is_relative ? Point{pen_.at().x + x, pen_.at().y + y} : Point{x, y};
    }
    Result<Point> next_point(bool is_relative) {
        scan_.skip_separator();
        return point(is_relative);
    }

    Result<void> step(char command) {
        const bool is_relative = command >= 'a';
        const char kind = is_relative ? static_cast<char>(command - 'a' + 'A') : command;
        Smooth smooth = Smooth::None;
        Point control;
        switch (kind) {
            case 'M': pen_.move(TRY(point(is_relative))); break;
            case 'L': pen_.line(TRY(point(is_relative))); break;
            case 'H': {
                const double x = TRY(number());
                pen_.line({is_relative ? pen_.at().x + x : x, pen_.at().y});
                break;
            }
            case 'V': {
                const double y = TRY(number());
                pen_.line({pen_.at().x, is_relative ? pen_.at().y + y : y});
                break;
            }
            case 'C':
            case 'S': {
                const Point first =
                    kind == 'C' ? TRY(point(is_relative)) : reflected(Smooth::Cubic);
                control = kind == 'C' ? TRY(next_point(is_relative)) : TRY(point(is_relative));
                const Point to = TRY(next_point(is_relative));
                pen_.curve(first, control, to);
                smooth = Smooth::Cubic;
                break;
            }
            case 'Q':
            case 'T': {
                control = kind == 'Q' ? TRY(point(is_relative)) : reflected(Smooth::Quadratic);
                const Point to =
                    kind == 'Q' ? TRY(next_point(is_relative)) : TRY(point(is_relative));
                pen_.quadratic(control, to);
                smooth = Smooth::Quadratic;
                break;
            }
            case 'A': TRY_VOID(arc(is_relative)); break;
            case 'Z': pen_.close(); break;
            default: return wrong(fmt::format("there is no command {}", command));
        }
        smooth_ = smooth;
        control_ = control;
        return {};
    }

    Result<void> arc(bool is_relative) {
        Pen::Arc arc;
        arc.radius_x = TRY(number());
        arc.radius_y = TRY(next_number());
        arc.degrees = TRY(next_number());
        arc.is_large = TRY(next_flag());
        arc.is_clockwise = TRY(next_flag());
        const Point to = TRY(next_point(is_relative));
        pen_.arc(arc, to);
        return {};
    }

    enum class Smooth : std::uint8_t { None, Cubic, Quadratic };
    // S and T go on as the curve before came in, if it was one of theirs.
    [[nodiscard]] Point reflected(Smooth as) const {
        return smooth_ == as ? mirrored(control_, pen_.at()) : pen_.at();
    }

    std::string_view data_;
    Scanner scan_;
    Pen pen_;
    Smooth smooth_ = Smooth::None;  // of the command before
    Point control_;
};

}  // namespace

Result<Segments> parse_path(std::string_view data) { return PathReader(data).read(); }

}  // namespace bw::images

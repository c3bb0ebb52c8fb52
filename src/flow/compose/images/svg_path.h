// Inside of read_svg: numbers, points and path data (SVG 1.1, 8.3) in the units of the file.
#pragma once

#include "base/result.h"
#include "flow/compose/images/svg.h"

#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::images {

using Segments = std::vector<Segment>;

// Reads numbers and letters one after another.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}
    // Moves past spaces and at most one comma.
    void skip_separator();
    void skip_space();
    [[nodiscard]] bool is_at_end() const { return at_ == text_.size(); }
    [[nodiscard]] char peek() const { return is_at_end() ? '\0' : text_[at_]; }
    char take() { return text_[at_++]; }
    [[nodiscard]] bool is_at_number() const;
    // Nothing: there is none, or it is beyond kCoordinateMost.
    std::optional<double> number();
    std::optional<bool> flag();  // 0 or 1, of an arc
    std::string_view word();     // letters and percent signs
    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

// Lines and curves that follow each other; curves of degree two and arcs become ones of degree
// three.
class Pen {
public:
    void move(pdf::Point to);
    void line(pdf::Point to);
    void curve(pdf::Point control1, pdf::Point control2, pdf::Point to);
    void quadratic(pdf::Point control, pdf::Point to);
    struct Arc {
        double radius_x = 0;
        double radius_y = 0;
        double degrees = 0;  // of its x axis
        bool is_large = false;
        bool is_clockwise = false;  // on a page whose y grows downwards
    };
    void arc(const Arc& arc, pdf::Point to);  // SVG 1.1, F.6
    void close();
    [[nodiscard]] pdf::Point at() const { return at_; }
    Segments take() { return std::move(segments_); }

private:
    void add(Segment::Kind kind, std::array<pdf::Point, 3> points);

    Segments segments_;
    pdf::Point at_;
    pdf::Point start_;
    bool is_closed_ = false;  // the next line begins where the closed one began
};

// Error Invalid: what is wrong after how many characters. Nothing at all is an empty path.
Result<Segments> parse_path(std::string_view data);

}  // namespace bw::images

// Lines, shapes, links and marks; text is in canvas_text.cpp.
#include "flow/compose/pdf/canvas.h"

#include "base/check.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/text.h"
#include "flow/compose/pdf/writer.h"

namespace bw::pdf {

namespace {

// 0..255 as 0..1 with three decimals.
void append_part(std::string& out, std::uint8_t part) {
    if (part == 0 || part == 255) {
        out += part == 0 ? '0' : '1';
        return;
    }
    const int thousandths = (part * 1000 + 127) / 255;
    out += '.';
    out += static_cast<char>('0' + thousandths / 100);
    out += static_cast<char>('0' + thousandths / 10 % 10);
    out += static_cast<char>('0' + thousandths % 10);
}

void append_color(std::string& out, Color color, std::string_view operation) {
    append_part(out, color.red);
    out += ' ';
    append_part(out, color.green);
    out += ' ';
    append_part(out, color.blue);
    out += operation;
}

// RFC 3986: everything else is percent-encoded; '%' itself stays, the caller may have encoded.
std::string to_uri(std::string_view text) {
    constexpr std::string_view kMarks = "-._~:/?#[]@!$&'()*+,;=%";
    constexpr char kHex[] = "0123456789ABCDEF";
    std::string uri;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                              (c >= 'a' && c <= 'z') || kMarks.find(c) != std::string_view::npos;
        if (is_plain) {
            uri += c;
        } else {
            uri += '%';
            uri += kHex[byte >> 4];
            uri += kHex[byte & 0xF];
        }
    }
    return uri;
}

}  // namespace

Canvas::Canvas(Document& document, int page, PageSize size)
    : document_(document), page_(page), size_(size) {
    content_.reserve(16384);
}

void Canvas::end_mark() {
    if (marked_ != Marked::None) content_ += "EMC\n";
    marked_ = Marked::None;
    is_bookmarked_ = false;
}

void Canvas::mark_artifact() {
    if (marked_ == Marked::Artifact || is_unmarked_) return;
    end_mark();
    content_ += "/Artifact BMC\n";
    marked_ = Marked::Artifact;
}

void Canvas::mark_element() {
    Structure& structure = document_.structure_;
    const int element = structure.current();
    if (marked_ != Marked::Element || marked_element_ != element) {
        end_mark();
        content_ += '/';
        content_ += Structure::name_of(structure.current_role());
        content_ += "<</MCID ";
        append_integer(content_, structure.add_content(page_));
        content_ += ">>BDC\n";
        marked_ = Marked::Element;
        marked_element_ = element;
    }
    is_bookmarked_ = document_.outline_.is_waiting();
}

void Canvas::mark_text() { document_.structure_.is_at_root() ? mark_artifact() : mark_element(); }

void Canvas::mark_drawing() {
    document_.structure_.current_role() == Role::Figure ? mark_element() : mark_artifact();
}

void Canvas::set_fill(Color color) {
    if (state_.fill == color) return;
    state_.fill = color;
    append_color(content_, color, " rg\n");
}

void Canvas::set_stroke(const Stroke& stroke) {
    if (state_.stroke != stroke.color) {
        state_.stroke = stroke.color;
        append_color(content_, stroke.color, " RG\n");
    }
    if (state_.line_width != stroke.width) {
        state_.line_width = stroke.width;
        append_number(content_, stroke.width);
        content_ += " w\n";
    }
    if (state_.dash != stroke.dash || (stroke.dash > 0 && state_.gap != stroke.gap)) {
        state_.dash = stroke.dash;
        state_.gap = stroke.gap;
        content_ += '[';
        if (stroke.dash > 0) {
            append_number(content_, stroke.dash);
            content_ += ' ';
            append_number(content_, stroke.gap);
        }
        content_ += "]0 d\n";
    }
    const bool has_round_corners = stroke.corners == Corners::LikeEnds
                                       ? stroke.has_round_ends
                                       : stroke.corners == Corners::Round;
    if (state_.has_round_ends != stroke.has_round_ends ||
        state_.has_round_corners != has_round_corners) {
        state_.has_round_ends = stroke.has_round_ends;
        state_.has_round_corners = has_round_corners;
        content_ += stroke.has_round_ends ? "1 J " : "0 J ";
        content_ += has_round_corners ? "1 j\n" : "0 j\n";
    }
    if (state_.miter_limit != stroke.miter_limit) {
        state_.miter_limit = stroke.miter_limit;
        append_number(content_, stroke.miter_limit);
        content_ += " M\n";
    }
}

void Canvas::append_point(Point at) {
    if (is_bookmarked_) {
        constexpr double kAir = 1.25;  // of the size of type, so that the line is seen whole
        document_.outline_.place(page_, size_.height - at.y + state_.font_size * kAir);
        is_bookmarked_ = false;
    }
    append_number(content_, at.x);
    content_ += ' ';
    append_number(content_, size_.height - at.y);
    content_ += ' ';
}

void Canvas::append_path(const Path& path) {
    std::size_t next = 0;
    for (const auto step : path.steps_) {
        switch (step) {
            case Path::Step::Move:
                append_point(path.points_[next++]);
                content_ += "m\n";
                break;
            case Path::Step::Line:
                append_point(path.points_[next++]);
                content_ += "l\n";
                break;
            case Path::Step::Curve:
                for (int i = 0; i < 3; ++i) append_point(path.points_[next++]);
                content_ += "c\n";
                break;
            case Path::Step::Close: content_ += "h\n"; break;
        }
    }
}

void Canvas::line(Point from, Point to, const Stroke& stroke) {
    mark_drawing();
    set_stroke(stroke);
    append_point(from);
    content_ += "m ";
    append_point(to);
    content_ += "l S\n";
}

void Canvas::fill(const Rect& rect, Color color) {
    mark_drawing();
    set_fill(color);
    append_point({rect.x, rect.y + rect.height});
    append_number(content_, rect.width);
    content_ += ' ';
    append_number(content_, rect.height);
    content_ += " re f\n";
}

void Canvas::fill_rounded(const Rect& rect, double radius, Color color) {
    fill(Path().rounded_rectangle(rect, radius), color);
}

void Canvas::stroke_rect(const Rect& rect, const Stroke& stroke) {
    this->stroke(Path().rectangle(rect), stroke);
}

void Canvas::fill(const Path& path, Color color, FillRule rule) {
    mark_drawing();
    set_fill(color);
    append_path(path);
    content_ += rule == FillRule::EvenOdd ? "f*\n" : "f\n";
}

void Canvas::stroke(const Path& path, const Stroke& stroke) {
    mark_drawing();
    set_stroke(stroke);
    append_path(path);
    content_ += "S\n";
}

void Canvas::save() {
    end_mark();
    saved_.push_back(state_);
    content_ += "q\n";
}

void Canvas::clip(const Path& path) {
    CHECK(!saved_.empty());  // a clip that cannot be taken back is a mistake
    append_path(path);
    content_ += "W n\n";
}

void Canvas::restore() {
    CHECK(!saved_.empty());
    end_mark();
    state_ = saved_.back();
    saved_.pop_back();
    content_ += "Q\n";
}

void Canvas::modules(Point at, double side, int count, const std::vector<bool>& dark, Color color) {
    CHECK(count > 0 &&
          dark.size() == static_cast<std::size_t>(count) * static_cast<std::size_t>(count));
    mark_drawing();
    set_fill(color);
    // One unit per module, so that edges meet exactly at any size.
    constexpr int kPrecision = 10000;
    const auto scale = std::lrint(side / count * kPrecision);
    std::string number = std::to_string(scale / kPrecision) + ".";
    const std::string decimals = std::to_string(scale % kPrecision);
    number += std::string(4 - decimals.size(), '0') + decimals;
    content_ += "q " + number + " 0 0 " + number + ' ';
    append_point({at.x, at.y + side});
    content_ += "cm\n";
    auto module = dark.begin();
    for (int y = count - 1; y >= 0; --y) {
        for (int x = 0; x < count;) {
            const int from = x;
            while (x < count && *module) ++x, ++module;
            if (x > from) {
                append_integer(content_, from);
                content_ += ' ';
                append_integer(content_, y);
                content_ += ' ';
                append_integer(content_, x - from);
                content_ += " 1 re\n";
            }
            while (x < count && !*module) ++x, ++module;
        }
    }
    content_ += "f Q\n";
}

void Canvas::link(const Rect& area, std::string_view uri, std::string_view description) {
    Structure& structure = document_.structure_;
    const bool has_tag = structure.current_role() == Role::Link;
    if (!has_tag) structure.open(Role::Link, {.alternate = description});
    const int object = document_.file_.reserve();
    const int key = structure.add_annotation(page_, object);
    if (!has_tag) structure.close();
    annotations_.push_back({.area = area,
                            .uri = to_uri(uri),
                            .description = std::string(description),
                            .object = object,
                            .parent_key = key});
}

}  // namespace bw::pdf

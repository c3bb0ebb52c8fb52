#include "flow/compose/pdf/paragraph.h"

#include "flow/compose/pdf/text.h"

#include <utility>

namespace bw::pdf {

namespace {

constexpr std::string_view kEllipsis = "\u2026";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// Longer words are not measured as a whole: cutting them up would take time in square.
constexpr std::size_t kLongWord = 256;  // bytes

// The end of the longest beginning of a text that fits, cut between characters; at least one
// character. Looks at little more than what fits, however long the text is.
std::size_t fitting_part(Shaper& shaper, std::string_view text, const Font& font, double width) {
    std::vector<std::size_t> ends;
    std::size_t at = 0;
    std::size_t low = 0;  // ends[low] is taken in any case
    std::size_t high = 0;
    const auto fits = [&](std::size_t i) {
        return shaper.width(text.substr(0, ends[i]), font) <= width;
    };
    do {
        for (const std::size_t more = ends.size() + 32; at < text.size() && ends.size() < more;) {
            next_character(text, at);
            ends.push_back(at);
        }
        high = ends.size();
        if (!fits(high - 1)) break;
        low = high - 1;
    } while (at < text.size());
    while (high - low > 1) {
        const std::size_t middle = (low + high) / 2;
        (fits(middle) ? low : high) = middle;
    }
    return ends[low];
}

// Collects lines while their words go by.
class LineBreaker {
public:
    LineBreaker(Shaper& shaper, std::string_view text, const Font& font, double width)
        : shaper_(shaper), text_(text), font_(font), width_(width),
          space_(shaper.width(" ", font)) {}

    void end_line() {
        lines_.push_back(is_open_ ? text_.substr(line_, end_ - line_) : std::string_view{});
        is_open_ = false;
        used_ = 0;
    }

    // Takes the word at [from, to), or the part of it that fits; gives where it ended.
    std::size_t take(std::size_t from, std::size_t to) {
        const auto word = text_.substr(from, to - from);
        const bool is_long = word.size() > kLongWord;
        if (is_open_) {
            const double needed = is_long ? 0
                                          : used_ + space_ * static_cast<double>(from - end_) +
                                                shaper_.width(word, font_);
            // Widths are added up word by word; half a thousandth of a point absorbs their
            // rounding.
            if (is_long || needed > width_ + 0.0005) {
                end_line();
            } else {
                used_ = needed;
                return end_ = to;
            }
        }
        line_ = from;
        is_open_ = true;
        used_ = is_long ? width_ + 1 : shaper_.width(word, font_);
        end_ = to;
        if (used_ > width_ + 0.0005) {
            end_ = from + fitting_part(shaper_, word, font_, width_);
            used_ = shaper_.width(text_.substr(from, end_ - from), font_);
            if (end_ < to) end_line();
        }
        return end_;
    }

    std::vector<std::string_view> finish() && {
        if (is_open_) end_line();
        return std::move(lines_);
    }

private:
    Shaper& shaper_;
    std::string_view text_;
    const Font& font_;
    double width_;
    double space_;
    std::vector<std::string_view> lines_;
    std::size_t line_ = 0;  // where the open line begins
    std::size_t end_ = 0;   // where its last word ends
    double used_ = 0;
    bool is_open_ = false;
};

}  // namespace

std::vector<std::string_view> break_lines(Shaper& shaper, std::string_view text, const Font& font,
                                          double width) {
    LineBreaker breaker(shaper, text, font, width);
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\n') breaker.end_line();
        if (text[at] == '\n' || is_blank(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && text[end] != '\n' && !is_blank(text[end])) ++end;
        while (at < end) at = breaker.take(at, end);
    }
    return std::move(breaker).finish();
}

std::string fit_line(Shaper& shaper, std::string_view text, const Font& font, double width) {
    if (text.empty() || fitting_part(shaper, text, font, width) == text.size()) {
        return std::string(text);
    }
    const double room = width - shaper.width(kEllipsis, font);
    std::string_view part = text.substr(0, fitting_part(shaper, text, font, room));
    while (!part.empty() && is_blank(part.back())) part.remove_suffix(1);
    return std::string(part) + std::string(kEllipsis);
}

double draw_paragraph(Canvas& canvas, Shaper& shaper, Point at, double width, std::string_view text,
                      const ParagraphStyle& style) {
    const auto lines = break_lines(shaper, text, style.text.font, width);
    const auto most = static_cast<std::size_t>(style.most_lines);
    const std::size_t count = most != 0 && lines.size() > most ? most : lines.size();
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_cut = i + 1 == count && count < lines.size();
        if (is_cut) {
            const std::string joined = std::string(lines[i]) + ' ' + std::string(lines[i + 1]);
            const std::string cut = fit_line(shaper, joined, style.text.font, width);
            canvas.text(at, cut.ends_with(kEllipsis) ? cut : cut + std::string(kEllipsis),
                        style.text);
        } else {
            // the space keeps words of two lines apart where text is read out or copied
            canvas.text(at, std::string(lines[i]) + ' ', style.text);
        }
        at.y += style.leading;
    }
    return at.y;
}

}  // namespace bw::pdf

#include "flow/compose/pdf/paragraph.h"

#include "flow/compose/pdf/text.h"

#include <algorithm>
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

// Widths are added up word by word; half a thousandth of a point absorbs their rounding.
constexpr double kRounding = 0.0005;

// A line that is filled so far stays as it is; below, the next word is divided.
constexpr double kFilled = 6.0 / 7;
constexpr int kMostDividedInSuccession = 2;

// What lines are made of and for.
struct Setting {
    Shaper& shaper;
    const Font& font;
    double width = 0;
    const Levels* levels = nullptr;  // of the text; none: it runs from left to right
    const Hyphenator* hyphens = nullptr;

    // Of the part of `text` at [from, to).
    [[nodiscard]] double width_of(std::string_view text, std::size_t from, std::size_t to) const {
        const auto part = text.substr(from, to - from);
        if (levels == nullptr) return shaper.width(part, font);
        return shaper.width_units(part, *levels, from, font) * font.size / 1000;
    }
};

// Collects lines while their words go by.
class LineBreaker {
public:
    LineBreaker(const Setting& setting, std::string_view text)
        : setting_(setting), text_(text), space_(setting.shaper.width(" ", setting.font)),
          hyphen_(setting.shaper.width("-", setting.font)) {}

    // The line is the last one before a line end.
    void end_paragraph() {
        end_line();
        lines_.back().is_last = true;
    }

    // Takes the word at [from, to), or the part of it that fits; gives where it ended.
    std::size_t take(std::size_t from, std::size_t to) {
        const bool is_long = to - from > kLongWord;
        if (is_open_) {
            const double gap = space_ * static_cast<double>(from - end_);
            const double needed = is_long ? 0 : used_ + gap + setting_.width_of(text_, from, to);
            if (!is_long && needed <= setting_.width + kRounding) {
                used_ = needed;
                return end_ = to;
            }
            const bool may_divide =
                divided_ < kMostDividedInSuccession && used_ < setting_.width * kFilled;
            const std::size_t part = may_divide ? divide(from, to, used_ + gap) : from;
            if (part > from) return end_ = part;
            end_line();
        }
        line_ = from;
        is_open_ = true;
        used_ = is_long ? setting_.width + 1 : setting_.width_of(text_, from, to);
        end_ = to;
        if (used_ > setting_.width + kRounding) {
            if (const std::size_t part = divide(from, to, 0); part > from) return end_ = part;
            const auto word = text_.substr(from, to - from);
            end_ = from + fitting_part(setting_.shaper, word, setting_.font, setting_.width);
            used_ = setting_.width_of(text_, from, end_);
            if (end_ < to) end_line();
        }
        return end_;
    }

    std::vector<Line> finish() && {
        if (is_open_) end_line();
        if (!lines_.empty()) lines_.back().is_last = true;
        return std::move(lines_);
    }

private:
    void end_line() {
        Line line;
        if (is_open_) line.text = text_.substr(line_, end_ - line_);
        lines_.push_back(line);
        is_open_ = false;
        used_ = 0;
        divided_ = 0;
    }

    // The longest beginning of a word at [from, to) that ends where words may be divided and fits
    // behind what stands in the line already: it ends the line. Gives where it ends, or `from`.
    std::size_t divide(std::size_t from, std::size_t to, double used) {
        if (setting_.hyphens == nullptr) return from;
        if (to != word_end_) {  // not the rest of a word that was divided before
            word_end_ = to;
            breaks_ = setting_.hyphens->breaks(text_.substr(from, to - from));
            for (auto& at : breaks_) at += from;
        }
        for (std::size_t i = breaks_.size(); i-- > 0 && breaks_[i] > from;) {
            const std::size_t end = breaks_[i];
            const bool has_hyphen = ends_in_hyphen(text_.substr(from, end - from));
            const double needed =
                used + setting_.width_of(text_, from, end) + (has_hyphen ? 0 : hyphen_);
            if (needed > setting_.width + kRounding) continue;
            end_ = end;
            const int before = divided_;
            end_line();
            lines_.back().is_divided = true;
            lines_.back().has_hyphen = !has_hyphen;
            divided_ = before + 1;
            return end;
        }
        return from;
    }

    const Setting& setting_;
    std::string_view text_;
    double space_;
    double hyphen_;
    std::vector<Line> lines_;
    std::size_t line_ = 0;  // where the open line begins
    std::size_t end_ = 0;   // where its last word ends
    double used_ = 0;
    bool is_open_ = false;
    int divided_ = 0;           // lines in succession that ended within a word
    std::size_t word_end_ = 0;  // the word that breaks_ are of
    std::vector<std::size_t> breaks_;
};

std::vector<Line> lines_of(const Setting& setting, std::string_view text) {
    LineBreaker breaker(setting, text);
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\n') breaker.end_paragraph();
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

std::optional<Levels> levels_of(std::string_view text, Direction direction) {
    if (direction != Direction::RightToLeft && !has_right_to_left(text)) return {};
    return Levels(text, direction);
}

// One word of up to three letters, whatever stands around it.
bool is_runt(std::string_view line) {
    int letters = 0;
    for (std::size_t i = 0; i < line.size();) {
        if (is_blank(line[i])) return false;
        const char32_t c = next_character(line, i);
        const bool is_sign =
            c < 0x80 &&
            std::string_view(".,;:!?\"'()").find(static_cast<char>(c)) != std::string_view::npos;
        if (!is_sign && ++letters > 3) return false;
    }
    return true;
}

}  // namespace

std::vector<std::string_view> break_lines(Shaper& shaper, std::string_view text, const Font& font,
                                          double width) {
    const auto levels = levels_of(text, Direction::LeftToRight);
    const Setting setting{shaper, font, width, levels ? &*levels : nullptr, nullptr};
    std::vector<std::string_view> parts;
    for (const auto& line : lines_of(setting, text)) parts.push_back(line.text);
    return parts;
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

Paragraph::Paragraph(Shaper& shaper, std::string_view text, double width,
                     const ParagraphStyle& style)
    : text_(text), width_(width), style_(style), levels_(levels_of(text, style.text.direction)) {
    const Setting setting{shaper, style_.text.font, width, levels_ ? &*levels_ : nullptr,
                          style_.hyphens};
    lines_ = lines_of(setting, text);
    for (std::size_t i = 1; style_.avoids_runts && i < lines_.size(); ++i) {
        if (lines_[i].is_last && !lines_[i - 1].is_last) lengthen_runt(shaper, i);
    }
    const auto most = static_cast<std::size_t>(style_.most_lines);
    if (most != 0 && lines_.size() > most) cut(shaper, most);
}

// The last line is that of as many as are allowed, and ends in an ellipsis.
void Paragraph::cut(Shaper& shaper, std::size_t most) {
    const Line& last = lines_[most - 1];
    const Line& next = lines_[most];
    ending_ = last.text;
    if (!last.is_divided) ending_ += ' ';
    ending_ += next.text;
    ending_ = fit_line(shaper, ending_, style_.text.font, width_);
    if (!ending_.ends_with(kEllipsis)) ending_ += kEllipsis;
    lines_.resize(most);
}

void Paragraph::lengthen_runt(Shaper& shaper, std::size_t last) {
    Line& above = lines_[last - 1];
    Line& below = lines_[last];
    if (above.is_divided || !is_runt(below.text)) return;
    const std::size_t blank = above.text.find_last_of(" \t\r");
    if (blank == std::string_view::npos) return;
    const auto start = static_cast<std::size_t>(above.text.data() - text_.data());
    const auto end = static_cast<std::size_t>(below.text.data() - text_.data()) + below.text.size();
    std::size_t kept = blank;
    while (kept > 0 && is_blank(above.text[kept - 1])) --kept;
    const Setting setting{shaper, style_.text.font, width_, levels_ ? &*levels_ : nullptr, nullptr};
    const std::size_t moved = start + blank + 1;
    // half a line shows a paragraph that goes on; less would look like its end
    if (setting.width_of(text_, start, start + kept) < width_ / 2 ||
        setting.width_of(text_, moved, end) > width_) {
        return;
    }
    above.text = text_.substr(start, kept);
    below.text = text_.substr(moved, end - moved);
}

std::size_t Paragraph::lines_above_break(std::size_t room) const {
    constexpr std::size_t kLeast = 2;
    if (lines_.size() <= room) return lines_.size();
    if (lines_.size() < 2 * kLeast || room < kLeast) return 0;
    return std::min(room, lines_.size() - kLeast);
}

double Paragraph::draw(Canvas& canvas, Point at, std::size_t from, std::size_t to) const {
    for (std::size_t i = from; i < to; ++i, at.y += style_.leading) {
        const Line& line = lines_[i];
        const auto start =
            line.text.empty() ? 0 : static_cast<std::size_t>(line.text.data() - text_.data());
        if (i + 1 == lines_.size() && !ending_.empty()) {
            TextStyle style = style_.text;
            // a text of its own, but in the paragraph's direction
            const bool is_right_to_left = levels_ && levels_->base(start) != 0;
            style.direction = is_right_to_left ? Direction::RightToLeft : Direction::LeftToRight;
            canvas.text(at, ending_, style);
            continue;
        }
        canvas.text(at,
                    TextLine{.text = line.text,
                             .levels = levels_ ? &*levels_ : nullptr,
                             .at = start,
                             .has_hyphen = line.has_hyphen,
                             .has_space_after = !line.is_divided},
                    style_.text);
    }
    return at.y;
}

double draw_paragraph(Canvas& canvas, Shaper& shaper, Point at, double width, std::string_view text,
                      const ParagraphStyle& style) {
    const Paragraph paragraph(shaper, text, width, style);
    return paragraph.draw(canvas, at, 0, paragraph.lines().size());
}

}  // namespace bw::pdf

// A line of text as PDF operators. Words come from the shaper's cache as ready pieces; the line is
// put together once, and its place found from its width.
#include "flow/compose/pdf/canvas.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/text.h"
#include "flow/compose/pdf/writer.h"

#include <utility>

namespace bw::pdf {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Bytes before the decimal mark, or up to the end of the last digit.
std::size_t integer_part(std::string_view text, char mark) {
    for (std::size_t i = text.size(); i-- > 0;) {
        if (text[i] == mark && i + 1 < text.size() && is_digit(text[i + 1])) return i;
    }
    for (std::size_t i = text.size(); i-- > 0;) {
        if (is_digit(text[i])) return i + 1;
    }
    return text.size();
}

}  // namespace

void Canvas::close_array() {
    if (in_array_) operators_ += "]TJ ";
    in_array_ = false;
}

void Canvas::add_run(int font_id, int rise, std::string_view tj, double size) {
    if (state_.font_id != font_id || state_.font_size != size) {
        close_array();
        state_.font_id = font_id;
        state_.font_size = size;
        operators_ += "/F";
        append_integer(operators_, font_id);
        operators_ += ' ';
        append_number(operators_, size);
        operators_ += " Tf ";
    }
    if (rise != 0) {
        close_array();
        append_number(operators_, rise * size / 1000);
        operators_ += " Ts ";
    }
    if (!in_array_) operators_ += '[';
    in_array_ = true;
    if (operators_.back() == ')' && tj.starts_with('(')) {  // two strings become one
        operators_.pop_back();
        tj.remove_prefix(1);
    }
    operators_ += tj;
    if (rise != 0) {
        close_array();
        operators_ += "0 Ts ";
    }
}

void Canvas::add_word(const Word& word, const Font& font) {
    if (!word.extras.empty() || !word.missing.empty()) document_.note(word);
    if (!word.actual_text.empty()) {
        close_array();
        operators_ += "/Span<</ActualText<FEFF";
        append_utf16_hex(operators_, word.actual_text);
        operators_ += ">>>BDC ";
    }
    for (const auto& run : word.runs) add_run(run.font_id, run.rise, run.tj, font.size);
    if (!word.actual_text.empty()) {
        close_array();
        operators_ += "EMC ";
    }
}

double Canvas::start_of(Point at, std::string_view utf8, const TextStyle& style, int width) {
    const double scale = style.font.size / 1000;
    switch (style.align) {
        case Align::Left: return at.x;
        case Align::Center: return at.x - width * scale / 2;
        case Align::Right: return at.x - width * scale;
        case Align::Decimal: {
            const auto whole = utf8.substr(0, integer_part(utf8, style.decimal_mark));
            return at.x - document_.shaper().width_units(whole, style.font) * scale;
        }
    }
    return at.x;
}

// Words of right-to-left scripts stand in reverse order within each stretch of them. The direction
// of the line itself is left to right.
int Canvas::add_mixed_line(std::string_view utf8, const Font& font) {
    struct Part {
        Word word;
        int spaces = 0;
    };
    Shaper& shaper = document_.shaper();
    std::vector<Part> parts;
    for_each_word(utf8, [&](std::string_view text, int spaces) {
        parts.push_back(
            {text.empty() ? Word{} : shaper.word(text, font.weight, font.figures), spaces});
    });
    for (std::size_t i = 0; i < parts.size();) {
        std::size_t end = i;
        while (end < parts.size() && parts[end].word.is_right_to_left) ++end;
        if (end == i) {
            ++i;
            continue;
        }
        for (std::size_t low = i, high = end - 1; low < high; ++low, --high) {
            std::swap(parts[low].word, parts[high].word);  // gaps keep their places
        }
        i = end;
    }
    int width = 0;
    for (const auto& part : parts) {
        const int added = add_part(part.word, part.spaces, font);
        if (!part.word.runs.empty()) width += added;
    }
    return width;
}

int Canvas::add_part(const Word& word, int spaces, const Font& font) {
    Shaper& shaper = document_.shaper();
    const int shared_font = static_cast<int>(font.weight);
    for (int i = 0; i < spaces; ++i) {
        add_run(shared_font, 0, shaper.space_tj(font.weight), font.size);
    }
    add_word(word, font);
    return spaces * shaper.space_width(font.weight) + word.width;
}

double Canvas::text(Point at, std::string_view utf8, const TextStyle& style) {
    if (utf8.empty()) return 0;
    Shaper& shaper = document_.shaper();
    const Font& font = style.font;
    mark_text();
    set_fill(style.color);
    operators_.clear();
    const State before = state_;
    int width = 0;
    bool is_mixed = false;
    for_each_word(utf8, [&](std::string_view text, int spaces) {
        static const Word kNone;
        const Word& word = text.empty() ? kNone : shaper.word(text, font.weight, font.figures);
        is_mixed = is_mixed || word.is_right_to_left;
        const int part = add_part(word, spaces, font);
        if (!text.empty()) width += part;  // spaces at the end hang out
    });
    if (is_mixed) {
        operators_.clear();
        in_array_ = false;
        state_ = before;
        width = add_mixed_line(utf8, font);
    }
    close_array();
    if (operators_.empty()) return 0;
    content_ += "BT ";
    append_point({start_of(at, utf8, style, width), at.y});
    content_ += "Td ";
    content_ += operators_;
    content_ += "ET\n";
    return width * font.size / 1000;
}

}  // namespace bw::pdf

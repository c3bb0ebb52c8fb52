// A line of text as PDF operators. Words come from the shaper's cache as ready pieces; the line is
// put together once, and its place found from its width.
//
// Lines with text of right-to-left scripts are put together by the levels of UAX #9. Their words
// come in the order of reading, as tagged content must (ISO 32000-1, 14.8.2.3), each moved to its
// place; within a word that is read leftwards the glyphs stand as on the page, marked
// ReversedChars.
#include "flow/compose/pdf/canvas.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/text.h"
#include "flow/compose/pdf/writer.h"

#include <optional>
#include <utility>

namespace bw::pdf {

namespace {

constexpr std::string_view kHyphen = "-";
constexpr std::u32string_view kSoftHyphen = U"\u00AD";

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

// Thousandths of the size, from the left end of the line; blanks at its end hang out.
struct Canvas::Extent {
    int width = 0;
    int decimal = 0;  // where the decimal mark stands, with Align::Decimal
    bool is_right_to_left = false;

    // From the left end to what stands at the point that was given.
    [[nodiscard]] double anchor(Align align) const {
        switch (align) {
            case Align::Left: return 0;
            case Align::Center: return width / 2.0;
            case Align::Right: return width;
            case Align::Decimal: return decimal;
            case Align::Start: return is_right_to_left ? width : 0;
            case Align::End: return is_right_to_left ? 0 : width;
        }
        return 0;
    }
};

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
    if (move_ != 0) append_integer(operators_, -move_);
    move_ = 0;
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

void Canvas::begin_actual_text(std::u32string_view text) {
    close_array();
    operators_ += "/Span<</ActualText<FEFF";
    append_utf16_hex(operators_, text);
    operators_ += ">>>BDC ";
}

void Canvas::end_actual_text() {
    close_array();
    operators_ += "EMC ";
}

void Canvas::add_word(const Word& word, const Font& font) {
    if (!word.extras.empty() || !word.missing.empty()) document_.note(word);
    if (!word.actual_text.empty()) begin_actual_text(word.actual_text);
    for (const auto& run : word.runs) add_run(run.font_id, run.rise, run.tj, font.size);
    if (!word.actual_text.empty()) end_actual_text();
}

int Canvas::add_part(const Shaper& shaper, const Word& word, int spaces, const Font& font) {
    const int shared_font = static_cast<int>(font.weight);
    for (int i = 0; i < spaces; ++i) {
        add_run(shared_font, 0, shaper.space_tj(font.weight), font.size);
    }
    add_word(word, font);
    return spaces * shaper.space_width(font.weight) + word.width;
}

// Gives false, with nothing to keep, where the line holds text that needs levels.
bool Canvas::add_plain_line(const TextLine& line, const TextStyle& style, Extent& extent) {
    static const Word kNone;
    const Font& font = style.font;
    Shaper& shaper = document_.shaper();
    bool needs_levels = false;
    for_each_word(line.text, [&](std::string_view text, int spaces) {
        if (needs_levels) return;
        const Word& word = text.empty() ? kNone : shaper.word(text, font.weight, font.figures);
        needs_levels = word.needs_levels;
        if (needs_levels) return;
        const int part = add_part(shaper, word, spaces, font);
        if (!text.empty()) extent.width += part;
    });
    if (needs_levels) return false;
    if (style.align == Align::Decimal) {
        const auto whole = line.text.substr(0, integer_part(line.text, style.decimal_mark));
        extent.decimal = shaper.width_units(whole, font);
    }
    if (line.has_hyphen) {
        begin_actual_text(kSoftHyphen);
        const Word& hyphen = shaper.word(kHyphen, font.weight, font.figures);
        extent.width += add_part(shaper, hyphen, 0, font);
        end_actual_text();
    }
    if (line.has_space_after) add_part(shaper, kNone, 1, font);
    return true;
}

void Canvas::add_levelled_word(const Word& word, int x, const Font& font) {
    if (!word.extras.empty() || !word.missing.empty()) document_.note(word);
    if (!word.actual_text.empty()) begin_actual_text(word.actual_text);
    if (word.is_reversed) {
        close_array();
        operators_ += "/ReversedChars BMC ";
    }
    for (const auto& run : word.runs) {
        if (!run.actual_text.empty()) begin_actual_text(run.actual_text);
        move_ = x + run.x - pen_;
        add_run(run.font_id, run.rise, run.tj, font.size);
        pen_ = x + run.x + run.width;
        if (!run.actual_text.empty()) end_actual_text();
    }
    if (word.is_reversed) {
        close_array();
        operators_ += "EMC ";
    }
    if (!word.actual_text.empty()) end_actual_text();
}

// The pieces of the line, each in its place, in the order of reading.
std::vector<Piece> Canvas::place_pieces(const TextLine& line, const Levels& levels,
                                        const TextStyle& style, Extent& extent) {
    const Font& font = style.font;
    Shaper& shaper = document_.shaper();
    const int base = levels.base(line.at);
    std::vector<Piece> pieces = pieces_of(line.text, levels, line.at);
    if (line.has_hyphen) {
        const int level = pieces.empty() ? base : pieces.back().level;
        pieces.push_back({.text = kHyphen, .level = level, .is_hyphen = true});
    }
    if (line.has_space_after) pieces.push_back({.text = {}, .blanks = 1, .level = base});
    int hanging = 0;
    for (auto& piece : pieces) {
        piece.width = piece.blanks * shaper.space_width(font.weight);
        if (!piece.text.empty()) {
            const bool is_right_to_left = piece.is_right_to_left();
            piece.width =
                shaper.word(piece.text, font.weight, font.figures, is_right_to_left).width;
        }
        hanging = piece.text.empty() ? hanging + piece.width : 0;
        extent.width += piece.width;
    }
    extent.width -= hanging;
    extent.is_right_to_left = base != 0;
    int x = base != 0 ? -hanging : 0;
    for (const std::size_t i : visual_order(pieces)) {
        pieces[i].x = x;
        x += pieces[i].width;
    }
    if (style.align != Align::Decimal) return pieces;
    const std::size_t whole = integer_part(line.text, style.decimal_mark);
    for (const auto& piece : pieces) {
        if (piece.text.empty() || piece.is_hyphen) continue;
        const auto from = static_cast<std::size_t>(piece.text.data() - line.text.data());
        if (whole < from || whole > from + piece.text.size()) continue;
        const int part = shaper.width_units(piece.text.substr(0, whole - from), font);
        extent.decimal = piece.x + (piece.is_right_to_left() ? piece.width - part : part);
        break;
    }
    return pieces;
}

void Canvas::add_levelled_line(const TextLine& line, const TextStyle& style, Extent& extent) {
    const Font& font = style.font;
    Shaper& shaper = document_.shaper();
    std::optional<Levels> own;
    const Levels* levels = line.levels;
    if (levels == nullptr) levels = &own.emplace(line.text, style.direction);
    pen_ = 0;
    for (const auto& piece : place_pieces(line, *levels, style, extent)) {
        const int space = shaper.space_width(font.weight);
        for (int i = 0; i < piece.blanks; ++i) {
            move_ = piece.x + i * space - pen_;
            add_run(static_cast<int>(font.weight), 0, shaper.space_tj(font.weight), font.size);
            pen_ = piece.x + (i + 1) * space;
        }
        if (piece.text.empty()) continue;
        if (piece.is_hyphen) begin_actual_text(kSoftHyphen);
        const Word& word =
            shaper.word(piece.text, font.weight, font.figures, piece.is_right_to_left());
        add_levelled_word(word, piece.x, font);
        if (piece.is_hyphen) end_actual_text();
    }
    move_ = 0;  // of a last word without glyphs
}

double Canvas::text(Point at, std::string_view utf8, const TextStyle& style) {
    return text(at, TextLine{.text = utf8}, style);
}

double Canvas::text(Point at, const TextLine& line, const TextStyle& style) {
    if (line.text.empty() && !line.has_hyphen && !line.has_space_after) return 0;
    mark_text();
    set_fill(style.color);
    operators_.clear();
    const State before = state_;
    Extent extent;
    const bool has_levels = line.levels != nullptr || style.direction == Direction::RightToLeft;
    if (has_levels || !add_plain_line(line, style, extent)) {
        operators_.clear();
        in_array_ = false;
        state_ = before;
        extent = {};
        add_levelled_line(line, style, extent);
    }
    close_array();
    if (operators_.empty()) return 0;
    content_ += "BT ";
    append_point({at.x - extent.anchor(style.align) * (style.font.size / 1000), at.y});
    content_ += "Td ";
    content_ += operators_;
    content_ += "ET\n";
    return extent.width * style.font.size / 1000;
}

}  // namespace bw::pdf

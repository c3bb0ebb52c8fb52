#include "flow/compose/pdf/bidi.h"

#include "base/check.h"
#include "flow/compose/pdf/text.h"

#include <fribidi.h>

#include <algorithm>
#include <numeric>

namespace bw::pdf {

namespace {

constexpr char32_t kFirstStrongIsolate = 0x2068;
constexpr char32_t kPopIsolate = 0x2069;
constexpr char32_t kNothing = 0x200B;  // of class BN: levels are found as if it were not there

// Below it, no lead byte of UTF-8 begins a character that runs from right to left.
constexpr unsigned char kLowestLead = 0xD6;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Isolates of one paragraph that are honoured. Sentences have a few, none within another; FriBidi
// 1.0.8 takes time in the square of their number, and overruns its memory where too many nest.
constexpr int kMostIsolates = 200;
constexpr int kDeepestIsolate = 8;
// Brackets that go together (rule N0); the others are signs as any. It takes time in the square of
// their number as well.
constexpr int kMostBrackets = 1000;

// The characters of a paragraph as the algorithm shall see them: what clean() (text.h) makes of
// them, and isolates, as far as they open and close each other.
class Reader {
public:
    char32_t seen(char32_t c) {
        if (c == '\t' || c == '\r' || c == 0x2028 || c == 0x2029) return U' ';
        if (c == kFirstStrongIsolate) return open() ? c : kNothing;
        if (c == kPopIsolate) return close() ? c : kNothing;
        return is_dropped(c) ? kNothing : c;
    }

private:
    bool open() {
        if (depth_ == kDeepestIsolate || count_ == kMostIsolates || passed_over_ > 0) {
            ++passed_over_;
            return false;
        }
        ++depth_;
        ++count_;
        return true;
    }

    bool close() {
        if (passed_over_ > 0) {
            --passed_over_;
            return false;
        }
        if (depth_ == 0) return false;
        --depth_;
        return true;
    }

    int depth_ = 0;
    int count_ = 0;
    int passed_over_ = 0;  // that are open within those that are honoured
};

FriBidiParType base_of(Direction direction) {
    switch (direction) {
        case Direction::LeftToRight: return FRIBIDI_PAR_LTR;
        case Direction::RightToLeft: return FRIBIDI_PAR_RTL;
        case Direction::Auto: return FRIBIDI_PAR_WLTR;
    }
    return FRIBIDI_PAR_LTR;
}

}  // namespace

bool runs_right_to_left(char32_t c) {
    // Blocks that default to R or AL (DerivedBidiClass), which hold all Arabic digits as well.
    return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0xFE70 && c <= 0xFEFE) || (c >= 0x10800 && c <= 0x10FFF) ||
           (c >= 0x1E800 && c <= 0x1EFFF);
}

bool has_right_to_left(std::string_view utf8) {
    for (std::size_t i = 0; i < utf8.size();) {
        if (static_cast<unsigned char>(utf8[i]) < kLowestLead) {
            ++i;
        } else if (runs_right_to_left(next_character(utf8, i))) {
            return true;
        }
    }
    return false;
}

Levels::Levels(std::string_view utf8, Direction direction) : levels_(utf8.size()) {
    for (std::size_t from = 0; from <= utf8.size();) {
        const std::size_t to = std::min(utf8.find('\n', from), utf8.size());
        resolve(utf8.substr(0, to), from, to, direction);
        if (to < utf8.size()) levels_[to] = paragraphs_.back().base;
        from = to + 1;
    }
}

void Levels::resolve(std::string_view utf8, std::size_t from, std::size_t to, Direction direction) {
    std::vector<FriBidiChar> text;
    std::vector<std::size_t> ends;
    Reader reader;
    for (std::size_t i = from; i < to;) {
        text.push_back(reader.seen(next_character(utf8, i)));
        ends.push_back(i);
    }
    FriBidiParType base = base_of(direction);
    std::vector<FriBidiLevel> found(text.size());
    if (!text.empty()) {
        const auto length = static_cast<FriBidiStrIndex>(text.size());
        std::vector<FriBidiCharType> types(text.size());
        std::vector<FriBidiBracketType> brackets(text.size());
        fribidi_get_bidi_types(text.data(), length, types.data());
        fribidi_get_bracket_types(text.data(), length, types.data(), brackets.data());
        int count = 0;
        for (auto& bracket : brackets) {
            if (bracket != FRIBIDI_NO_BRACKET && ++count > kMostBrackets)
                bracket = FRIBIDI_NO_BRACKET;
        }
        // 0 means that there was no memory
        CHECK(fribidi_get_par_embedding_levels_ex(types.data(), brackets.data(), length, &base,
                                                  found.data()) > 0);
    }
    const std::int8_t level = FRIBIDI_IS_RTL(base) ? 1 : 0;
    paragraphs_.push_back({.from = from, .base = level});
    std::size_t byte = from;
    for (std::size_t i = 0; i < found.size(); ++i) {
        while (byte < ends[i]) levels_[byte++] = std::max(found[i], level);
    }
}

int Levels::base(std::size_t at) const {
    const auto next = std::ranges::upper_bound(paragraphs_, at, {}, &Paragraph::from);
    return std::prev(next)->base;
}

std::vector<Piece> pieces_of(std::string_view line, const Levels& levels, std::size_t at) {
    const int base = levels.base(at);
    std::size_t shown = line.size();  // what follows are blanks and isolate controls
    while (shown > 0) {
        if (is_blank(line[shown - 1])) {
            --shown;
        } else if (shown >= 3 && isolate_control_at(line, shown - 3) != 0) {
            shown -= 3;
        } else {
            break;
        }
    }
    std::vector<Piece> pieces;
    const auto level_at = [&](std::size_t i) { return i < shown ? levels.level(at + i) : base; };
    for (std::size_t i = 0; i < line.size();) {
        if (const std::size_t control = isolate_control_at(line, i); control != 0) {
            i += control;
            continue;
        }
        const std::size_t from = i;
        const int level = level_at(i);
        const bool is_gap = is_blank(line[i]);
        while (i < line.size() && is_blank(line[i]) == is_gap && level_at(i) == level &&
               isolate_control_at(line, i) == 0) {
            ++i;
        }
        if (is_gap) {
            pieces.push_back({.text = {}, .blanks = static_cast<int>(i - from), .level = level});
        } else {
            pieces.push_back({.text = line.substr(from, i - from), .level = level});
        }
    }
    return pieces;
}

std::vector<std::size_t> visual_order(std::span<const Piece> pieces) {
    std::vector<std::size_t> order(pieces.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    int highest = 0;
    for (const auto& piece : pieces) highest = std::max(highest, piece.level);
    for (int level = highest; level > 0; --level) {
        for (auto from = order.begin(); from != order.end();) {
            const auto is_below = [&](std::size_t i) { return pieces[i].level < level; };
            const auto to = std::find_if(from, order.end(), is_below);
            std::reverse(from, to);
            from = to == order.end() ? to : std::next(to);
        }
    }
    return order;
}

}  // namespace bw::pdf

// Which way text runs: levels by the Unicode bidirectional algorithm (UAX #9), and the order of a
// line's words from left to right. Text without letters of right-to-left scripts in a line that
// begins at the left needs none of it. FriBidi stays behind this header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace bw::pdf {

// Of a line as a whole. Auto: that of the first letter, and left to right where there is none.
enum class Direction : std::uint8_t { LeftToRight, RightToLeft, Auto };

// Whether the character is of the ranges whose characters run from right to left or are Arabic
// digits, by default and as assigned (classes R, AL, AN).
bool runs_right_to_left(char32_t character);
// The same of any character of a text; a scan of bytes that costs little where there is none.
bool has_right_to_left(std::string_view utf8);

// The levels of a text's characters. Each line end (\n) ends a paragraph in the sense of UAX #9. Of
// the controls, FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE are honoured, the others count as
// nothing (text.h says why). Bounded for text that is made to take long: of a paragraph, 200
// isolates up to eight deep are honoured, and 1000 brackets go together.
class Levels {
public:
    Levels(std::string_view utf8, Direction direction);

    // Of the character that has a byte at `at`; odd: it runs from right to left.
    [[nodiscard]] int level(std::size_t at) const { return levels_[at]; }
    // Of the paragraph that has a byte, or its end, at `at`: 0 or 1.
    [[nodiscard]] int base(std::size_t at) const;

private:
    struct Paragraph {
        std::size_t from = 0;
        std::int8_t base = 0;
    };
    void resolve(std::string_view utf8, std::size_t from, std::size_t to, Direction direction);

    std::vector<std::int8_t> levels_;  // by byte
    std::vector<Paragraph> paragraphs_;
};

// A word, a part of one, or the blanks between two; all of one level.
struct Piece {
    std::string_view text;  // without isolate controls; empty: blanks
    int blanks = 0;
    int level = 0;
    int width = 0;           // both are the caller's: thousandths of the size,
    int x = 0;               // from the left end of the line
    bool is_hyphen = false;  // and so is this: it divides a word and is none of the text
    [[nodiscard]] bool is_right_to_left() const { return level % 2 != 0; }
};

// The pieces of a line in the order of reading. `at` is where the line begins in the text whose
// levels they are. Blanks at the end of the line have the level of the paragraph (rule L1).
std::vector<Piece> pieces_of(std::string_view line, const Levels& levels, std::size_t at);

// Indexes of the pieces as they stand from left to right (rule L2).
std::vector<std::size_t> visual_order(std::span<const Piece> pieces);

}  // namespace bw::pdf

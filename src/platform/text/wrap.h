// Text for a terminal: how wide it is and where its lines end. Columns count characters, not bytes.
// For tables and help; documents are laid out by compose. Pure. Thread: any.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bw::text {

inline constexpr std::size_t kTerminalColumns = 80;

// Columns that a UTF-8 text takes: one for each character.
std::size_t columns_of(std::string_view text);

struct Margins {
    std::size_t first = 0;  // spaces before the first line
    std::size_t rest = 0;   // and before the others
    std::size_t width = kTerminalColumns;
};
// The text in lines of at most `width` columns, broken at spaces; a word that is longer stays whole
// on a line of its own. Line ends of the text stay. No line end after the last line.
std::string wrap(std::string_view text, Margins margins = {});

}  // namespace bw::text

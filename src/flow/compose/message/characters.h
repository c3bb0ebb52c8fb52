// Characters of texts from outside, taken out of UTF-8 one by one, and which of them may do harm in
// a message. Inner to this room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bw::message {

inline constexpr char32_t kReplacement = U'\uFFFD';  // stands for bytes that are no UTF-8

struct Character {
    char32_t code = 0;
    std::size_t bytes = 0;  // that it takes in the text, at least 1
};

// The first one of a text that is not empty; kReplacement and 1 where it is not well-formed.
Character first_character(std::string_view text);

void append_utf8(std::string& out, char32_t code);

// C0, DEL and C1: tabs and line ends, too.
constexpr bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7F && code <= 0x9F); }

// LINE SEPARATOR and PARAGRAPH SEPARATOR.
constexpr bool is_separator(char32_t code) { return code == 0x2028 || code == 0x2029; }

// Shows nothing and steers what stands around it: it turns the direction of text (UAX #9), joins or
// splits words, or marks the order of bytes. ZWJ and ZWNJ are none: emoji and Persian need them.
constexpr bool is_hidden(char32_t code) {
    return code == 0x00AD || code == 0x061C || code == 0x200B || code == 0x200E || code == 0x200F ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) ||
           code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB);
}

// One line of a header: each run of controls and line ends, with the spaces around it, becomes one
// space, what is hidden goes, what is no UTF-8 becomes U+FFFD; without spaces at its ends.
std::string one_line(std::string_view text);

// Lines of a body: each ends with '\n', the last one, too. Other controls than tabs go, what is no
// UTF-8 becomes U+FFFD. Marks of direction stay: a body in Arabic needs them.
std::string lines_of(std::string_view text);

}  // namespace bw::message

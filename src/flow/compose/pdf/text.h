// Text from outside made safe to draw: UTF-8 that may be broken, and characters that must not reach
// a page. Nothing here fails; what cannot be drawn as it stands is replaced or dropped, and
// counted.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bw::pdf {

inline constexpr char32_t kReplacement = 0xFFFD;

// One character of UTF-8 at `position`, which moves past it. Each maximal ill-formed part gives one
// kReplacement (Unicode 15, 3.9, best practice), as do surrogates and noncharacters.
char32_t next_character(std::string_view text, std::size_t& position);

// The characters that are drawn. Dropped: control characters, bidirectional controls (they can make
// a name read as another), byte order marks, soft hyphens, zero-width spaces. Tabs and line ends
// become spaces. Joiners (U+200C, U+200D) stay: scripts need them.
std::u32string clean(std::string_view utf8);

void append_utf8(std::string& out, char32_t character);
std::string to_utf8(std::u32string_view text);

// UTF-16 big endian as PDF hexadecimal digits, without a byte order mark: "00E4".
void append_utf16_hex(std::string& out, std::u32string_view text);
// A PDF text string, e.g. for a title: (plain) where ASCII, else <FEFF...>.
void append_text_string(std::string& out, std::string_view utf8);
// Bytes as a PDF literal string with escapes: (...).
void append_literal(std::string& out, std::string_view bytes);
// The bytes of a literal string, escaped, without the brackets.
void append_escaped(std::string& out, std::string_view bytes);
// A PDF name: /...
void append_name(std::string& out, std::string_view name);
// Escaped for XML text and attributes; characters that XML 1.0 forbids become U+FFFD.
void append_xml(std::string& out, std::string_view utf8);

}  // namespace bw::pdf

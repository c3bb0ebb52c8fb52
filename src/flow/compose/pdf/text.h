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
// Whether clean() leaves the character out.
bool is_dropped(char32_t character);

// Data (a name, a street) for a place within a sentence: without bidirectional controls, between
// U+2068 FIRST STRONG ISOLATE and U+2069 POP DIRECTIONAL ISOLATE, so that an Arabic name keeps its
// own direction and does not turn round the words and numbers beside it. Nothing for nothing.
//
// Controls in data are an attack (CVE-2021-42574): overrides, embeddings and nested isolates make a
// reader see another text than the one that is stored. So of all bidirectional controls the
// drawing of text honours these two only, which are never drawn themselves, and leaves the others
// out wherever they come from. Data that does not pass through here may hold the two as well: an
// isolate takes its direction from the letters in it, so it turns round nothing that these letters
// would not, and what is left open ends with the paragraph; but text after it may stand within it.
// So whoever puts data into a sentence isolates it.
std::string isolate(std::string_view data);
// The bytes of an isolate control that stands at `at`: 3, or 0 where none does.
std::size_t isolate_control_at(std::string_view utf8, std::size_t at);

void append_utf8(std::string& out, char32_t character);
std::string to_utf8(std::u32string_view text);

// UTF-16 big endian as PDF hexadecimal digits, without a byte order mark: "00E4".
void append_utf16_hex(std::string& out, std::u32string_view text);
// A PDF text string, e.g. for a title: (plain) where ASCII, else UTF-16 with its mark.
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

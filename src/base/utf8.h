// Is it text? Well-formed UTF-8 by RFC 3629: no overlong forms, no surrogates, nothing above
// U+10FFFF.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bw {

// Bytes of the well-formed sequence at the start of `text`, which is not empty; 0 when it is none.
std::size_t utf8_sequence_length(std::string_view text);

// Well-formed, and without the byte 0: what a text column of the store takes.
bool is_utf8_text(std::string_view text);

// The same text with '?' for each byte that keeps it from being one; for file names and the like.
std::string as_utf8_text(std::string_view text);

}  // namespace bw

// Bodies of MIME parts in letters that every mail server passes on (RFC 2045). Inner to this room.
#pragma once

#include <string>
#include <string_view>

namespace bw::message {

inline constexpr std::size_t kMailColumns = 76;  // of a line without its end (RFC 2045, 6.7, 6.8)
inline constexpr std::string_view kLineEnd = "\r\n";

// Of lines of a body (characters.h); they end with CRLF. What some servers change on the way is
// encoded, too: spaces at an end, a dot or "From " at a beginning. It never holds "=_".
void add_quoted_printable(std::string& out, std::string_view lines);

// Of any bytes, in lines that end with CRLF.
void add_base64(std::string& out, std::string_view bytes);

// 'A' of 10.
char hex_digit(unsigned value);

}  // namespace bw::message

// Plain text in columns: what the text part of a mail is made with.
#pragma once

#include <string>
#include <string_view>

namespace bw::message {

inline constexpr int kTextColumns = 72;  // what mail programs show and quote without a break

// Lines of at most so many characters, broken at spaces and nowhere else: a word that is longer,
// such as a link, stands on a line of its own. What follows a break is set in like its line; line
// ends ('\n') stay, and so do lines that fit. Of UTF-8; columns below 1 count as 1.
std::string wrapped(std::string_view text, int columns);

}  // namespace bw::message

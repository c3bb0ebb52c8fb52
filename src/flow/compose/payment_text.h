// What texts of payment codes share. Inner to this room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bw::compose {

// Capital letters without spaces: "de89 3704" is "DE893704".
std::string without_spaces(std::string_view text);
std::size_t count_characters(std::string_view utf8);
// The first n characters; line breaks would end the field and become spaces.
std::string cut_to(std::string_view utf8, std::size_t n);

}  // namespace bw::compose

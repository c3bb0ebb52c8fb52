// Whether two names are one person's: upper or lower case and blanks around them make no other
// person, so that nobody is a second one by the shift key. Letters by letters, as Unicode pairs
// them one to one; marks that are composed in another way stay different. Pure.
#pragma once

#include <string_view>

namespace bw::text {

bool is_same_name(std::string_view a, std::string_view b);
// Names nobody.
bool is_blank(std::string_view name);

}  // namespace bw::text

// Names of countries for the last line of a letter that goes abroad.
#pragma once

#include "flow/compose/language.h"

#include <string_view>

namespace bw::compose {

// "AT" (ISO 3166-1 alpha-2) -> "AUSTRIA", "ÖSTERREICH": in capitals, as the post wants it. A
// country that is not known here keeps its code.
std::string_view country_name(std::string_view code, Language language);

}  // namespace bw::compose

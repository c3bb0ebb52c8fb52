// Operators of content streams (ISO 32000-1, annex A). Internal.
#pragma once

#include <string>
#include <string_view>

namespace bw::conformity {

bool is_operator(std::string_view word);
// The first word that is no operand; empty: there is none.
std::string first_operator(std::string_view content);

}  // namespace bw::conformity

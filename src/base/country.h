// Country codes of ISO 3166-1 (alpha-2), as addresses, tax numbers and e-invoices carry them.
#pragma once

#include <string_view>

namespace bw {

// "DE"; two capital letters of the standard's officially assigned codes.
bool is_country(std::string_view code);

}  // namespace bw

// Images that stand in a content stream itself: BI, entries, ID, bytes, EI (ISO 32000-1, 8.9.7).
// Internal.
#pragma once

#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/findings.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::conformity {

// Each value is one token, or a list with its brackets; dictionaries are passed over.
using InlineEntries = std::map<std::string, std::vector<Token>>;
// Up to ID, from behind BI.
InlineEntries read_entries(Lexer& lexer, const std::string& where, Findings& findings);
// "RGB" is "/DeviceRGB"; nothing: it is a resource.
std::optional<std::string> inline_device(const std::string& name);
// Behind the EI between blanks that follows.
std::size_t end_of_image(std::string_view bytes, std::size_t from);

}  // namespace bw::conformity

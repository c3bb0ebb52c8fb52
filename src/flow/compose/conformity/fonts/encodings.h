// Names of glyphs by code, and characters by name (ISO 32000-1, annex D; the Adobe Glyph List).
// Internal.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace bw::conformity {

using Encoding = std::array<std::string_view, 256>;  // empty: none
// "/WinAnsiEncoding"; null: it is no encoding that has a table here.
const Encoding* encoding_named(std::string_view name);
// "Adieresis", "uni00C4", "u1F600"; nothing: not known here, which holds the names of Latin script.
std::optional<char32_t> character_of(std::string_view glyph);
// Would the whole list have it? A word of letters is taken to be one of its four thousand.
bool is_listed(std::string_view glyph);

}  // namespace bw::conformity

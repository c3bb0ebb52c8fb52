// Inside of read_svg: basic shapes (SVG 1.1, 9) as lines and curves.
#pragma once

#include "base/result.h"
#include "flow/compose/images/svg_path.h"
#include "platform/xml/reader.h"

#include <optional>
#include <span>
#include <string_view>

namespace bw::images {

// The attributes that make the form of an element, divided by spaces; nothing: it is no shape.
std::optional<std::string_view> geometry_of(std::string_view element);

// Is the word one of those, which are divided by spaces?
bool is_word_of(std::string_view words, std::string_view word);

// The form of a shape in the units of the file; empty where nothing of it is seen. Error: a length
// or path that is wrong.
Result<Segments> shape_of(std::string_view element, std::span<const xml::ReadAttribute> attributes);

}  // namespace bw::images

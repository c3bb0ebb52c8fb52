// A template as a tree: elements with their attributes and words, each with its line. It is
// well-formed XML without namespaces; nothing is known here of what the elements mean.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::templates {

inline constexpr std::size_t kMostTemplateBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMostElements = 5'000;

struct MarkupAttribute {
    std::string name, value;
    int line = 0;
};

struct Element {
    std::string name;
    std::vector<MarkupAttribute> attributes;
    std::vector<Element> children;
    std::string words;  // between its tags, runs of blanks made one, those at the ends dropped
    int line = 0;
    int words_line = 0;

    [[nodiscard]] const MarkupAttribute* find(std::string_view name) const;
};

// Error (Refused, Limit): not well-formed, or larger than the limits; subject "FILE:LINE".
Result<Element> read_markup(std::string_view text, std::string_view file);

}  // namespace bw::templates

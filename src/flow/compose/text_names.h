// The words of documents by name, for those who write them: {t.owe} in a template is Strings::owe.
#pragma once

#include "flow/compose/language.h"

#include <span>
#include <string_view>

namespace bw::compose {

struct TextName {
    std::string_view name;
    std::string_view Strings::* text;
};

// In the order of their names.
std::span<const TextName> text_names();
// Null: no text has the name.
std::string_view Strings::* find_text(std::string_view name);

}  // namespace bw::compose

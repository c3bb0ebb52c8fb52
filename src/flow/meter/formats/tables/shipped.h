// The mappings under mappings/, compiled in. Internal: ask shipped_mapping().
#pragma once

#include <span>
#include <string_view>

namespace bw::meter {

struct ShippedText {
    std::string_view path;  // "asterisk.yaml"
    std::string_view text;
};
std::span<const ShippedText> shipped_texts();

}  // namespace bw::meter

// A file of a brand.
#pragma once

#include <string_view>

namespace bw::brands {

struct SourceFile {
    std::string_view name;  // from the brand's folder on: "brand.yaml", "mark.svg"
    std::string_view text;
};

}  // namespace bw::brands

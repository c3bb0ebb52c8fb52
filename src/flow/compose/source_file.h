// A file of what authors write: of a template, of a brand.
#pragma once

#include <string_view>

namespace bw::compose {

struct SourceFile {
    std::string_view name;  // from its folder on: "bill.xml", "texts/de.yaml", "mark.svg"
    std::string_view text;
};

}  // namespace bw::compose

// A file of a template.
#pragma once

#include <string_view>

namespace bw::templates {

struct SourceFile {
    std::string_view name;  // from the template's folder on: "bill.xml", "texts/de.yaml"
    std::string_view text;
};

}  // namespace bw::templates

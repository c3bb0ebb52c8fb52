// The templates that come with the program, as text.
#pragma once

#include "flow/compose/source_file.h"

#include <span>
#include <string_view>
#include <vector>

namespace bw::documents {

// All files: "bill/bill.xml", "bill/texts/de.yaml".
std::span<const compose::SourceFile> shipped_files();
// Those of one template, named from its folder on; empty: there is no such template.
std::vector<compose::SourceFile> shipped(std::string_view name);
// The folders, in alphabetical order.
std::vector<std::string_view> shipped_names();

}  // namespace bw::documents

// CMaps that every reader knows (ISO 32000-1, table 118). Internal.
#pragma once

#include <optional>
#include <string_view>

namespace bw::conformity {

// The collection of the CIDs of "/90ms-RKSJ-H": Japan1; nothing: it is none of them.
std::optional<std::string_view> collection_of(std::string_view name);

}  // namespace bw::conformity

// Reads a kit. Pure.
#pragma once

#include "base/result.h"
#include "flow/compose/kits/kit.h"

#include <string_view>

namespace bw::kits {

inline constexpr std::size_t kMostKitBytes = std::size_t{256} << 10;

// Invalid: the text is no kit; the error says where, what is wrong, and of a field or a block which
// one was perhaps meant.
Result<Kit> read_kit(std::string_view text, std::string_view file_name);

}  // namespace bw::kits

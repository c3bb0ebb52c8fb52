// Limits of text that comes from outside: bounded time and memory whatever the bytes.
#pragma once

#include <cstddef>

namespace bw::text {

inline constexpr std::size_t kYamlBytes = std::size_t{8} * 1024 * 1024;
inline constexpr std::size_t kYamlDepth = 24;
inline constexpr std::size_t kYamlNodes = 1'000'000;
inline constexpr std::size_t kYamlScalarBytes = std::size_t{64} * 1024;

}  // namespace bw::text

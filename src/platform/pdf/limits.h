// How much of a PDF file is read.
#pragma once

#include <cstddef>

namespace bw::pdf_file {

inline constexpr std::size_t kBytesMost = 512 << 20;     // of a file
inline constexpr std::size_t kUnpackedMost = 256 << 20;  // of one stream

}  // namespace bw::pdf_file

// Inside of this room: one function for each kind of file, and what they share.
#pragma once

#include "base/result.h"
#include "flow/compose/images/image.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace bw::images {

inline constexpr std::string_view kPngSignature = "\x89PNG\r\n\x1A\n";
inline constexpr std::string_view kJpegSignature = "\xFF\xD8\xFF";

Result<Image> read_png(std::string_view bytes);
Result<Image> read_jpeg(std::string_view bytes);
// Of a file that was read: its parts that are seen, without texts, times and profiles.
std::string seen_of_png(std::string_view bytes);

// Neither side is 0, and both together are within kImagePixelsMost.
Result<void> check_size(std::uint32_t width, std::uint32_t height);

// The byte at `at`, which must be there.
inline std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}
inline std::uint32_t big_endian(std::string_view bytes, std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i)
        value = value << 8 | byte_at(bytes, at + static_cast<std::size_t>(i));
    return value;
}

}  // namespace bw::images

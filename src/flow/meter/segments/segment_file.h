// The fixed parts of a segment file. Not for other rooms.
#pragma once

#include "flow/meter/segments/segment.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace bw::meter {

inline constexpr std::array<char, 8> kSegmentMagic = {'B', 'W', 'U', 'S', 'A', 'G', 'E', '\n'};
inline constexpr std::uint16_t kSegmentVersion = 1;
inline constexpr std::uint8_t kSegmentCodec = 2;

struct SegmentHeader {
    std::array<char, 8> magic = kSegmentMagic;
    std::uint16_t version = kSegmentVersion;
    std::uint8_t codec = kSegmentCodec;
    std::array<std::uint8_t, 5> reserved{};
};
static_assert(sizeof(SegmentHeader) == 16);

struct SegmentFooter {
    std::uint64_t index_offset = 0;
    std::uint64_t entry_count = 0;
    std::uint64_t dictionary_offset = 0;
    std::uint64_t dictionary_bytes = 0;
    std::uint64_t index_hash = 0;
    std::uint64_t dictionary_hash = 0;
    std::array<char, 8> magic = kSegmentMagic;
    std::uint64_t footer_hash = 0;  // of all before it
};
static_assert(sizeof(SegmentFooter) == 64);

template <typename T>
std::span<const std::byte> bytes_of(const T& value) {
    return std::as_bytes(std::span(&value, 1));
}
inline std::uint64_t hash_of(const SegmentFooter& footer) {
    return blob::checksum(bytes_of(footer).first(sizeof(footer) - sizeof(footer.footer_hash)));
}

}  // namespace bw::meter

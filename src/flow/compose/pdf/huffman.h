// Huffman codes as deflate wants them (RFC 1951, 3.2.2).
#pragma once

#include <cstdint>
#include <span>

namespace bw::pdf {

struct HuffmanCode {
    std::uint16_t bits = 0;  // the first one to be written is the lowest
    std::uint8_t length = 0;
};

// A code for each symbol that occurs, none longer than `longest` bits (which must be enough). Where
// fewer than two occur, two symbols get codes all the same: readers want a whole tree.
void make_codes(std::span<const std::uint32_t> counts, int longest, std::span<HuffmanCode> codes);

}  // namespace bw::pdf

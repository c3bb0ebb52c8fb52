// Deflate (RFC 1950, 1951) for XML that a program wrote: line by line it repeats itself at the same
// distance. Looks at the distance of the last match first and remembers no places within matches,
// so an e-invoice takes a quarter of the time of libdeflate's level 1, and an eighth less room.
// Pages and structure trees, which repeat themselves in small pieces, libdeflate does as fast and
// smaller. Same bytes, same result, whatever was deflated before.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw::pdf {

// Thread: one owner.
class QuickDeflater {
public:
    // More in one piece is left to libdeflate: one block with one set of codes would not fit it.
    static constexpr std::size_t kMostBytes = std::size_t{1} << 18;

    QuickDeflater();
    // With head and checksum of zlib; valid until the next call. At most kMostBytes.
    std::string_view deflate(std::string_view data);

private:
    static constexpr int kHashBits = 13;
    static constexpr std::size_t kLiterals = 286, kDistances = 30;

    void find_matches(std::string_view data);
    void add_literal(char byte);
    void add_match(std::size_t length, std::size_t distance);
    void write_block();

    std::vector<std::uint32_t> places_;  // by hash: place + 1 of four bytes, counted from base_
    std::uint32_t base_ = 0;
    std::vector<std::uint32_t> tokens_;
    std::array<std::uint32_t, kLiterals> literal_counts_{};
    std::array<std::uint32_t, kDistances> distance_counts_{};
    std::string out_;
};

}  // namespace bw::pdf

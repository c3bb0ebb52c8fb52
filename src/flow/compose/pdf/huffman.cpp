#include "flow/compose/pdf/huffman.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace bw::pdf {

namespace {

constexpr int kMostBits = 15;

struct Leaf {
    std::uint32_t count = 0;
    std::uint16_t symbol = 0;
};

// How many codes there are of each length, for leaves from the rarest on.
std::array<std::uint32_t, kMostBits + 1> lengths_of(std::span<const Leaf> leaves, int longest) {
    const std::size_t count = leaves.size();
    // Inner nodes are made in order of their counts, so two queues do.
    std::vector<std::uint32_t> sums(count), parents(2 * count);
    std::size_t leaf = 0, inner = 0;
    for (std::size_t made = 0; made + 1 < count; ++made) {
        for (int side = 0; side < 2; ++side) {
            const bool takes_leaf =
                leaf < count && (inner == made || leaves[leaf].count <= sums[inner]);
            parents[takes_leaf ? leaf : count + inner] = static_cast<std::uint32_t>(made);
            sums[made] += takes_leaf ? leaves[leaf].count : sums[inner];
            ++(takes_leaf ? leaf : inner);
        }
    }
    std::vector<std::uint8_t> depths(count);  // of inner nodes; the last one is the root
    for (std::size_t i = count - 1; i-- > 0;)
        depths[i] = i + 2 == count ? 0 : static_cast<std::uint8_t>(depths[parents[count + i]] + 1);
    std::array<std::uint32_t, kMostBits + 1> of_length{};
    for (std::size_t i = 0; i < count; ++i)
        ++of_length[static_cast<std::size_t>(std::min(depths[parents[i]] + 1, longest))];
    // What was too long is at the limit now, and takes more room than there is: for each step too
    // much a code one above is made longer, and takes one of the longest beside it.
    std::uint32_t used = 0;
    for (int length = 1; length <= longest; ++length)
        used += of_length[static_cast<std::size_t>(length)] << (longest - length);
    for (; used > 1U << longest; --used) {
        auto length = static_cast<std::size_t>(longest - 1);
        while (of_length[length] == 0) --length;
        --of_length[static_cast<std::size_t>(longest)];
        --of_length[length];
        of_length[length + 1] += 2;
    }
    return of_length;
}

std::uint16_t reversed(std::uint32_t bits, int length) {
    std::uint32_t out = 0;
    for (int i = 0; i < length; ++i) out = out << 1 | (bits >> i & 1);
    return static_cast<std::uint16_t>(out);
}

}  // namespace

void make_codes(std::span<const std::uint32_t> counts, int longest, std::span<HuffmanCode> codes) {
    std::vector<Leaf> leaves;
    leaves.reserve(counts.size());
    for (std::size_t symbol = 0; symbol < counts.size(); ++symbol) {
        codes[symbol] = {};
        if (counts[symbol] != 0)
            leaves.push_back({counts[symbol], static_cast<std::uint16_t>(symbol)});
    }
    for (std::uint16_t symbol = 0; leaves.size() < 2; ++symbol)
        if (counts[symbol] == 0) leaves.push_back({0, symbol});
    std::ranges::sort(leaves, [](const Leaf& a, const Leaf& b) {
        return a.count != b.count ? a.count < b.count : a.symbol < b.symbol;
    });
    const auto of_length = lengths_of(leaves, longest);
    std::size_t next = 0;  // the rarest leaf without a length
    for (auto length = static_cast<std::size_t>(longest); length > 0; --length) {
        for (std::uint32_t i = 0; i < of_length[length]; ++i)
            codes[leaves[next++].symbol].length = static_cast<std::uint8_t>(length);
    }
    std::array<std::uint32_t, kMostBits + 2> first{};
    for (std::size_t length = 1; length <= kMostBits; ++length)
        first[length + 1] = (first[length] + of_length[length]) << 1;
    for (auto& code : codes) {
        if (code.length == 0) continue;
        code.bits = reversed(first[code.length]++, code.length);
    }
}

}  // namespace bw::pdf

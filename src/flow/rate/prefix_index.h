// Longest prefix match over texts: which destination a dialled number belongs to. Exact text: "+49"
// and "0049" are different prefixes, whoever normalises numbers decides which form a deck uses.
// Holds hundreds of thousands of prefixes in one sorted array; nothing is allocated per look-up.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::rate {

class PrefixIndex {
public:
    struct Entry {
        std::string_view prefix;  // 1 to kMaxPrefix characters
        std::uint32_t value = 0;  // the caller's; any
    };
    static constexpr std::size_t kMaxPrefix = 32;  // E.164 has 15 digits; the rest is for names
    static constexpr std::size_t kMaxEntries = 10'000'000;
    static constexpr std::uint32_t kNone = 0xffff'ffff;

    PrefixIndex() = default;  // matches nothing
    // Copies the texts. O(n log n). A prefix may stand there once only.
    static Result<PrefixIndex> build(std::span<const Entry> entries);

    // The node of the longest prefix of `number`, or kNone. O(log n).
    [[nodiscard]] std::uint32_t find(std::string_view number) const;
    // The node of the next shorter prefix of the same number, or kNone.
    [[nodiscard]] std::uint32_t shorter(std::uint32_t node) const { return nodes_[node].shorter; }
    [[nodiscard]] std::uint32_t value(std::uint32_t node) const { return nodes_[node].value; }
    [[nodiscard]] std::string_view prefix(std::uint32_t node) const {
        return std::string_view(texts_).substr(nodes_[node].offset, nodes_[node].length);
    }
    [[nodiscard]] std::size_t size() const { return nodes_.size(); }

private:
    struct Node {
        std::uint32_t offset = 0;
        std::uint32_t shorter = kNone;
        std::uint32_t value = 0;
        std::uint32_t length = 0;
    };
    std::string texts_;
    std::vector<Node> nodes_;  // sorted by text
    // First 8 bytes of each, big end first: most comparisons end here, in a quarter of the memory.
    std::vector<std::uint64_t> heads_;
};

}  // namespace bw::rate

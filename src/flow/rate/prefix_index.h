// Longest prefix match over texts: which destination a dialled number belongs to. Exact text: "+49"
// and "0049" are different prefixes, whoever normalises numbers decides which form a deck uses.
// Holds hundreds of thousands of prefixes as one table of steps: a character of the number, a step,
// until nothing longer can match. Nothing is compared and nothing allocated per look-up.
#pragma once

#include "base/result.h"
#include "flow/meter/text_column.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::rate {

class PrefixIndex {
public:
    static constexpr std::size_t kMaxPrefix = 32;  // E.164 has 15 digits; the rest is for names
    static constexpr std::size_t kMaxEntries = 10'000'000;
    static constexpr std::size_t kMaxSteps = std::size_t{1} << 28;  // a GB of table
    static constexpr std::uint32_t kNone = 0xffff'ffff;

    PrefixIndex() = default;  // matches nothing
    // Node n is the prefix n in order of text. Copies the texts. A prefix may stand there once
    // only. Memory: four bytes for each text that some prefix goes on from and each character that
    // occurs; of a deck of digits 50 to 100 bytes a prefix. A table above kMaxSteps is refused.
    static Result<PrefixIndex> build(std::vector<std::string_view> prefixes);

    // The node of the longest prefix of `number`, or kNone.
    [[nodiscard]] std::uint32_t find(std::string_view number) const {
        std::uint32_t at = 0;
        for (const char c : number) {
            at = steps_[at + code_[static_cast<unsigned char>(c)]];
            if ((at & kIsAnswer) != 0) return (at & ~kIsAnswer) - 1;
        }
        return (steps_[at] & ~kIsAnswer) - 1;
    }
    // The same for many numbers, nodes[i] of numbers[i]. Several times as fast: they are looked up
    // side by side, so that none waits for memory alone.
    void find(const meter::TextColumn& numbers, std::span<std::uint32_t> nodes) const;
    // The node of the next shorter prefix of the same number, or kNone.
    [[nodiscard]] std::uint32_t shorter(std::uint32_t node) const { return nodes_[node].shorter; }
    [[nodiscard]] std::string_view prefix(std::uint32_t node) const {
        return std::string_view(texts_).substr(nodes_[node].offset, nodes_[node].length);
    }
    [[nodiscard]] std::size_t size() const { return nodes_.size(); }

private:
    struct Node {
        std::uint32_t offset = 0;
        std::uint32_t shorter = kNone;
        std::uint32_t length = 0;
    };
    // A step is where the next row begins, or an answer: 1 + the node, 0 for none.
    static constexpr std::uint32_t kIsAnswer = 0x8000'0000;

    Result<void> add_steps(std::string_view prefix, std::uint32_t node);

    std::string texts_;
    std::vector<Node> nodes_;  // sorted by text
    // Each character that occurs has a code from 1 on; 0 is all others and the end of the number.
    std::array<std::uint8_t, 256> code_{};
    std::uint32_t width_ = 1;  // of a row: a step for each code
    std::vector<std::uint32_t> steps_ = {kIsAnswer};
};

}  // namespace bw::rate

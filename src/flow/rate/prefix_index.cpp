#include "flow/rate/prefix_index.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

Result<void> check_prefix(std::string_view prefix) {
    if (prefix.empty())
        return fail(Code::Invalid, "an empty prefix matches every number; name the group 'any'");
    if (prefix.size() > PrefixIndex::kMaxPrefix)
        return fail(Code::Limit,
                    fmt::format("a prefix may have {} characters at most", PrefixIndex::kMaxPrefix),
                    std::string(prefix));
    if (prefix.find('\0') != std::string_view::npos)
        return fail(Code::Invalid, "a prefix contains a zero byte");
    return {};
}

}  // namespace

Result<PrefixIndex> PrefixIndex::build(std::vector<std::string_view> prefixes) {
    if (prefixes.size() > kMaxEntries)
        return fail(Code::Limit, fmt::format("{} prefixes; at most {} are allowed", prefixes.size(),
                                             kMaxEntries));
    if (!std::ranges::is_sorted(prefixes)) std::ranges::sort(prefixes);
    PrefixIndex index;
    for (const std::string_view prefix : prefixes) {
        TRY_VOID(check_prefix(prefix));
        for (const char c : prefix) {
            auto& code = index.code_[static_cast<unsigned char>(c)];
            if (code == 0) code = static_cast<std::uint8_t>(index.width_++);
        }
    }
    index.steps_.assign(index.width_, kIsAnswer);
    index.nodes_.reserve(prefixes.size());
    std::uint32_t open = kNone;  // the longest earlier prefix that may still hold the next text
    for (const std::string_view prefix : prefixes) {
        const auto node = static_cast<std::uint32_t>(index.nodes_.size());
        if (node > 0 && index.prefix(node - 1) == prefix)
            return fail(Code::Duplicate, "the prefix stands there twice", std::string(prefix));
        while (open != kNone && !prefix.starts_with(index.prefix(open)))
            open = index.nodes_[open].shorter;
        index.nodes_.push_back({.offset = static_cast<std::uint32_t>(index.texts_.size()),
                                .shorter = open,
                                .length = static_cast<std::uint32_t>(prefix.size())});
        index.texts_ += prefix;
        open = node;
        TRY_VOID(index.add_steps(prefix, node));
    }
    index.steps_.shrink_to_fit();
    return index;
}

// Without a branch for each number: where it ends cannot be predicted, and what is predicted wrong
// must wait for the memory that it guessed about.
void PrefixIndex::find(const meter::TextColumn& numbers, std::span<std::uint32_t> nodes) const {
    constexpr std::size_t kTogether = 16;
    for (std::size_t first = 0; first < numbers.size(); first += kTogether) {
        const std::size_t count = std::min(kTogether, numbers.size() - first);
        std::array<std::string_view, kTogether> some;
        for (std::size_t k = 0; k < count; ++k) some[k] = numbers[first + k];
        std::array<std::uint32_t, kTogether> at{};
        std::uint32_t all = 0;  // an answer when every number has one
        for (std::size_t i = 0; (all & kIsAnswer) == 0; ++i) {
            all = kIsAnswer;
            for (std::size_t k = 0; k < count; ++k) {
                const std::uint8_t code =
                    i < some[k].size() ? code_[static_cast<unsigned char>(some[k][i])] : 0;
                const std::uint32_t done = 0U - (at[k] >> 31);  // all bits, or none
                const std::uint32_t step = steps_[(at[k] & ~done) + code];
                at[k] = (at[k] & done) | (step & ~done);
                all &= at[k];
            }
        }
        for (std::size_t k = 0; k < count; ++k) nodes[first + k] = (at[k] & ~kIsAnswer) - 1;
    }
}

// Prefixes come in order of text, so that one comes before those that go on from it: a row answers
// with what was known before it, where it does not go on.
Result<void> PrefixIndex::add_steps(std::string_view prefix, std::uint32_t node) {
    std::size_t row = 0;
    for (const char c : prefix.substr(0, prefix.size() - 1)) {
        const std::size_t at = row + code_[static_cast<unsigned char>(c)];
        if ((steps_[at] & kIsAnswer) != 0) {
            if (steps_.size() + width_ > kMaxSteps)
                return fail(Code::Limit,
                            fmt::format("the prefixes are too many and too different: their table "
                                        "would have more than {} steps",
                                        kMaxSteps));
            const std::uint32_t known = steps_[at];
            steps_[at] = static_cast<std::uint32_t>(steps_.size());
            steps_.insert(steps_.end(), width_, known);
        }
        row = steps_[at];
    }
    steps_[row + code_[static_cast<unsigned char>(prefix.back())]] = kIsAnswer | (node + 1);
    return {};
}

}  // namespace bw::rate

#include "flow/rate/prefix_index.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

// Orders like the text itself; shorter texts are filled with zero bytes, which no prefix contains.
std::uint64_t head_of(std::string_view text) {
    std::uint64_t head = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        const auto byte = i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
        head = head << 8 | byte;
    }
    return head;
}

Result<void> check_entry(const PrefixIndex::Entry& entry) {
    if (entry.prefix.empty())
        return fail(Code::Invalid, "an empty prefix matches every number; name the group 'any'");
    if (entry.prefix.size() > PrefixIndex::kMaxPrefix)
        return fail(Code::Limit,
                    fmt::format("a prefix may have {} characters at most", PrefixIndex::kMaxPrefix),
                    std::string(entry.prefix));
    if (entry.prefix.find('\0') != std::string_view::npos)
        return fail(Code::Invalid, "a prefix contains a zero byte");
    return {};
}

}  // namespace

Result<PrefixIndex> PrefixIndex::build(std::span<const Entry> entries) {
    if (entries.size() > kMaxEntries)
        return fail(Code::Limit, fmt::format("{} prefixes; at most {} are allowed", entries.size(),
                                             kMaxEntries));
    std::vector<Entry> sorted(entries.begin(), entries.end());
    if (!std::ranges::is_sorted(sorted, {}, &Entry::prefix))
        std::ranges::sort(sorted, {}, &Entry::prefix);
    PrefixIndex index;
    index.nodes_.reserve(sorted.size());
    index.heads_.reserve(sorted.size());
    std::uint32_t open = kNone;  // the longest earlier prefix that may still hold the next text
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const Entry& entry = sorted[i];
        TRY_VOID(check_entry(entry));
        if (i > 0 && sorted[i - 1].prefix == entry.prefix)
            return fail(Code::Duplicate, "the prefix stands there twice",
                        std::string(entry.prefix));
        while (open != kNone && !entry.prefix.starts_with(index.prefix(open)))
            open = index.nodes_[open].shorter;
        index.heads_.push_back(head_of(entry.prefix));
        index.nodes_.push_back({.offset = static_cast<std::uint32_t>(index.texts_.size()),
                                .shorter = open,
                                .value = entry.value,
                                .length = static_cast<std::uint32_t>(entry.prefix.size())});
        index.texts_ += entry.prefix;
        open = static_cast<std::uint32_t>(i);
    }
    return index;
}

std::uint32_t PrefixIndex::find(std::string_view number) const {
    number = number.substr(0, kMaxPrefix);
    const std::uint64_t head = head_of(number);
    auto after = std::ranges::upper_bound(heads_, head);
    if (after != heads_.begin() && *std::prev(after) == head) {
        const auto first = std::lower_bound(heads_.begin(), after, head);
        after = std::partition_point(first, after, [&](const std::uint64_t& entry) {
            return prefix(static_cast<std::uint32_t>(&entry - heads_.data())) <= number;
        });
    }
    auto node = static_cast<std::uint32_t>(after - heads_.begin());
    // Whatever stands between a prefix of the number and the number itself starts with that prefix:
    // so the match is the neighbour before, or one of the prefixes that hold the neighbour.
    if (node == 0) return kNone;
    --node;
    while (node != kNone && !number.starts_with(prefix(node))) node = nodes_[node].shorter;
    return node;
}

}  // namespace bw::rate

#include "books/archive/merkle.h"

#include "base/check.h"

#include <algorithm>
#include <array>

namespace bw::archive {
namespace {

using crypto::Digest;

Digest node(const Digest& left, const Digest& right) {
    std::array<std::byte, 65> message{std::byte{1}};
    std::ranges::copy(left.bytes, message.begin() + 1);
    std::ranges::copy(right.bytes, message.begin() + 33);
    return crypto::sha256(message);
}

// Pairs up one level; a node without a sibling rises as it is, which is the tree of RFC 6962.
void rise(std::vector<Digest>& level) {
    std::size_t out = 0;
    for (std::size_t i = 0; i < level.size(); i += 2)
        level[out++] = i + 1 < level.size() ? node(level[i], level[i + 1]) : level[i];
    level.resize(out);
}

}  // namespace

Digest merkle_root(std::span<const Digest> leaves) {
    if (leaves.empty()) return crypto::sha256("");
    std::vector<Digest> level(leaves.begin(), leaves.end());
    while (level.size() > 1) rise(level);
    return level.front();
}

std::vector<Digest> merkle_path(std::span<const Digest> leaves, std::size_t index) {
    CHECK(index < leaves.size());
    std::vector<Digest> path;
    std::vector<Digest> level(leaves.begin(), leaves.end());
    for (; level.size() > 1; index /= 2) {
        const std::size_t sibling = index ^ 1U;
        if (sibling < level.size()) path.push_back(level[sibling]);
        rise(level);
    }
    return path;
}

bool merkle_proves(const Digest& root, std::size_t count, std::size_t index, const Digest& leaf,
                   std::span<const Digest> path) {
    if (index >= count) return false;
    Digest hash = leaf;
    std::size_t used = 0;
    for (std::size_t last = count - 1; last > 0; index /= 2, last /= 2) {
        if (index % 2 == 0 && index == last) continue;  // no sibling on this level
        if (used == path.size()) return false;
        hash = index % 2 == 1 ? node(path[used], hash) : node(hash, path[used]);
        ++used;
    }
    return used == path.size() && hash == root;
}

}  // namespace bw::archive

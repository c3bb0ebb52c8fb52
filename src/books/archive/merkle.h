// The hash tree of RFC 6962 (section 2.1) over given leaves: root, proof that a leaf is in it,
// check of such a proof. Inner nodes are SHA-256(0x01, left, right); leaves carry the tag 0x00
// (segment.cpp), so that a node can never be passed off as a leaf.
#pragma once

#include "platform/crypto/sha256.h"

#include <cstddef>
#include <span>
#include <vector>

namespace bw::archive {

// Of no leaves: SHA-256 of nothing.
crypto::Digest merkle_root(std::span<const crypto::Digest> leaves);
// The siblings from the leaf up. index < leaves.size().
std::vector<crypto::Digest> merkle_path(std::span<const crypto::Digest> leaves, std::size_t index);
// Whether `leaf` is entry `index` of the `count` leaves under `root`.
bool merkle_proves(const crypto::Digest& root, std::size_t count, std::size_t index,
                   const crypto::Digest& leaf, std::span<const crypto::Digest> path);

}  // namespace bw::archive

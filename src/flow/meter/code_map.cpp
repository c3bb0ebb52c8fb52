#include "flow/meter/code_map.h"

#include <algorithm>
#include <functional>

namespace bw::meter {
namespace {

std::uint32_t hash_of(std::string_view code) {
    const std::uint64_t hash = std::hash<std::string_view>{}(code);
    return static_cast<std::uint32_t>(hash ^ hash >> 32);
}

}  // namespace

std::size_t CodeMap::slot_of(std::string_view code, std::uint32_t hash) const {
    for (std::size_t at = hash;; ++at) {
        at &= slots_.size() - 1;
        const Slot& slot = slots_[at];
        if (slot.number == 0) return at;
        if (slot.hash != hash) continue;
        const Entry& entry = entries_[slot.number - 1];
        if (std::string_view(texts_).substr(entry.offset, entry.length) == code) return at;
    }
}

const Owner* CodeMap::find(std::string_view code) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[slot_of(code, hash_of(code))];
    return slot.number == 0 ? nullptr : &entries_[slot.number - 1].owner;
}

void CodeMap::insert(std::string_view code, Owner owner) {
    if (2 * entries_.size() >= slots_.size()) grow();  // at least half of them stay free
    const std::uint32_t hash = hash_of(code);
    const std::size_t at = slot_of(code, hash);
    entries_.push_back({texts_.size(), code.size(), owner});
    texts_ += code;
    slots_[at] = {hash, static_cast<std::uint32_t>(entries_.size())};
}

void CodeMap::grow() {
    std::vector<Slot> larger(std::max<std::size_t>(64, 2 * slots_.size()));
    for (const Slot& slot : slots_) {
        if (slot.number == 0) continue;
        std::size_t at = slot.hash & (larger.size() - 1);
        while (larger[at].number != 0) at = (at + 1) & (larger.size() - 1);
        larger[at] = slot;
    }
    slots_.swap(larger);
}

void CodeMap::clear() {
    texts_.clear();
    entries_.clear();
    std::ranges::fill(slots_, Slot{});
}

}  // namespace bw::meter

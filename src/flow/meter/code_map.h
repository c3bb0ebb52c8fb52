// Codes of service points to owners, for a file that names them in any order: a look-up hashes the
// code and compares it once. Codes lie back to back; nothing is allocated for each. Internal.
#pragma once

#include "flow/meter/segments/segment.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw::meter {

class CodeMap {
public:
    // Null: not known. Holds until the next insert().
    [[nodiscard]] const Owner* find(std::string_view code) const;
    // A code that is not known yet.
    void insert(std::string_view code, Owner owner);
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    void clear();

private:
    struct Entry {
        std::size_t offset = 0;  // into texts_
        std::size_t length = 0;
        Owner owner = 0;
    };
    // With the hash beside it, no other entry than the right one is looked at.
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t number = 0;  // 1 + index into entries_; 0: free
    };
    // Where the code stands, or the free place for it.
    [[nodiscard]] std::size_t slot_of(std::string_view code, std::uint32_t hash) const;
    void grow();

    std::string texts_;
    std::vector<Entry> entries_;
    std::vector<Slot> slots_;  // a power of two of them
};

}  // namespace bw::meter

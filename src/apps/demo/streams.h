// Independent random streams from one seed: each account, each day and each file has its own, so
// that a value does not depend on what was generated before it.
#pragma once

#include "base/random.h"

#include <cstdint>

namespace bw::demo {

enum class Stream : std::uint8_t { Person = 1, Product, Shapes, Load, Day, Water, Calls };

inline Random random_of(std::uint64_t seed, Stream stream, std::int64_t index,
                        std::int64_t part = 0) {
    // Odd multipliers spread the parts; Random's own seeding mixes the bits.
    const std::uint64_t key =
        seed * 0x9e3779b97f4a7c15ULL + static_cast<std::uint64_t>(stream) * 0xd1342543de82ef95ULL;
    return Random((key ^ static_cast<std::uint64_t>(index) * 0xbf58476d1ce4e5b9ULL) +
                  static_cast<std::uint64_t>(part) * 0x94d049bb133111ebULL);
}

}  // namespace bw::demo

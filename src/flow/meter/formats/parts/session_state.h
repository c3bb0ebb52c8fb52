// What is known of a session, and how it grows. Its packets come in any order, twice, late, in this
// file or another, so join() must not care: it keeps the larger counters, the Start that was told
// (the first of several), else the earliest that was counted back.
#pragma once

#include "base/civil.h"

#include <cstdint>
#include <string>

namespace bw::meter {

struct SessionState {
    Instant start;
    bool has_start = false;  // told by a Start, not counted back from a later packet
    std::int64_t seconds = 0, bytes = 0;
    std::string destination;

    // Associative, commutative, and the same once more changes nothing.
    void join(const SessionState& other);
    [[nodiscard]] bool is_without_usage() const { return seconds == 0 && bytes == 0; }
};

}  // namespace bw::meter

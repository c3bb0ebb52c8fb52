// A seeded source of random numbers (xoshiro256**, Blackman and Vigna 2018, public domain).
// Passed in from main, so that one seed replays a run. Not for secrets. Thread: one owner.
#pragma once

#include <array>
#include <cstdint>

namespace bw {

class Random {
public:
    explicit Random(std::uint64_t seed);

    std::uint64_t next();
    // Uniform in [0, bound); bound > 0.
    std::uint64_t below(std::uint64_t bound);
    // Uniform in [low, high], both included.
    std::int64_t between(std::int64_t low, std::int64_t high);
    // True with probability part/whole.
    bool chance(std::uint64_t part, std::uint64_t whole) { return below(whole) < part; }

private:
    std::array<std::uint64_t, 4> state_;
};

}  // namespace bw

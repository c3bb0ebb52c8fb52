// Two texts line by line: what was taken out, what came in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw::text {

enum class LineKind : std::uint8_t { Same, Removed, Added };
struct DiffLine {
    LineKind kind = LineKind::Same;
    std::string_view words;  // into one of the texts
    friend bool operator==(const DiffLine&, const DiffLine&) = default;
};

// The lines of both in their order with the fewest changes; of lines that changed those of `before`
// stand first. Cost: the product of the lines that lie between what both begin and end with; where
// that is above kMostCompared, all of them count as changed.
inline constexpr std::size_t kMostCompared = 4'000'000;
std::vector<DiffLine> difference(std::string_view before, std::string_view after);

}  // namespace bw::text

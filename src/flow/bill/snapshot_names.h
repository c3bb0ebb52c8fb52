// How the frozen data of a statement calls what the program numbers. Private to the room.
#pragma once

#include <array>
#include <string_view>

namespace bw::bill::snapshot_names {

// In the order of their enumerations.
inline constexpr std::array<std::string_view, 8> kPieces = {
    "fixed", "usage", "discount", "minimum", "advance", "feed-in-credit", "surcharge", "maximum"};
inline constexpr std::array<std::string_view, 3> kStreams = {"arrears", "advance", "request"};
inline constexpr std::array<std::string_view, 7> kSteps = {
    "last-bill", "usage", "price", "fixed", "corrections", "tax", "this-bill"};

}  // namespace bw::bill::snapshot_names

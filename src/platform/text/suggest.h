// The word that somebody may have meant. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bw::text {

// How many letters must be added, taken away or changed to make one word of the other.
std::size_t edit_distance(std::string_view a, std::string_view b);
// The nearest of the candidates, as "; did you mean 'x'?"; nothing when none is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace bw::text

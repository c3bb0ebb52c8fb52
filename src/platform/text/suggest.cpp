#include "platform/text/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace bw::text {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t corner = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t change = corner + (a[i] == b[j] ? 0 : 1);
            corner = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, change});
        }
    }
    return row[b.size()];
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
    constexpr std::size_t kLongestWord = 80;  // bounds the work on hostile keys
    if (word.size() > kLongestWord) return {};
    std::size_t best = std::max<std::size_t>(2, word.size() / 3) + 1;
    std::string found;
    for (const auto& candidate : candidates)
        if (const std::size_t distance = edit_distance(word, candidate); distance < best) {
            best = distance;
            found = candidate;
        }
    return found.empty() ? "" : fmt::format("; did you mean '{}'?", found);
}

}  // namespace bw::text

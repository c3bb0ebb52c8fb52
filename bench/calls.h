// What the benchmarks of calls share: a rate deck of the size that wholesale operators exchange,
// and numbers that people dial. Made from a seed.
#pragma once

#include "base/random.h"

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace bw::bench {

inline std::string digits(Random& random, std::int64_t count) {
    std::string text;
    for (std::int64_t i = 0; i < count; ++i) text += static_cast<char>('0' + random.below(10));
    return text;
}
// '+' and a country code does not begin with 0.
inline std::string dialled(Random& random, std::int64_t more_digits) {
    return std::string{'+', static_cast<char>('1' + random.below(9))} + digits(random, more_digits);
}

// Prefixes of 1 to 9 digits, so that every number has one; a name for each first three digits.
inline std::string deck_csv(std::size_t prefixes) {
    Random random(7);
    std::set<std::string> all;
    for (char first = '1'; first <= '9'; ++first) all.insert({'+', first});
    while (all.size() < prefixes) all.insert(dialled(random, random.between(2, 8)));
    std::string text = "prefix,name,price per minute\n";
    for (const std::string& prefix : all)
        text += prefix + ",Destination " + prefix.substr(1, 3) + ",0." +
                std::to_string(random.between(1000, 9999)) + "\n";
    return text;
}

// Numbers of 11 to 13 digits, all different.
inline std::vector<std::string> numbers(std::size_t count) {
    Random random(11);
    std::set<std::string> all;
    while (all.size() < count) all.insert(dialled(random, random.between(10, 12)));
    std::vector<std::string> list(all.begin(), all.end());
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[random.below(i)]);
    return list;
}

}  // namespace bw::bench

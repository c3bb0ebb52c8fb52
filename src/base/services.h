// The kinds of what is supplied, as accounts, disclosures and kits name them.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace bw {

inline constexpr std::array<std::string_view, 9> kServices = {
    "electricity", "gas", "water", "heat", "waste", "mobile", "broadband", "telephone", "service"};

constexpr bool is_service(std::string_view word) {
    return std::ranges::find(kServices, word) != kServices.end();
}

}  // namespace bw

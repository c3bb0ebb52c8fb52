// The texts under files/, compiled in: tariffs, taxes, plans, the rate deck and the issuers.
#pragma once

#include <span>
#include <string_view>

namespace bw::demo {

struct Text {
    std::string_view path;  // "catalog/aurora-home.yaml"
    std::string_view text;
};
std::span<const Text> texts();  // by path

}  // namespace bw::demo

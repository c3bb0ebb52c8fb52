#include "flow/meter/series.h"

#include <array>

namespace bw::meter {

std::string_view quality_name(Quality quality) {
    constexpr std::array<std::string_view, 6> kNames = {"actual",      "customer",  "final",
                                                        "substituted", "estimated", "missing"};
    return kNames[static_cast<std::size_t>(quality)];
}

}  // namespace bw::meter

#include "flow/rate/energy/units.h"

#include <fmt/format.h>

#include <array>

namespace bw::rate {

Result<int> unit_shift(std::string_view from, std::string_view to) {
    struct Unit {
        std::string_view name;
        std::string_view kind;
        int exponent;
    };
    static constexpr std::array kUnits{
        Unit{"Wh", "Wh", 0},     Unit{"kWh", "Wh", 3},     Unit{"MWh", "Wh", 6},
        Unit{"varh", "varh", 0}, Unit{"kvarh", "varh", 3}, Unit{"l", "l", 0},
        Unit{"m3", "l", 3},      Unit{"kbit", "bit", 3},   Unit{"Mbit", "bit", 6},
        Unit{"Gbit", "bit", 9},  Unit{"MJ", "J", 6},       Unit{"GJ", "J", 9}};
    if (from == to) return 0;
    const Unit* a = nullptr;
    const Unit* b = nullptr;
    for (const auto& unit : kUnits) {
        if (unit.name == from) a = &unit;
        if (unit.name == to) b = &unit;
    }
    if (a == nullptr || b == nullptr || a->kind != b->kind)
        return fail(Code::Unsupported,
                    fmt::format("usage in '{}' cannot be priced per '{}'", from, to));
    return a->exponent - b->exponent;
}

}  // namespace bw::rate

// Units of usage that differ by powers of ten. Internal. Pure.
#pragma once

#include "base/decimal.h"

#include <string_view>

namespace bw::rate {

// 10^shift from one unit to another: ("Wh", "kWh") is -3. Units of different kinds are an Error.
Result<int> unit_shift(std::string_view from, std::string_view to);

}  // namespace bw::rate

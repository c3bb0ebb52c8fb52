// Units of measure: ours ("kWh", "day") to UN/ECE Recommendation 20, which e-invoices demand
// (BT-130).
#pragma once

#include <string_view>

namespace bw::compose {

// "kWh" -> "KWH". A unit without an entry is counted: "C62", one.
std::string_view rec20(std::string_view unit);

}  // namespace bw::compose

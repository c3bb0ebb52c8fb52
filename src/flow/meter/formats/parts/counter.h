// What a counter shows, as a file writes it.
#pragma once

#include "flow/meter/formats/parts/record.h"
#include "flow/meter/formats/parts/units.h"

#include <string_view>

namespace bw::meter {

struct CounterValue {
    std::int64_t read = 0;
    int scale = 0;
    int digits = 0;       // before the point, as written, in the canonical unit; 0 unknown
    bool is_cut = false;  // had more decimals than a register keeps
};
inline constexpr std::string_view kCutRepair = "reads with more than 6 decimals were cut";
inline constexpr std::string_view kReceivedRepair =
    "a time was set: the record has none of its own";

// Digits and a point, not below zero, in a unit of what flows. A counter shows what is complete:
// more than six decimals are cut, not rounded. Faults name neither line nor meter.
Outcome parse_counter(std::string_view text, std::string_view unit_text, CounterValue& out,
                      Unit& unit);

}  // namespace bw::meter

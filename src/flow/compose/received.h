// What the customer got for his money, in its own measure: 353 kWh, 214 minutes, 8.2 GB; what a
// plan includes counts like what is charged.
#pragma once

#include "flow/bill/invoice.h"
#include "flow/compose/format.h"

#include <string>
#include <vector>

namespace bw::compose {

struct Gain {
    std::string name;           // "Electricity", "Calls"
    std::string figure;         // "353 kWh"
    std::string about;          // "11.4 kWh a day", "132 calls"; may be empty
    std::string in_a_row = {};  // where the figure says too little beside others: "41 messages"
};
// Corrections of earlier bills and what is fed in are left out. Empty: nothing was measured, or the
// bill gives back.
std::vector<Gain> gains(const bill::Invoice& invoice, const Format& format);

}  // namespace bw::compose

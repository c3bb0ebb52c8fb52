// The stored form of a breakdown: one JSON object, what is nothing left out, with the version of
// the form; equal breakdowns give equal texts. Notes are members, by kind:
//   {"form":1,"intervals":1,"clause":"WATER@2026-01-01 charges.water, line 9",
//    "reads":[["100","2026-03-01"],["130","2026-04-01"]],"shared":[15,31]}
#pragma once

#include "flow/rate/rated.h"

#include <string>
#include <string_view>

namespace bw::bill {

std::string breakdown_text(const rate::Breakdown& breakdown);
// Corrupt when the text is none that breakdown_text gives.
Result<rate::Breakdown> parse_breakdown(std::string_view text);

}  // namespace bw::bill

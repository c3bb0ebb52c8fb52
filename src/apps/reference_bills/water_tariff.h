// The water tariffs of the case files: rows are chosen by the size of the meter and the kind of
// water, and tiers are told by the first unit of each.
#pragma once

#include "books/catalog/model.h"
#include "platform/json/json.h"

namespace bw::reference_bills {

// The channel that everything measured is told by.
inline constexpr const char* kWater = "water";

// Of a whole case: "usage" says which rows of the tables of "tariff" hold.
Result<catalog::Schedule> read_water_tariff(const json::Value& root);

}  // namespace bw::reference_bills

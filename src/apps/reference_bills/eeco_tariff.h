// Tariffs of the cases of eeco: a table whose rows are prices of some months, days and hours.
#pragma once

#include "books/catalog/model.h"
#include "platform/json/json.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bw::reference_bills {

// What keys of charges for what is fed in begin with.
inline constexpr const char* kEecoExport = "export";

// Of the tariff file that a case names the rows of some utilities ("electric", "gas"); or what the
// case holds itself: tiers of gas, or members that cases of REopt have, too.
Result<catalog::Schedule> read_eeco_tariff(const json::Value& root,
                                           const std::filesystem::path& folder,
                                           const std::vector<std::string>& utilities);

}  // namespace bw::reference_bills

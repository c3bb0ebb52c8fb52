// Tariffs of the cases of eeco: a table whose rows are prices of some months, days and hours.
#pragma once

#include "books/catalog/model.h"
#include "platform/json/json.h"

#include <filesystem>

namespace bw::reference_bills {

// Of the tariff file that a case names the rows of electricity; or the tiers of gas that it holds.
Result<catalog::Schedule> read_eeco_tariff(const json::Value& root,
                                           const std::filesystem::path& folder);

}  // namespace bw::reference_bills

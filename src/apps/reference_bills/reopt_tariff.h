// Tariffs of the cases of NREL's REopt, in the words of the case files.
#pragma once

#include "books/catalog/model.h"
#include "platform/json/json.h"

#include <string>

namespace bw::reference_bills {

// A member that is not known is an Error.
Result<catalog::Schedule> read_reopt_tariff(const json::Value& root);

// "January": 1.
Result<int> month_named(std::string_view name, const std::string& place);

}  // namespace bw::reference_bills

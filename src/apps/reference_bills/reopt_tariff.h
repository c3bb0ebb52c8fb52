// Tariffs of the cases of NREL's REopt, in the words of the case files.
#pragma once

#include "books/catalog/model.h"
#include "platform/json/json.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw::reference_bills {

// The key of charges of power in the hours of a grid's own peak: this and a number.
inline constexpr std::string_view kCoincident = "coincident-";
struct GridPeak {
    std::string grid;       // that the charge names
    std::int64_t hour = 1;  // of the year, counted from 1
};
struct ReoptTariff {
    catalog::Schedule schedule;
    std::vector<GridPeak> peaks;
};
// A member that is not known is an Error.
Result<ReoptTariff> read_reopt_tariff(const json::Value& root);

// "January": 1.
Result<int> month_named(std::string_view name, const std::string& place);

}  // namespace bw::reference_bills

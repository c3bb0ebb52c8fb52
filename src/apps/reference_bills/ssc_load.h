// Loads and generation of the cases of NREL's ssc: files of one kW value per interval of a year.
#pragma once

#include "apps/reference_bills/ssc_tariff.h"
#include "flow/meter/series.h"

#include <filesystem>
#include <vector>

namespace bw::reference_bills {

// With the place's own generation, or as if it had none.
enum class Generation : std::uint8_t { Without, With };

// The channels "import" and, with generation, "export"; from 1 January of the year on.
Result<std::vector<meter::IntervalColumn>> read_ssc_load(const json::Value& root,
                                                         const std::filesystem::path& folder,
                                                         Metering metering, Generation generation,
                                                         int year);

}  // namespace bw::reference_bills

// Water bills by size of the meter and by tiers, with the amounts of another rate parser.
#pragma once

#include "apps/reference_bills/report.h"

#include <filesystem>

namespace bw::reference_bills {

void run_water_cases(const std::filesystem::path& folder, Report& report);

}  // namespace bw::reference_bills

// Years of usage with the charges that NREL's REopt expects.
#pragma once

#include "apps/reference_bills/report.h"

#include <filesystem>

namespace bw::reference_bills {

// Every *.json of the folder that has expected values, in the order of its name.
void run_reopt_cases(const std::filesystem::path& folder, Report& report);

}  // namespace bw::reference_bills

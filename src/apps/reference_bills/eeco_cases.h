// Days of quarter hours with the charges that eeco, a calculator of electricity costs, expects.
#pragma once

#include "apps/reference_bills/report.h"

#include <filesystem>

namespace bw::reference_bills {

// Every *.json of the folder that has expected values, in the order of its name.
void run_eeco_cases(const std::filesystem::path& folder, Report& report);

}  // namespace bw::reference_bills

// Scenarios of a subscription biller: each example's charges, to the cent.
#pragma once

#include "apps/reference_bills/report.h"

#include <filesystem>

namespace bw::reference_bills {

void run_subscription_cases(const std::filesystem::path& folder, Report& report);

}  // namespace bw::reference_bills

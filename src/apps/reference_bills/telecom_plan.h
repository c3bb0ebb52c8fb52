// A telecom tariff written as tables of texts (Destinations, Rates, DestinationRates, RatingPlans,
// Timings, RatingProfiles; the layout of CGRateS tariff plans), turned into catalog records.
#pragma once

#include "base/result.h"
#include "books/catalog/telecom.h"
#include "platform/json/json.h"

#include <string>

namespace bw::reference_bills {

// The part of a tariff that one tenant sees. A table entry that means something we cannot express
// (a window of single years, say) is an Error when a rating plan uses it.
Result<catalog::Telecom> read_telecom_plan(const json::Value& root, const std::string& tenant);

}  // namespace bw::reference_bills

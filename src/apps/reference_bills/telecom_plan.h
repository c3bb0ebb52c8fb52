// A telecom tariff written as tables of texts (Destinations, Rates, DestinationRates, RatingPlans,
// Timings, RatingProfiles; the layout of CGRateS tariff plans), turned into catalog records.
#pragma once

#include "base/civil.h"
#include "base/result.h"
#include "books/catalog/telecom.h"
#include "platform/json/json.h"

#include <string>

namespace bw::reference_bills {

// The part of a tariff that one tenant sees on some days. A table entry that means something we
// cannot express (a window that opens on one of the days by its date, say) is an Error when a
// rating plan uses it.
Result<catalog::Telecom> read_telecom_plan(const json::Value& root, const std::string& tenant,
                                           const Period& days);

}  // namespace bw::reference_bills

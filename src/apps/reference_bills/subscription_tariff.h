// A subscription story as our tariff: its formula becomes discounts, a cap and instalments of a
// plan's fee, or of a charge for what is counted.
#pragma once

#include "apps/reference_bills/subscription_story.h"
#include "books/catalog/model.h"

#include <map>
#include <string>
#include <vector>

namespace bw::reference_bills {

inline constexpr const char* kCounted = "counted";  // the channel of what is counted

// A plan for some days.
struct StoryPlan {
    catalog::Plan plan;
    Period days;
    bool takes_discounts = false;  // an instalment or a cap that follows discounts holds their
                                   // price
};
struct StoryTariff {
    std::vector<StoryPlan> plans;                // of what is sold by the month
    std::vector<catalog::Schedule> counted;      // one, of what is counted
    std::map<std::string, std::string> reasons;  // by key of a fee or discount
};

// The rule of a formula, read from left to right: each discount is off what those before it leave.
// An instalment and a cap put a charge of their own in place of it: what stands before them is in
// its price, and what stands behind them finds nothing to be off.
Result<StoryTariff> tariff_of(const Story& story, catalog::Prorate prorate,
                              const std::string& place);

}  // namespace bw::reference_bills

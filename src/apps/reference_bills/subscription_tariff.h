// A subscription story as our tariff: its formula becomes discounts, a cap and instalments of a
// plan's fee, or of a charge for what is counted.
#pragma once

#include "apps/reference_bills/subscription_story.h"
#include "books/catalog/model.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bw::reference_bills {

inline constexpr const char* kCounted = "counted";  // the channel of what is counted

// A plan for some days.
struct StoryPlan {
    catalog::Plan plan;
    Period days;
    bool takes_discounts = false;  // an instalment that follows discounts holds their price
};
// What is counted in a month costs so many hours of it; hours beyond are free.
struct StoryCap {
    int hours = 0;
    bool keeps_unit = false;  // the charge still tells what is counted, not the hours
};
struct StoryTariff {
    std::vector<StoryPlan> plans;                // of what is sold by the month
    std::vector<catalog::Schedule> counted;      // one, of what is counted
    std::optional<StoryCap> cap;                 // of what is counted, less its discounts
    std::map<std::string, std::string> reasons;  // by key of a fee or discount
    std::map<std::string, std::string> names;    // of discounts that are called otherwise
};

// The rule of a formula, read from left to right: each discount is off what those before it leave.
// An instalment and a cap put a charge of their own in place of it: what stands before them is in
// its price, and what stands behind them finds nothing to be off. Of the month that is billed: what
// grows otherwise than by an equal step a month, quarter or year stands in it with its size.
Result<StoryTariff> tariff_of(const Story& story, catalog::Prorate prorate,
                              const std::string& place);

}  // namespace bw::reference_bills

#include "books/catalog/asked.h"

#include <algorithm>
#include <iterator>

namespace bw::catalog {
namespace {

bool is_rated(const std::string& name) { return name == "days" || name.starts_with("demand."); }

}  // namespace

std::vector<std::string> facts_asked(const Schedule& schedule) {
    std::vector<std::string> names;
    const auto add = [&](const Formula& formula) {
        std::ranges::copy_if(formula.names(), std::back_inserter(names),
                             [](const auto& name) { return !is_rated(name); });
    };
    for (const auto& charge : schedule.charges) {
        add(charge.peak.at_least);
        for (const auto& season : charge.seasons)
            for (const auto& window : season.windows)
                for (const auto& tier : window.tiers)
                    if (tier.to) add(*tier.to);
    }
    for (const auto& discount : schedule.discounts)
        if (discount.condition) names.push_back(discount.condition->fact);
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    return names;
}

}  // namespace bw::catalog

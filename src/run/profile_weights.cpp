#include "run/profile_weights.h"

#include "flow/bill/periods.h"

#include <algorithm>
#include <map>
#include <string>

namespace bw::run {
namespace {

using Profiles = std::map<std::string, std::string, std::less<>>;  // by channel

void add_profile(const catalog::Schedule& schedule, Profiles& profiles) {
    if (schedule.sharing.by != catalog::SharedBy::Profile) return;
    for (const auto& charge : schedule.charges)
        profiles.try_emplace(charge.of.channel, schedule.sharing.name);
}

}  // namespace

meter::DayWeight profile_weights(const catalog::Catalog& catalog, const catalog::Factors& factors,
                                 const customers::BillingAccount& account, ServicePointId point,
                                 const Period& month) {
    Profiles profiles;
    for (const auto& subscription : account.subscriptions) {
        if (subscription.service_point.id != point) continue;
        for (const auto& slice : bill::slices_of(subscription.terms, month)) {
            // A plan that is not there is told when it is billed.
            const auto plan = catalog.plan_on(slice.plan, slice.supplied.from);
            if (!plan) continue;
            for (const auto& name : (*plan)->schedules)
                if (const auto versions = catalog.schedule_versions(name, slice.supplied))
                    add_profile(*versions->back(), profiles);
        }
    }
    if (profiles.empty()) return {};
    return [&factors, profiles](std::string_view channel, LocalDate day) -> std::optional<Decimal> {
        const auto profile = profiles.find(channel);
        if (profile == profiles.end()) return std::nullopt;
        return factors.weight(catalog::FactorKind::Profile, profile->second, day);
    };
}

}  // namespace bw::run

#include "run/kits.h"

#include "books/customers/customers.h"
#include "platform/store/batch.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::run {
namespace {

// For which of these services there are words, by duty: "dispute-settlement" of gas alone does not
// do for electricity.
std::vector<std::string> disclosed(const customers::Issuer& issuer,
                                   const std::vector<std::string>& services) {
    std::vector<std::string> duties;
    for (const auto& one : issuer.disclosures) {
        const auto has_words = [&](const std::string& service) {
            return std::ranges::any_of(issuer.disclosures, [&](const auto& other) {
                return other.duty == one.duty &&
                       (other.services.empty() ||
                        std::ranges::find(other.services, service) != other.services.end());
            });
        };
        if (std::ranges::all_of(services, has_words)) duties.push_back(one.duty);
    }
    return duties;
}

// Those of the kit that the issuer bills.
std::vector<std::string> concerned(const kits::Kit& kit, const std::vector<std::string>& billed) {
    if (kit.services.empty()) return billed;
    std::vector<std::string> both;
    for (const auto& service : billed)
        if (std::ranges::find(kit.services, service) != kit.services.end()) both.push_back(service);
    return both;
}

}  // namespace

Result<std::vector<Missing>> missing_by_law(store::Transaction& tx, TenantId tenant,
                                            const templates::Plan& plan, LocalDate day) {
    const AsOf now{store::current_cut(tx, tenant)};
    const auto issuers = TRY(customers::load_issuers(tx, tenant, now));
    const auto services = customers::services_billed(tx, tenant, now);
    std::vector<Missing> all;
    for (const auto* issuer : issuers.holding_from(day)) {
        const auto billed = services.find(issuer->id);
        if (billed == services.end()) continue;
        for (const auto* kit : kits::kits_for(issuer->address.country, billed->second)) {
            for (auto& [requirement, text, line] : kits::shortfalls(plan, *kit))
                all.push_back({issuer->code, kit, requirement, std::move(text), line});
            const auto duties = disclosed(*issuer, concerned(*kit, billed->second));
            for (const auto* requirement : kits::undisclosed(*kit, duties))
                all.push_back({issuer->code, kit, requirement,
                               fmt::format("{}: give the words in the file of issuer {}, under "
                                           "disclosures: with duty: {}",
                                           requirement->about, issuer->code, requirement->duty),
                               0});
        }
    }
    return all;
}

}  // namespace bw::run

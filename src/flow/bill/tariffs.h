// What all accounts of a run share: the catalog as of the cut, compiled once per schedule and
// month, what readings may look like, and the issuers. Thread: any; an entry is compiled by the
// first who asks.
#pragma once

#include "books/catalog/asked.h"
#include "books/catalog/billing_checks.h"
#include "books/catalog/catalog.h"
#include "books/catalog/choice.h"
#include "books/catalog/factors.h"
#include "books/catalog/validation.h"
#include "books/customers/customers.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/telecom_plan.h"

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace bw::bill {

// A schedule ready for one month in one zone, with the versions near it that counters may need.
struct CompiledTariff {
    rate::CompiledSchedule schedule;
    catalog::CorrectionPolicy corrections = catalog::CorrectionPolicy::Lines;
};

class Tariffs {
public:
    Tariffs(catalog::Catalog catalog, customers::Issuers issuers, catalog::Validations validations,
            catalog::AllBillingChecks checks = catalog::AllBillingChecks{},
            catalog::Factors factors = {});
    ~Tariffs();
    Tariffs(Tariffs&&) noexcept;

    [[nodiscard]] const catalog::Catalog& catalog() const { return catalog_; }
    [[nodiscard]] const customers::Issuers& issuers() const { return issuers_; }
    [[nodiscard]] const catalog::Validations& validations() const { return validations_; }

    // What bills of an issuer, by its code, are asked before they get a number.
    [[nodiscard]] const catalog::BillingChecks& checks(std::string_view issuer) const {
        return checks_.of(issuer);
    }
    [[nodiscard]] const catalog::AllBillingChecks& checks() const { return checks_; }

    // `known`: of the place, for tables and conditions; places for which they choose the same share
    // what is compiled. Errors: a fact that is missing or has no price, a calendar that is missing.
    Result<std::shared_ptr<const CompiledTariff>> energy(const std::string& schedule,
                                                         const Period& nominal, const Zone& zone,
                                                         const catalog::KnownFacts& known);
    // The telecom part of a plan's version for the days it is in force; null when it has none.
    Result<std::shared_ptr<const rate::TelecomPlan>> telecom(const catalog::Plan& plan,
                                                             const Period& days, const Zone& zone);
    // What the versions of a schedule ask for about the customer or place. Lives as long as this.
    const catalog::FactsAsked& facts_asked(const std::string& schedule);
    // Hash of the texts of a plan and of the schedule versions it uses in the month, or could for
    // counters that are read early or late; and of a tax table's.
    Result<std::int64_t> fingerprint(const catalog::Plan& plan, const Period& nominal);
    std::int64_t fingerprint_taxes(const std::string& name);
    // Hash of the factors by which a plan's counters at these devices are shared or converted in
    // the month; 0 where it needs none.
    Result<std::int64_t> fingerprint_factors(const catalog::Plan& plan, const Period& nominal,
                                             std::span<const customers::Device> devices);

private:
    struct Cache;
    catalog::Catalog catalog_;
    customers::Issuers issuers_;
    std::int64_t fingerprint_factor(catalog::FactorKind kind, const std::string& name,
                                    const Period& nominal);

    catalog::Validations validations_;
    catalog::AllBillingChecks checks_;
    catalog::Factors factors_;
    std::unique_ptr<Cache> cache_;
};

// All of it as of a cut. Errors: a text that was damaged.
Result<Tariffs> load_tariffs(store::Transaction& tx, TenantId tenant, AsOf as_of);

// Order-dependent combination of hashes.
std::int64_t combine(std::int64_t seed, std::int64_t value);
std::int64_t hash_text(std::string_view text);

}  // namespace bw::bill

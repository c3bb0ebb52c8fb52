#include "run/quarantine.h"

#include <fmt/format.h>

namespace bw::run {
namespace {

Instant lease_end(const Shared& shared) {
    return Instant{shared.workspace.clock->now().us + kLeaseSeconds * Instant::kSecond};
}

}  // namespace

Quarantine::Quarantine(const Shared& shared, int unit) : shared_(shared), unit_(unit) {
    const auto& terms = shared.run.terms;
    Attempts attempts;
    {
        const auto tx = shared.workspace.database->begin(store::Access::Read);
        attempts = attempts_of(*tx, terms.tenant, terms.run, unit);
        held_ = quarantined(*tx, terms.tenant, terms.run);
    }
    is_split_ = attempts.begun > kDeaths;
    // Of this very process: it lost the store and is at it again, it did not die.
    const bool has_died = attempts.trying && attempts.trying_by != shared.workspace.worker;
    if (!has_died) return;
    const auto tx = shared.workspace.database->begin(store::Access::Write);
    put_in_quarantine(*tx, terms.tenant, terms.run, attempts.trying);
    mark_trying(*tx, terms.tenant, terms.run, unit, {}, {}, lease_end(shared));
    tx->commit();
    held_.insert(attempts.trying);
}

void Quarantine::try_next(const customers::BillingAccount& account) const {
    if (is_split_) {
        const auto& terms = shared_.run.terms;
        const auto tx = shared_.workspace.database->begin(store::Access::Write);
        mark_trying(*tx, terms.tenant, terms.run, unit_, account.id, shared_.workspace.worker,
                    lease_end(shared_));
        tx->commit();
    }
    if (shared_.workspace.faults != nullptr)
        shared_.workspace.faults->reach("run.account." + account.number);
}

bill::Outcome Quarantine::outcome_of(const customers::BillingAccount& account,
                                     const bill::Prior& prior) {
    const Money nothing{0, account.currency};
    bill::Outcome outcome;
    outcome.exceptions.push_back(
        {bill::Cause::Quarantined,
         "computing it ended the program, more than once; the others of its unit are billed. "
         "Report it with the run's number; the next run tries it again",
         "account " + account.number, nothing, bill::Standing::Held});
    bill::put_at_stake(outcome.exceptions, nothing, prior);
    return outcome;
}

}  // namespace bw::run

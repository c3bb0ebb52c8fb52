// A unit that killed its worker twice is billed account by account, each named in the store before
// it is tried (law 10): who dies then of an account is followed by one who leaves it out, and the
// others of the unit are billed.
#pragma once

#include "run/unit.h"

#include <set>

namespace bw::run {

inline constexpr int kDeaths = 2;  // of a unit, before it is split

class Quarantine {
public:
    // At the beginning of an attempt. Puts the account into quarantine that the last one was
    // trying when its process died.
    Quarantine(const Shared& shared, int unit);

    [[nodiscard]] bool holds(BillingAccountId account) const { return held_.contains(account); }
    // A commit of its own where the unit is split; nothing where it is not.
    void try_next(const customers::BillingAccount& account) const;
    // What is said of an account in quarantine.
    [[nodiscard]] static bill::Outcome outcome_of(const customers::BillingAccount& account,
                                                  const bill::Prior& prior);

private:
    const Shared& shared_;
    int unit_;
    bool is_split_ = false;
    std::set<BillingAccountId> held_;
};

}  // namespace bw::run

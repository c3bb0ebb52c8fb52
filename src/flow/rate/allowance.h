// Units that are free before money is asked for: what is left of each allowance as the events of a
// period pass in order of their start. A fresh grant at the start of each of its own periods (day,
// calendar month or year, billing period); unused units roll over by its rules. Pure: balances
// start from the carried state and end in it, so the whole period can be rated again when events
// arrive late.
//
// Units are counted exactly (seconds, messages, bytes), not in increments; the oldest are used
// first.
#pragma once

#include "base/civil.h"
#include "base/result.h"
#include "books/catalog/telecom.h"
#include "flow/rate/rated.h"

#include <cstdint>
#include <string>
#include <vector>

namespace bw::rate {

inline constexpr std::int64_t kMaxAllowanceUnits = std::int64_t{1} << 50;  // a petabyte per period

class Balance {
public:
    // `allowance` must outlive the balance. Without a state of it the first grant is whole, even in
    // the middle of its period. A state that is no whole number of units or below zero is an Error.
    static Result<Balance> open(const catalog::Allowance& allowance, const Period& billing_period,
                                const std::vector<State>& state_in);

    // A new plan's allowance of the same key goes on with the balance: what its grant is larger or
    // smaller by is added to or taken from what is left of the running window, down to nothing.
    // `next` must outlive the balance. The same allowance changes nothing.
    void change_to(const catalog::Allowance& next);
    // Grants and roll-overs up to that day; an earlier day changes nothing (a clock that is set
    // back over midnight).
    void advance_to(LocalDate day);
    // What is left now; kUnlimited when there is no end.
    [[nodiscard]] std::int64_t left() const;
    // Takes units that are left.
    void take(std::int64_t units);
    // Closes the periods that end with the billing period and returns what the next one starts
    // from. Nothing for an allowance that carries nothing.
    [[nodiscard]] std::vector<State> close();

    [[nodiscard]] const catalog::Allowance& allowance() const { return *allowance_; }
    [[nodiscard]] std::int64_t used() const { return used_; }  // in the billing period

    static constexpr std::int64_t kUnlimited = std::int64_t{1} << 62;

private:
    [[nodiscard]] Period window_of(LocalDate day) const;
    [[nodiscard]] bool carries() const;
    void roll_over();

    const catalog::Allowance* allowance_ = nullptr;
    Period billing_;
    Period window_;                      // of the allowance, around the current day
    std::int64_t grant_ = 0;             // per window; kUnlimited
    std::vector<std::int64_t> buckets_;  // [0] of this window, [n] from n windows ago
    std::int64_t used_ = 0;
};

}  // namespace bw::rate

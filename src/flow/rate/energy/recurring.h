// Fees of a plan as pieces. The caller decides which period is due: the next one for fees billed in
// advance.
#pragma once

#include "books/catalog/model.h"
#include "flow/rate/rated.h"

#include <optional>
#include <vector>

namespace bw::rate {

// What was before the supplied days.
struct FeeHistory {
    std::optional<LocalDate> first_day = {};  // of the subscription, for fees due once
    std::vector<Period> paid = {};            // earlier days on which the plan had this fee
    std::optional<LocalDate> since = {};      // without a break at this price; none: no such days
};

// One fee over the nominal period, for the days supplied in it: whole months (or quarters, years)
// as quantity 1, parts as days over the days of their month; parts that touch sum to what their
// days cost together. With `prorate: none` each block is paid whole once, on its first day; not
// where a paid day lies in it. Dates of the plan's discounts on the fee cut parts. A fee `once` is
// a piece when the subscription's first day is supplied in the period, an instalment when its own
// day is; without the first day that is an Error, for it would be billed every month or never.
// `zone`: of the service point, for seconds and hours.
Result<std::vector<Piece>> recurring_pieces(const catalog::Plan& plan,
                                            const catalog::Recurring& fee, Period nominal,
                                            Period supplied, const FeeHistory& history = {},
                                            const Zone& zone = {});

}  // namespace bw::rate

// Fees of a plan as pieces. The caller decides which period is due: the next one for fees billed in advance.
#pragma once

#include "books/catalog/model.h"
#include "flow/rate/rated.h"

namespace bw::rate {

// One fee over the nominal period, for the days supplied in it: whole months (or quarters, years) as quantity 1, parts as
// days over the days of their month, unless `prorate: none`: then each block that has begun counts whole.
// `once` is a piece when the first supplied day of the subscription lies in the period: pass first_day.
Result<std::vector<Piece>> recurring_pieces(const catalog::Plan& plan, const catalog::Recurring& fee, Period nominal,
                                            Period supplied, LocalDate first_day);

}  // namespace bw::rate

// Fees of a plan as pieces. The caller decides which period is due: the next one for fees billed in
// advance.
#pragma once

#include "books/catalog/model.h"
#include "flow/rate/rated.h"

#include <optional>
#include <vector>

namespace bw::rate {

// One fee over the nominal period, for the days supplied in it: whole months (or quarters, years)
// as quantity 1, parts as days over the days of their month, unless `prorate: none`: then each
// block that has begun counts whole. A fee `once` is a piece when first_day, the subscription's
// first, is supplied in the period; without first_day it is an Error, for it would be billed every
// month or never.
Result<std::vector<Piece>> recurring_pieces(const catalog::Plan& plan,
                                            const catalog::Recurring& fee, Period nominal,
                                            Period supplied,
                                            std::optional<LocalDate> first_day = std::nullopt);

}  // namespace bw::rate

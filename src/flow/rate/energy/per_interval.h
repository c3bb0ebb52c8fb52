// What has a price for each interval: its quantity times its price, summed exactly. Internal.
#pragma once

#include "flow/rate/energy/charge_pieces.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bw::rate {

// Is the charge priced so? In all its windows, or in none.
bool is_per_interval(const catalog::Charge& charge);

// Prices of the intervals of a grid of `step` seconds from the period's start, in nano per unit of
// the charge; kMissing where one is not known, or no window is open. Unsupported: a price changes
// inside an interval, and where; Overflow: one that nobody asks.
Result<std::vector<std::int64_t>> prices_on_grid(const CompiledSchedule& schedule,
                                                 const CompiledCharge& charge, std::int64_t step);

// A piece for each section and window: its price is the mean of the intervals, to nine decimals.
// Returns the first price that is needed and not known: what it prices is in no piece.
Result<std::optional<note::Unknown>> rate_per_interval(
    ChargePieces& out, std::span<const meter::IntervalColumn* const> columns,
    const Period& supplied);

}  // namespace bw::rate

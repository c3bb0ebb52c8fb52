// What a plan reckons on all that it comes to after use (catalog::Together): its maximum, its
// minimum, discounts and surcharges, in this order. Internal to flow. Pure.
#pragma once

#include "flow/rate/energy/energy.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace bw::rate {

// A version of a plan on the days of a month on which it is in force.
struct PlanInForce {
    const catalog::Plan* plan = nullptr;
    Period days;
};

// A line of the month, as `together:` names it: "line", "voice", "GRID.energy".
struct NamedPiece {
    std::string name;
    Piece piece;
};

// `plans`: versions of one plan, ascending, whose limits are asked for together, as those of a
// schedule's versions are; each line counts with the version of its first day. Lines of what the
// schedules themselves reckon, their discounts too, count as they stand; credits for what was fed
// in do not. Pieces of a maximum keep schedule, version and charge of the lines that they lower,
// with part "together". Facts: of the first day.
Result<std::vector<Piece>> together_pieces(std::span<const PlanInForce> plans,
                                           const Period& nominal,
                                           const std::map<std::string, Decimal>& facts,
                                           std::span<const NamedPiece> lines);

}  // namespace bw::rate

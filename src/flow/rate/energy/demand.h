// Demand charges: the highest power of a month or of each day, in each window, at so much a kW.
// The peak is one for all days of a season and window in a block (a month), also where a new
// version of the prices begins in it: each has its days of it. Ratchets ask for a share of the
// peaks of months before, which pass on from month to month as carried states
// ("peak.PART.2026-03", in the unit of the charge). Internal.
#pragma once

#include "flow/rate/energy/charge_pieces.h"

#include <span>
#include <vector>

namespace bw::rate {

struct DemandRequest {
    const meter::Usage& usage;
    Period supplied;
    std::span<const State> state_in;  // those of the charge count
    const catalog::Formula::Lookup& facts;
};

struct RatedDemand {
    std::optional<Decimal> billed;         // power, of several windows the highest
    std::optional<note::Unknown> lacking;  // a grid's own peak, which is not known yet
};
// Appends the pieces, and to `state_out` the peaks that later months need. Nothing measured: no
// power, and a piece of nothing that says what is missing.
Result<RatedDemand> rate_demand(ChargePieces& out, const DemandRequest& request,
                                std::vector<State>& state_out);

}  // namespace bw::rate

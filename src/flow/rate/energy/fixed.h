// What is priced by time: so much a day, month, quarter or year. Internal.
#pragma once

#include "flow/rate/energy/charge_pieces.h"

namespace bw::rate {

// `priced`: days without a break by the same schedule, within which parts of a month go on from
// each other; empty: those that are supplied.
Result<void> rate_fixed(ChargePieces& out, const Period& supplied, const Period& priced);

}  // namespace bw::rate

// Bill the difference (law 2): what should be billed for a period minus what stands billed for it.
// Pure. Works on the union of both sides, so a piece that vanished is reversed in full.
#pragma once

#include "flow/bill/billed.h"

#include <span>
#include <vector>

namespace bw::bill {

// How the correction of an issued bill appears (law 4): the tariff's policy.
enum class Correction : std::uint8_t { Lines, CreditNote, Rebill };

struct Adjustment {
    Item item;  // a reversal has negative quantity and amount, at the price and tax it was billed
                // at
    bool reversal = false;
    std::string corrects;  // number of the invoice it corrects
};

// What does not differ: it stands, or a person had the whole period cancelled and billed anew
// (then the policy is Rebill).
enum class Same : std::uint8_t { Stands, IsBilledAnew };

// `standing`: every line billed so far for one subscription and nominal period, earlier corrections
// included. `due`: what the facts say now. Equal pieces cancel and give nothing; others give a
// reversal and the new piece. With Rebill, one differing piece reverses and bills everything of the
// period again.
Result<std::vector<Adjustment>> difference(std::span<const BilledLine> standing,
                                           std::span<const Item> due, Correction policy,
                                           Same same = Same::Stands);

}  // namespace bw::bill

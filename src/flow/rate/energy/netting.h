// Net metering: what a place fed in is taken off what it took, window by window. A surplus passes
// on to the next month, and what is left when the year is settled is paid for. Carried states of
// the charge, in its unit: "net.PART" is the surplus for a window ("net.summer/peak"), "net.sum"
// what the place fed in more than it took since the last settlement. Internal.
#pragma once

#include "flow/rate/energy/charge_pieces.h"
#include "flow/rate/energy/intervals.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bw::rate {

struct NettingRequest {
    std::span<const meter::IntervalColumn* const> fed_in;  // of the channel that is taken off
    Period supplied;
    std::span<const State> state_in;
};

class Netting {
public:
    // Takes off `taken` what was fed in and what came over from the month before: quantities that
    // are left are not negative.
    static Result<Netting> settle(const ChargePieces& out, const NettingRequest& request,
                                  IntervalSums& taken);

    // What is to be told of a bucket's piece; nothing where nothing was taken off.
    [[nodiscard]] std::optional<note::Netted> note_of(std::uint32_t bucket) const;
    // Pays for what is left where the month settles the year; else passes it on.
    Result<void> finish(ChargePieces& out, std::vector<State>& state_out) const;

private:
    Result<void> pass_on(const ChargePieces& out, const Section& section, std::size_t window,
                         Decimal surplus);

    Period supplied_;
    std::map<std::uint32_t, note::Netted> notes_;
    std::map<std::string, Decimal> surplus_;  // by the part that has it next month
    Decimal left_;                            // of all windows, also where no window has it
    Decimal sum_;                             // since the last settlement, never below nothing
};

}  // namespace bw::rate

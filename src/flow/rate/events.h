// Rates calls, messages and data of one service point for a period: prices in, rated pieces out.
// A pure function of the set of events: a late or corrected event rates the period again as a
// whole, and what an allowance covers follows the start of events, never their arrival.
//     const auto compiled = TRY(compile_telecom({.telecom = *schedule.usage, ...}, period, zone));
//     const auto rated = TRY(rate_events(compiled, usage.events, period, state_in, Detail::Totals,
//                                        {.subject = "1001"}));
//
// Order for each event: allowances in catalog order, then money. Calls are rated by rating plans.
// Messages have their own price, or the rating plan of category 'message'; data likewise ('data').
// Category 'any' means every category of calls; a plan made for seconds never prices bytes.
#pragma once

#include "flow/meter/series.h"
#include "flow/rate/compiled_telecom.h"
#include "flow/rate/detail.h"
#include "flow/rate/rated.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bw::rate {

// As whom the events are rated.
struct Caller {
    std::string subject = "any";
    std::string voice_category = "call";
    std::string message_category = "message";
    std::string data_category = "data";
};

// Pieces: one per (charge, destination, window), quantity 1 and the exact sum as price; messages
// and blocks of data by their number; one of amount 0 per allowance that was used. The exact amount
// is rounded half-up to 9 decimals once per piece. Unanswered calls and empty sessions cost nothing
// and are no event of a piece. An event without a price is in `unrated`, its allowance untouched.
// Errors: the period is not the compiled one's, a carried state is broken, a sum overflows.
Result<RatedUsage> rate_events(const CompiledTelecom& telecom, const meter::EventColumn& events,
                               const Period& period, const std::vector<State>& state_in,
                               Detail detail, const Caller& caller = {});

// Prices in force on some days of the period: a schedule version.
struct TelecomPart {
    Period days;
    CompiledTelecom telecom;
};
// The same over a change of prices: each event is rated by the part in whose days it starts, and
// the parts use up the same allowances, blocks of data and cap. Pieces carry their own version and
// days.
Result<RatedUsage> rate_events(std::span<const TelecomPart> parts, const meter::EventColumn& events,
                               const Period& period, const std::vector<State>& state_in,
                               Detail detail, const Caller& caller = {});

// A subscription in a bundle whose allowances with the same `shared_by` and key are one balance.
struct PoolMember {
    struct Part {
        Period days;
        const CompiledTelecom* telecom = nullptr;
    };
    // Ascending. What starts on days of the period that no part holds is somebody else's and left
    // alone. A part that follows with an allowance of the same key takes its balance over.
    std::vector<Part> parts;
    const meter::EventColumn& events;
    const std::vector<State>& state_in;  // of a shared allowance: on the first member that has it
    Caller caller = {};
};
// Rates all members in one order of time; the result has one entry per member.
Result<std::vector<RatedUsage>> rate_pool(std::span<const PoolMember> members, const Period& period,
                                          Detail detail);

}  // namespace bw::rate

// The price of one call (or session) by a rating plan: connection charge, increments, rate groups,
// windows, maximum and rounding per call. Closed form: the cost of pricing grows with the number of
// window edges a call crosses, never with its increments.
//
// Rules: an increment belongs to the window and rate group in which it starts and is charged in
// full once started. Connection, maximum and rounding are those of the row that holds when the call
// starts. The connection is due on the first second: not on a continued leg, nor where an allowance
// paid for that second. Local time is that of the zone: on clock-change days windows are as long as
// they last.
#pragma once

#include "flow/rate/compiled_telecom.h"
#include "flow/rate/local_clock.h"

#include <cstdint>
#include <vector>

namespace bw::rate {

inline constexpr std::int64_t kMaxCallSeconds = std::int64_t{31} * 86'400;
inline constexpr std::int64_t kMaxSessionBytes = std::int64_t{1} << 50;

struct CallToPrice {
    Instant start;
    std::int64_t units = 0;    // seconds of a call, bytes of a session, 1 for a message; above 0
    std::int64_t before = 0;   // seconds of the same call on earlier records
    std::int64_t covered = 0;  // leading units that an allowance paid for; below units
    bool is_timed = true;  // units are seconds on the clock; false: the window of the start holds
};

// Neighbouring increments of one row and rate group, or the connection charge.
struct CallPart {
    std::uint32_t row = 0;  // into CompiledTelecom::rows
    std::uint32_t band = 0;
    std::int64_t units = 0;  // charged, whole increments; 0 for the connection
    Decimal price;  // per `per` units, before the row's factor; of the connection: its price
    std::int64_t per = 1;
    int128 amount = 0;  // 1/scale nano; after maximum and rounding
};

enum class CapReached : std::uint8_t { No, RestIsFree, ShouldHaveBeenCut };

struct PricedCall {
    std::vector<CallPart> parts;  // in order of time
    int128 amount = 0;            // their sum
    CapReached cap = CapReached::No;
};

// The row that holds when the call starts; kNone: no window of the plan is open then.
std::uint32_t row_at(const Target& target, LocalClock& clock, Instant start);

// Fills `out` (reused, so that a pass over many calls allocates nothing). Errors: NotFound when no
// window is open at some moment of the call, Overflow.
Result<void> price_call(const CompiledTelecom& telecom, const Target& target, LocalClock& clock,
                        const CallToPrice& call, PricedCall& out);

// Appends how the call came to its price; unit "s", "B" or "message".
void add_steps(const CompiledTelecom& telecom, const PricedCall& call, std::string_view unit,
               std::vector<EventStep>& steps);

}  // namespace bw::rate

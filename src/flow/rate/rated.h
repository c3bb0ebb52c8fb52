// What rate hands over: rated pieces. A piece is the smallest thing that is billed and the unit in
// which differences are billed: one charge, one part (season, window, tier, price version), one
// nominal period.
//   exact amount = quantity x price / base,   rounded once, where `round` says; a piece that goes
//   on from others of its price (`before`) is what all come to, rounded, less what the others did.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "base/word.h"
#include "flow/meter/series.h"
#include "flow/rate/told/note.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::rate {

// What a piece counted, for 'explain' and for the line's words; some 200 bytes, stored with the
// line.
struct Breakdown {
    std::int64_t intervals = 0;  // measured values that went in
    std::int64_t missing = 0;    // intervals of its days and window that nobody measured; on the
                                 // first piece of a charge those of windows without a piece, too
    std::int64_t estimated = 0;  // of the measured ones, not Actual/Final
    std::int64_t events = 0;     // calls, messages, data sessions
    std::int64_t seconds = 0;    // billed seconds (voice)
    std::int64_t bytes = 0;      // billed bytes (data)
    std::int64_t days = 0;       // days of the season/price version in the piece
    Word season, window;         // names in the schedule; empty when it has none
    int tier = 0;                // 1.. when the charge has tiers
    Decimal tier_from;           // bounds as used (after scaling by days)
    std::optional<Decimal> tier_to;  // none: open
    Word clause;  // where the price stands: "HOME-TOU@2026-01-01 charges.energy.peak, line 14"
    std::vector<Note> notes;  // in the order in which they are told; one of a kind at most

    // The note of a kind; null when there is none.
    template <typename T>
    [[nodiscard]] const T* find() const {
        for (const auto& n : notes)
            if (const auto* found = std::get_if<T>(&n)) return found;
        return nullptr;
    }
    friend bool operator==(const Breakdown&, const Breakdown&) = default;
};

// Where the one rounding happens (the tariff names it).
struct RoundingRule {
    Rounding method = Rounding::HalfUp;
    int places = 2;
    friend bool operator==(const RoundingRule&, const RoundingRule&) = default;
};

enum class PieceKind : std::uint8_t {
    Fixed,
    Usage,
    Discount,
    Minimum,
    Advance,       // not rated: what a payment plan asks for
    FeedInCredit,  // money that passes from bill to bill
    Surcharge,
    Maximum  // what the lines of a charge are above it, taken off
};

// The part of a fixed price, or its end, that lies beyond the cap of its month.
inline constexpr std::string_view kBeyondCap = "beyond-cap";

struct Piece {
    PieceKind kind = PieceKind::Usage;
    Word charge;        // key of the charge in its schedule: "energy"
    Word part;          // stable key within the charge: "", "summer/peak", "tier-2", "national"
    Word schedule;      // name of the schedule
    LocalDate version;  // its 'from' date
    Period days;        // the supply days the piece covers, inside the nominal period
    Word tax;           // tax category key: "standard"
    Decimal quantity;   // may be negative (export credit, discount)
    Word unit;          // "kWh", "day", "month", "call", ""
    Decimal before;  // what earlier pieces hold of the same month, quarter or tier at this price:
                     // rounding goes on from there, so that together they cost what one would
    Decimal price;   // per unit; never negative (EN 16931 BR-27): the quantity carries the sign
    std::int64_t base = 1;  // price is per `base` units: 17 days of a 31-day month is 17 x 39.90 /
                            // 31
    Decimal amount;         // quantity x price / base to 9 decimals (half-even), for statistics and
                            // explain
    RoundingRule round;
    Breakdown breakdown;
    friend bool operator==(const Piece&, const Piece&) = default;
};

// State that passes to the next period (rollover, ratchet, annual minimum, unused allowance):
// law 3.
struct State {
    std::string charge;
    std::string name;  // "allowance.data"
    Decimal value;
    friend bool operator==(const State&, const State&) = default;
};

// How an event came to its price, step by step: facts, put into words by event_words.h.
struct EventStep {
    enum class Kind : std::uint8_t {
        NotAnswered,
        NoData,
        Included,     // `count` units, paid by the allowance `name`
        Connection,   // `price`
        Units,        // `count` units at `price` per `per` of them, times `factor`
        Blocks,       // `count` blocks of `per` bytes at `price` each
        Message,      // `price`
        AtMost,       // all the steps together: `price`, the rest is free
        OverMaximum,  // should have been cut at `price`
    };
    Kind kind = Kind::Units;
    std::int64_t count = 0;
    std::string unit = {};  // "s", "B", "message"
    Decimal price = {};
    std::int64_t per = 1;
    Decimal factor = Decimal(1);
    std::string name = {};  // of the window, or the allowance
};

// A call or session with its price, for itemised bills and explain.
struct RatedEvent {
    // What it added to one piece; the shares of a call over a window's edge sum to its amount. An
    // allowance that paid has a share of nothing in its piece (allowance key, "included").
    struct Share {
        std::string charge, part;  // keys of the piece
        Decimal amount;
        std::int64_t units = 0;  // seconds, bytes or messages charged or paid by the allowance
    };
    std::uint32_t index = 0;  // into the EventColumn
    std::string band;         // destination name: "National", "Germany mobile"
    Decimal amount;           // to 9 decimals, rounded per call only where the tariff says so
    std::int64_t billed = 0;  // seconds or bytes charged after increments
    std::vector<EventStep> steps;
    std::string deck, prefix;  // whose row priced it; empty where none did
    std::vector<Share> shares;
};

// A read of a counter that a piece was reckoned from, or a use that came as such: for explain.
struct UsedRead {
    std::optional<Instant> since;  // of a use, when it began; then `at` is its end
    Instant at;
    Decimal value;  // what the counter showed, or the use; in the unit of the charge
    meter::Quality quality = meter::Quality::Actual;
    bool is_shared = false;               // not as read: reckoned by days from the reads around it
    std::optional<meter::Source> source;  // none: nobody read it, a change of plan lies there
    std::string meter = {};               // number of the counter; may be empty
    Decimal multiplier{1};                // of its transformers
    bool is_device = false;               // a change of the counter or its factor lies there
};

// An event that has no price: never billed at 0 in silence, but an exception of its account.
struct UnratedEvent {
    std::uint32_t index = 0;  // into the EventColumn
    std::string reason;       // for the operator; names no number that was dialled
    friend bool operator==(const UnratedEvent&, const UnratedEvent&) = default;
};

struct RatedUsage {
    std::vector<Piece> pieces;       // in the schedule's order; stable
    std::vector<State> state_out;    // every carried state of the plan after this period
    std::vector<RatedEvent> events;  // only when asked for
    std::vector<UnratedEvent> unrated;
    std::vector<note::Gap> gaps;         // what counters do not tell, for the operator; each once
    std::vector<note::Unknown> unknown;  // factors that others stand in for; each once
    // One for which nothing can stand in: what it multiplies is in no piece.
    std::optional<note::Unknown> lacking;
};

}  // namespace bw::rate

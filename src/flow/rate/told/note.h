// What is to be said of a piece beyond its numbers: facts, never sentences. They are put into words
// where somebody reads them and in his language: for the operator by bill/note_words.h, for the
// customer by compose.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "books/catalog/factor_kind.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bw::rate {

// What a counter showed on a day.
struct CounterRead {
    Decimal value;
    LocalDate day;
    bool is_shared = false;  // not as read: reckoned by days from the reads around it
    friend bool operator==(const CounterRead&, const CounterRead&) = default;
};

// One of the counters that measured the use, or one of its factors.
struct CounterPart {
    std::string number;  // of the counter; may be empty
    CounterRead from, to;
    Decimal multiplier{1};
    friend bool operator==(const CounterPart&, const CounterPart&) = default;
};

// Cubic metres of some days, and what made them kWh.
struct GasPart {
    Period days;
    Decimal volume, volume_factor, calorific_value;
    bool is_provisional = false;  // the value is of an earlier month
    friend bool operator==(const GasPart&, const GasPart&) = default;
};

namespace note {

// kWh = the sum of volume x volume factor x calorific value of the parts, rounded once.
struct Gas {
    std::vector<GasPart> parts;
    friend bool operator==(const Gas&, const Gas&) = default;
};
// A counter's use, shared by weights: the piece has so much of those between its reads.
struct SharedByWeight {
    catalog::FactorKind kind = catalog::FactorKind::Profile;
    std::string name;  // of the profile or weather area
    Decimal weight, of;
    friend bool operator==(const SharedByWeight&, const SharedByWeight&) = default;
};
// A factor that is not known yet, and others stand in for it: of a gas month the last one before
// it; without the weight of a day the days share evenly.
struct Unknown {
    catalog::FactorKind kind = catalog::FactorKind::CalorificValue;
    std::string name;
    LocalDate day;  // of which it is; of a calorific value the first of its month
    friend bool operator==(const Unknown&, const Unknown&) = default;
};
// The same where a transformer's factor multiplies what the counter shows, or counters were
// exchanged: in order of time, never empty.
struct Counters {
    std::vector<CounterPart> parts;
    friend bool operator==(const Counters&, const Counters&) = default;
};
// The use of a counter, from read to read.
struct Reads {
    CounterRead from, to;
    friend bool operator==(const Reads&, const Reads&) = default;
};
// Use of some days that came as such, without a counter.
struct Used {
    Period days;
    friend bool operator==(const Used&, const Used&) = default;
};
// The piece has so many of the days that share a counter's use.
struct SharedByDays {
    std::int64_t days = 0, of = 0;
    friend bool operator==(const SharedByDays&, const SharedByDays&) = default;
};
// It bears the tax of this day, as it changed before the month's own: between two reads.
struct TaxedAsOf {
    LocalDate day;
    friend bool operator==(const TaxedAsOf&, const TaxedAsOf&) = default;
};
// Why a tier is free, as the tariff says it.
struct Free {
    std::string reason;
    friend bool operator==(const Free&, const Free&) = default;
};
// Why readings tell nothing, or not all that was used.
struct Gap {
    enum class Kind : std::uint8_t { NoReadings, NoTwoReads, MoveIn, MoveOut, Takeover, Exchange };
    Kind kind = Kind::NoReadings;
    std::string channel;
    LocalDate day;  // of the move, takeover or exchange that no read is near to
    friend bool operator==(const Gap&, const Gap&) = default;
};
// Rounding went on from so much of the same price, and that made a difference.
struct RoundedWith {
    Decimal before;  // in the unit of the piece
    friend bool operator==(const RoundedWith&, const RoundedWith&) = default;
};
// What a discount is of: the rounded lines of some charges.
struct PercentOf {
    Decimal percent, base;
    std::vector<std::string> charges;  // keys; empty: all charges
    friend bool operator==(const PercentOf&, const PercentOf&) = default;
};
// What a discount takes off instead: "60 per quarter", of some charges.
struct AmountOff {
    Decimal amount;
    std::string per;                   // "quarter", "kWh"
    std::optional<Decimal> units;      // of what is counted; none: it is per time
    std::vector<std::string> charges;  // keys; empty: all charges
    friend bool operator==(const AmountOff&, const AmountOff&) = default;
};
// What something comes to at least or at most, and would come to without.
struct Limited {
    bool is_most = false;
    Decimal limit, otherwise;
    friend bool operator==(const Limited&, const Limited&) = default;
};
// A price that is paid in parts.
struct Instalment {
    std::int64_t number = 1, of = 1;
    friend bool operator==(const Instalment&, const Instalment&) = default;
};
// How the time of a price was counted.
struct TimeCounted {
    enum class How : std::uint8_t { BySecond, Thirty360, UpToCap };
    How how = How::BySecond;
    std::int64_t most = 0;  // UpToCap: days or hours of a month that are paid
    std::string unit;       // UpToCap: "day", "hour"
    friend bool operator==(const TimeCounted&, const TimeCounted&) = default;
};
struct TopUp {
    Decimal minimum, charges;
    friend bool operator==(const TopUp&, const TopUp&) = default;
};
// A floor under a peak: so much of the highest of a month before.
struct Ratchet {
    Decimal percent, of;
    LocalDate month;  // its first day
    Decimal floor;    // the share
    friend bool operator==(const Ratchet&, const Ratchet&) = default;
};
// What a demand charge measured, and why it bills more where it does.
struct Peak {
    std::int64_t minutes = 0;  // over which power is a mean; 0: as it was measured
    std::int64_t days = 1;     // whose peaks it is the mean of, or the sum where each counts
    Decimal measured;
    LocalDate day;   // of the highest
    int minute = 0;  // of its day, by the clock of the place: where the measuring window begins
    std::optional<Decimal> at_least;
    std::optional<Ratchet> ratchet;
    Decimal percentile = {};  // it is this percentile of the month, not the highest; 0: the highest
    std::string grid = {};    // in whose own peaks alone it counts; empty: always
    friend bool operator==(const Peak&, const Peak&) = default;
};
// What was fed in is taken off what was taken; in the unit of the charge.
struct Netted {
    Decimal taken, fed_in;
    Decimal came_over;  // a surplus of the month before
    Decimal left;       // that passes on
    friend bool operator==(const Netted&, const Netted&) = default;
};
// A surplus that is paid for as the year is settled.
struct PaidSurplus {
    bool is_sum = false;  // of all windows since the last time; else what is left in each
    friend bool operator==(const PaidSurplus&, const PaidSurplus&) = default;
};
// Of a credit in money, after the month.
struct CreditLeft {
    Decimal balance;
    friend bool operator==(const CreditLeft&, const CreditLeft&) = default;
};
// "meter.size", "1\"": of the place, customer or contract.
struct Fact {
    std::string name, value;
    friend bool operator==(const Fact&, const Fact&) = default;
};
// What a bound or a count of the piece was reckoned with.
struct Reckoned {
    std::vector<Fact> facts;
    friend bool operator==(const Reckoned&, const Reckoned&) = default;
};
// Which of the charge's prices holds, and why the charge is there: facts of the place, by which the
// tariff chose. A row for any other value has none.
struct Chosen {
    std::vector<Fact> facts;
    friend bool operator==(const Chosen&, const Chosen&) = default;
};
// Each interval at a price of its own: of which series, and between which prices.
struct PerInterval {
    std::string series;
    Decimal lowest, highest;  // per unit, of the intervals that used something
    friend bool operator==(const PerInterval&, const PerInterval&) = default;
};
// So much was used; what is paid are units that were started, or full ones.
struct WholeUnits {
    Decimal used;
    bool is_started = false;
    friend bool operator==(const WholeUnits&, const WholeUnits&) = default;
};
// A fixed price so many times; the quantity counts them.
struct Times {
    Decimal count;
    friend bool operator==(const Times&, const Times&) = default;
};
// What a level was reached with.
struct Reached {
    Decimal quantity;
    std::string unit;
    friend bool operator==(const Reached&, const Reached&) = default;
};
// Calls over their maximum cost: the rest of the capped ones was free; the uncut ones should have
// been cut and are charged all the same.
struct CallsCapped {
    std::int64_t capped = 0, uncut = 0;
    Decimal most = {};  // that one of them costs; of different ones the highest
    friend bool operator==(const CallsCapped&, const CallsCapped&) = default;
};
struct DataCapped {
    std::int64_t blocks = 0;
    Decimal most;  // that they cost in a billing period
    friend bool operator==(const DataCapped&, const DataCapped&) = default;
};
// Of an allowance, in seconds, bytes or messages as the piece counts them; none: unlimited.
struct Left {
    std::optional<std::int64_t> units;
    friend bool operator==(const Left&, const Left&) = default;
};

}  // namespace note

using OneOfNotes =
    std::variant<note::Reads, note::Used, note::SharedByDays, note::Free, note::Gap,
                 note::RoundedWith, note::PercentOf, note::TopUp, note::CallsCapped,
                 note::DataCapped, note::Left, note::Counters, note::Gas, note::SharedByWeight,
                 note::Unknown, note::TaxedAsOf, note::Peak, note::Reached, note::Netted,
                 note::PaidSurplus, note::CreditLeft, note::Chosen, note::Times, note::Reckoned,
                 note::PerInterval, note::WholeUnits, note::AmountOff, note::Limited,
                 note::Instalment, note::TimeCounted>;
// To copy one of so many kinds is compiled once, not by everybody who holds a piece.
struct Note : OneOfNotes {
    using OneOfNotes::OneOfNotes;
    Note(const Note& other);
    Note(Note&& other) noexcept;
    Note& operator=(const Note& other);
    Note& operator=(Note&& other) noexcept;
    ~Note();
    friend bool operator==(const Note& a, const Note& b);
};

}  // namespace bw::rate

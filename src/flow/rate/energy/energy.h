// Rates energy, water and other measured quantities: usage columns x a schedule -> pieces. The
// schedule is compiled once per billing period into flat arrays that every meter on it shares;
// rating one meter is then one pass over its values: quantities are summed exactly per bucket
// (section of days x window), and multiplied by the price once.
//
//   versions --compile()--> CompiledSchedule --rate(usage)--> pieces: fixed and usage, maximum,
//   minimum, discounts and surcharges
//
// Days, months and seasons are civil days of the service point's zone; windows are read on the
// schedule's clock. Order of application: usage and fixed prices, then what is above the maximum,
// the minimum's top-up, discounts, surcharges. Pure, exact, deterministic. What it refuses (windows
// on register data, an interval across a window's edge) is an Error that says where. Thread: a
// CompiledSchedule is immutable and may be shared.
#pragma once

#include "books/catalog/factors.h"
#include "books/catalog/model.h"
#include "books/customers/devices.h"
#include "flow/meter/series.h"
#include "flow/rate/rated.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bw::rate {

struct CompileRequest {
    // Of one schedule, ascending 'from'; the first in force at the first day. A later one splits
    // the pieces by days. Earlier and later ones are for counters.
    std::vector<const catalog::Schedule*> versions;
    Period period;  // nominal: months and shares of days are reckoned from it, whatever is supplied
    Zone zone;      // the service point's
    std::vector<const catalog::Calendar*> calendars;  // those that the versions name
    const catalog::Factors* factors = nullptr;  // must outlive what is compiled; null: none known
    std::vector<std::int32_t> steps{1800};  // interval lengths in seconds to prepare; others cost a
                                            // little more
};

// A share of a block of time: 17 of the 31 days of a month.
struct BlockShare {
    int days = 0;
    int of = 1;
    friend bool operator==(const BlockShare&, const BlockShare&) = default;
};

// Days of one charge under one version, season and block of time.
struct Section {
    Period days;
    int version = 0;
    int season = 0;
    Period block;   // the month, quarter or year that prices or tiers count in; else the nominal
                    // period
    Period joined;  // with the days that only a discount's date cuts off: tiers fill and amounts
                    // are rounded over all of them. Of a fixed price it begins where the price does
    std::uint32_t bucket = 0;  // of the first window; windows follow in their order
};

// Values [begin, end) of a grid that fall into one bucket. Runs are fewer than intervals by far (a
// day has some five), so the pass is a handful of plain sums.
struct Run {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t bucket = 0;
    std::int32_t day = 0;  // civil day of the first value; exact where tiers count per day
    friend bool operator==(const Run&, const Run&) = default;
};

// Days of the same runs, as a month's weekdays are. Their values are added one day upon another,
// and the runs of a single day are left to sum.
struct DayStack {
    std::vector<std::uint32_t> begins;  // of each day, on the grid
    std::uint32_t length = 0;           // of each
    std::vector<Run> runs;              // counted from a day's beginning
};

// The same as UTC seconds, for any step.
struct Stretch {
    std::int64_t from_s = 0;
    std::int64_t to_s = 0;
    std::uint32_t bucket = 0;
    std::int32_t day = 0;
};

struct CompiledCharge {
    std::string key;
    std::vector<int> in_version;         // index of the charge in each version; -1: absent
    std::vector<Section> sections;       // ascending days
    std::vector<Stretch> stretches;      // usage charges: ascending, touching
    std::vector<std::vector<Run>> runs;  // per prepared step, relative to the period's start
    // Of each prepared step; none where days must be kept apart or are too long to gain by it.
    std::vector<std::vector<DayStack>> stacks;
    // Of what has a price for each interval: those of each prepared step, in nano per unit,
    // relative to the period's start.
    std::vector<std::vector<std::int64_t>> prices;
    // What pieces have in common (stencils.h): by version, season, window and tier.
    std::vector<std::vector<std::vector<std::vector<Piece>>>> stencils;
    std::uint32_t buckets = 0;
    bool per_day = false;        // tiers per day: days are kept apart
    bool counts_events = false;  // meter/event_unit.h: what nobody tells is none, and no gap
};

struct CompiledSchedule {
    std::vector<catalog::Schedule> versions;  // copies: the catalog may go
    Period period;
    Zone zone;
    Span span;
    const catalog::Factors* factors = nullptr;
    std::vector<std::int32_t> steps;
    std::vector<CompiledCharge> charges;  // in the order of the first version of the period, then
                                          // what others add
    // Positions of the charges that formulas of others reckon with ("demand.KEY", "usage.KEY"):
    // each behind those that it reckons with itself.
    std::vector<std::size_t> asked;
    [[nodiscard]] const catalog::Charge* charge(const CompiledCharge& of, int version) const {
        const int index = of.in_version[static_cast<std::size_t>(version)];
        return index < 0 ? nullptr
                         : &versions[static_cast<std::size_t>(version)]
                                .charges[static_cast<std::size_t>(index)];
    }
    // Of days inside the period; of all of it without asking the zone.
    [[nodiscard]] Span span_of(const Period& days) const {
        return days == period ? span : zone.span_of(days);
    }
    // Is a carried state of this schedule's?
    [[nodiscard]] bool owns(const State& state) const;
    // Whose rules hold for supplied days beside the prices, which each day has of its own version:
    // the version in force on the last of them.
    [[nodiscard]] const catalog::Schedule& rules_for(const Period& supplied) const;
};

Result<CompiledSchedule> compile(const CompileRequest& request);

// Where the use of a counter is cut as its tax changes.
struct TaxChanges {
    LocalDate month;  // the day whose tax the month bears: pieces of another one say so in a note
    // By category, ascending, never empty.
    std::map<std::string, std::vector<LocalDate>, std::less<>> days = {};
    // Of all days between two changes the same one.
    [[nodiscard]] LocalDate day_of(std::string_view category, LocalDate day) const;
};

// What differs between subscriptions on one compiled schedule.
struct Circumstances {
    Period supplied;                            // days supplied inside the period; empty: all of it
    std::map<std::string, Decimal> facts = {};  // for discounts with `if:`; yes and no are 1 and 0
    // Days without a break that hold `supplied`: those that this schedule prices, and those that
    // any does for the same customer; empty: as far as need be. `around` ends with a move, which a
    // counter needs a read for; where only `priced` ends, its use is shared by days (registers.h).
    Period priced = {}, around = {};
    std::span<const customers::Device> devices = {};  // of the service point, for its counters
    // Nothing later makes up for what counters do not tell of these days: the last ones before a
    // settlement.
    bool needs_read = false;
    TaxChanges taxes = {};
};

// state_in: carried states; those of this schedule's charges count and pass on (the peaks that
// ratchets ask for): what belongs to others is not theirs to keep alive. Register columns need the
// reads from kReadWindowDays before the period to as many after it, and on both sides those up to
// the next measured one; the pieces then carry the days from read to read. As reads may be old or
// late, hand over the versions of all these days, too; a day without one is an Error.
Result<RatedUsage> rate(const CompiledSchedule& schedule, const meter::Usage& usage,
                        const std::vector<State>& state_in,
                        const Circumstances& circumstances = {});

// What a piece of a counter was reckoned from, in order of time. Arguments as for rate(), which
// gave the piece; nothing where it is of no counter.
Result<std::vector<UsedRead>> used_reads(const CompiledSchedule& schedule,
                                         const meter::Usage& usage,
                                         const Circumstances& circumstances, const Piece& piece);

}  // namespace bw::rate

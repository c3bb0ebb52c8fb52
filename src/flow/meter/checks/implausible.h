// Finds readings that cannot be, by the bounds of a `validation:` text. Pure.
#pragma once

#include "books/catalog/validation.h"
#include "books/customers/devices.h"
#include "flow/meter/series.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::meter {

enum class Rule : std::uint8_t {
    Range,    // more than `most` an hour, or less than nothing
    Spike,    // many times the median of like days (estimates/like_days.h), of counters and uses
              // what was used before in as long a time
    Stuck,    // one value, not zero, again and again
    Zero,     // nothing for days
    Read,     // a customer's read far from what the reads before it lead to expect
    Counter,  // intervals do not add up to what the counter of the same channel says
    Future,   // a time that has not come yet: the clock of the meter is wrong
    Overlap   // others of another length or beginning hide it and leave some of its time open
};
std::string_view rule_name(Rule rule);  // "range"

// What a finding is of. From read to read of a counter, and in a use, holds what holds in an
// interval; of counters and uses each is in the month that its end is of.
enum class Measure : std::uint8_t { Intervals, Reads, Uses };

// Consecutive intervals that break one rule are one finding.
struct Implausible {
    Rule rule = Rule::Range;
    std::string channel, unit;
    Span span;
    std::int64_t intervals = 0;  // or steps from read to read, or uses
    Decimal value;  // the largest (of Counter and Overlap the sum of the intervals, of Read the
                    // use)
    Decimal limit;  // what the rule compares it with: `most` for its time, the median, what the
                    // counter says, the expected use, what stands instead
    Measure measure = Measure::Intervals;
};
// "31.2 kWh in an interval, at most 25 can be"
std::string implausible_words(const Implausible& finding);

struct CheckRequest {
    const catalog::Validation& rules;  // what is not bounded there is not asked
    const Usage& usage;                // with the days around, for likeness and for long runs
    std::span<const Span> wanted;      // findings that meet this time, ascending
    Instant known_until;               // nothing can have been measured from here on
    const Zone& zone;                  // of the service point
    // Of the service point, for what counters say; intervals come multiplied (multiplied.h).
    std::span<const customers::Device> devices = {};
};
// By channel, unit, time and rule. Overlaps are found of every channel, the rest of those that the
// rules bound.
std::vector<Implausible> find_implausible(const CheckRequest& request);
// Of every channel: what was measured behind the time.
std::vector<Implausible> find_future(const Usage& usage, Instant known_until);

}  // namespace bw::meter

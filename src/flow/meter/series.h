// What meter hands over: usage as columns, ready for one pass (no object per reading).
// Values are integers at a scale; times are UTC; nothing here knows tariffs.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "base/ids.h"
#include "flow/meter/text_column.h"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace bw::meter {

// How a value came to be; decides whether a bill stands on it or must be trued up later.
enum class Quality : std::uint8_t { Actual, Customer, Final, Substituted, Estimated, Missing };
std::string_view quality_name(Quality quality);
// Measured: what is not may be put right by what is measured later.
constexpr bool is_firm(Quality quality) {
    return quality == Quality::Actual || quality == Quality::Final;
}

// The value of an interval that nobody measured.
inline constexpr std::int64_t kMissing = std::numeric_limits<std::int64_t>::min();

// Which facts stand behind a column: a batch and the hash of the block of bytes that came with it.
struct Source {
    Batch batch;
    std::uint64_t block_hash = 0;
    friend auto operator<=>(const Source&, const Source&) = default;
};

// A read of a counter counts for the end of a span when it lies this near.
inline constexpr int kReadWindowDays = 7;

// One channel of a service point over a span, evenly spaced: value i covers
// [start + i*step, start + (i+1)*step). values and qualities have one entry per interval of the
// span.
struct IntervalColumn {
    std::string channel;  // "import", "export", "reactive", or as the format names it ("E1")
    std::string unit;     // "kWh", "m3"
    int scale = 3;        // value 1234 at scale 3 is 1.234 units
    Instant start;
    std::int32_t step_seconds = 1800;
    std::vector<std::int64_t> values;  // kMissing where nobody measured
    std::vector<Quality> qualities;    // parallel to values
    std::vector<Source> sources;       // sorted, unique
    [[nodiscard]] Span span() const {
        const auto count = static_cast<std::int64_t>(values.size());
        return {start, Instant{start.us + count * step_seconds * Instant::kSecond}};
    }
};

// Register reads of one channel in order of time; consumption is the difference of neighbours.
struct RegisterColumn {
    std::string channel;
    std::string unit;
    int scale = 3;
    int digits = 0;  // of the counter, for rollover; 0 unknown
    // Nobody saw a counter: uses that follow each other, counted up from 0 at the first.
    bool is_use = false;
    std::vector<Instant> times;
    std::vector<std::int64_t> reads;
    std::vector<Quality> qualities;
    std::vector<Source> sources;
    std::vector<Source> read_sources;  // of each read
};

// Measured intervals of one length that lie under measured ones of another length or beginning,
// which stand and say something else.
struct Overlap {
    std::string channel, unit;
    Span span;
    std::int64_t intervals = 0;
    Decimal hidden, standing;  // what they had in all, and what stands in their time
    // A later batch tells all of their time anew; else some of it is lost, or one batch says both.
    bool is_correction = false;
};

enum class EventKind : std::uint8_t { Voice, Message, Data };

// Call, message and data records of one service point, sorted by start, then record id; duplicates
// gone.
struct EventColumn {
    std::vector<Instant> starts;
    std::vector<std::int64_t> seconds;  // Voice: billable seconds
    std::vector<std::int64_t> bytes;    // Data
    std::vector<EventKind> kinds;
    TextColumn destinations;  // as dialled, normalised to digits with optional +
    TextColumn record_ids;    // from the switch; unique per service point
    // Voice: seconds of the same call on earlier records; above 0 it is a continued leg, which pays
    // no connection again. Empty: no event is one.
    std::vector<std::int64_t> seconds_before;
    std::vector<Source> sources;
    [[nodiscard]] std::size_t size() const { return starts.size(); }
};

// Everything measured at one service point in a span, as of a cut.
struct Usage {
    ServicePointId service_point;
    std::vector<IntervalColumn> intervals;
    std::vector<RegisterColumn> registers;
    EventColumn events;
    std::vector<Overlap> overlaps = {};  // of the intervals, by channel and unit
};

// The intervals that begin in a span, out of what was read over more than it: who reads many months
// opens each block once. The same values as read for the span alone, at the scale of all, without
// their sources.
Usage intervals_in(const Usage& usage, const Span& span);

}  // namespace bw::meter

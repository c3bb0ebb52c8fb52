// Fills what nobody measured in the interval series of one service point: finds the gaps of the
// wanted time, takes the first method that can, and says what stays open. Pure; the caller reads
// the columns and keeps the values (../estimation.h).
#pragma once

#include "base/civil.h"
#include "books/customers/devices.h"
#include "flow/meter/series.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::meter {

// The last two are of counters and uses alone (reads.h).
enum class Method : std::uint8_t { Neighbours, LikeDays, YearAgo, Profile, UsePerDay };
std::string_view method_name(Method method);  // "neighbours", "like-days", "year-ago", "profile"
Result<Method> parse_method(std::string_view name);

// Consecutive intervals of one channel that one method filled.
struct Estimate {
    std::string channel, unit;
    Method method = Method::Neighbours;
    int scale = 3;
    Instant start;
    std::int32_t step_seconds = 0;
    std::vector<std::int64_t> values;
    [[nodiscard]] Span span() const {
        const auto count = static_cast<std::int64_t>(values.size());
        return {start, Instant{start.us + count * step_seconds * Instant::kSecond}};
    }
};

// What a counter would have shown, or a use that nobody told.
struct EstimatedRead {
    std::string channel, unit;
    Method method = Method::UsePerDay;
    bool is_use = false;
    int scale = 0;
    int digits = 0;          // of the counter, as its reads tell
    Span span;               // from the read before to the estimated one
    std::int64_t value = 0;  // at the scale: the read, or what was used
    Decimal used;            // in the span, by the method
};

// Why no method can.
enum class OpenReason : std::uint8_t {
    NoHistory,      // nothing measured on like days, nor a year ago
    NotInUse,       // other channels of the point were measured then: this one had not begun, or
                    // has ended
    LongIntervals,  // longer than kEstimatedStepMax, or uneven within an hour
    OddRest,        // shorter than an interval, between two interval lengths
    NoReads,        // of a counter: its reads before lie less than 20 days apart, or are too old
    OtherCounter    // it, or its factor, was changed since the last read
};
std::string_view reason_words(OpenReason reason);

struct OpenGap {
    std::string channel, unit;
    Span span;
    std::int64_t intervals = 0;
    OpenReason reason = OpenReason::NoHistory;
};

struct Filled {
    std::vector<Estimate> estimates;  // by channel, unit and time
    std::vector<EstimatedRead> reads;
    std::vector<OpenGap> open;
};

struct FillRequest {
    std::span<const IntervalColumn> columns;  // all that is known, in any order, not overlapping
    std::span<const Span> wanted;             // ascending: when the point was supplied
    Span near;                                // what of the columns tells that a channel is in use
    const Zone& zone;                         // of the service point
    // Of it, too: values under different factors do not tell of each other.
    std::span<const customers::Device> devices = {};
};
Filled fill_gaps(const FillRequest& request);

}  // namespace bw::meter

// Where the wanted time ends and nobody read the counter, what it would have shown, from its own
// use; of uses that nobody told, what they would have been. Pure; the caller reads the columns and
// keeps the reads (../estimation.h), which later ones put right as bills do.
#pragma once

#include "base/civil.h"
#include "books/customers/devices.h"
#include "flow/meter/estimates/fill.h"
#include "flow/meter/series.h"

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace bw::meter {

// The weight of a day beside others for a channel (a load profile's); nothing: it has none.
using DayWeight = std::function<std::optional<Decimal>(std::string_view channel, LocalDate)>;

struct ReadRequest {
    std::span<const RegisterColumn> columns;             // all of the point, from two years before
    std::span<const IntervalColumn> measured_otherwise;  // their channels need no reads
    std::span<const Span> wanted;                        // ascending: when the point was supplied
    const Zone& zone;                                    // of the service point
    std::span<const customers::Device> devices = {};     // of it, too
    DayWeight weight = {};                               // none: no profile tells of the days
};
// Adds to `reads` and `open`. A counter needs a read at an end that has none within
// kReadWindowDays, once as long a time went by as lies between its reads otherwise: what is read
// once a year is not estimated by the month. Methods, the first that can: `neighbours` (a straight
// line to a measured read that is there already), `profile`, `year-ago` (the same days a year
// before), `use-per-day` (of the twelve months before the last measured read, or what there is of
// them, 20 days at least).
void fill_reads(const ReadRequest& request, Filled& filled);

}  // namespace bw::meter

// Intervals of one channel that were measured in more than one length, or from other beginnings, at
// one time: which of them stand, and where the others said something else. Internal to meter.
#pragma once

#include "flow/meter/columns.h"
#include "flow/meter/segments/segment.h"

#include <vector>

namespace bw::meter {

// The interval lengths and beginnings of one channel and unit; each month settled.
using LengthGroup = std::vector<Contents::value_type*>;

// Hides what a later batch covers with another length; of one batch the shorter intervals stay.
// Returns what was hidden of the span while others say something else, by time.
std::vector<Overlap> hide_covered(const LengthGroup& group, Span span);

// Of one file: intervals and uses that lie over others of it, of which one will not count. The same
// interval twice is none of them (ArrivalBuilder::Summary::replaced). Error: Corrupt.
Result<std::int64_t> count_overlaps(const Segment& segment);

}  // namespace bw::meter

// Consumption from register reads: the difference of the reads at the ends of the supplied days,
// rollover included. Internal.
//
// The read of an end is the one nearest to it within kReadWindowDays, else the last before it, else
// the first after it. As it depends on the end alone, periods that touch share a read and nothing
// is billed twice or never.
#pragma once

#include "base/civil.h"
#include "flow/meter/series.h"

#include <optional>

namespace bw::rate {

struct RegisterUse {
    Period days;                 // from read to read
    std::int64_t quantity = 0;   // at the column's scale; negative when an actual read makes an
                                 // estimate good
    std::int64_t reads = 0;      // differences that were summed
    std::int64_t estimated = 0;  // of the reads that ended them, not Actual or Final
    std::string words;           // "read 12345 on 2026-01-02, 12400 on 2026-02-01"
};

// Nothing when no two reads tell a consumption. A counter that runs backwards without rollover is
// an Error. `around`: days of touching plans; an end of `supplied` that lies inside them and has no
// read within kReadWindowDays gets one that shares the consumption around it by days.
Result<std::optional<RegisterUse>> register_use(const meter::RegisterColumn& column,
                                                const Period& supplied, const Period& around,
                                                const Zone& zone);

}  // namespace bw::rate

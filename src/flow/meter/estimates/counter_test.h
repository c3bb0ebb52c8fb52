// Counters and uses for tests of checks and estimates: reads by day in Berlin, all measured.
#pragma once

#include "flow/meter/series.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace bw::meter {

inline const Zone kBerlin = *Zone::find("Europe/Berlin");

inline LocalDate date(const char* text) { return *LocalDate::parse(text); }
inline Instant day(const char* text) { return kBerlin.start_of_day(date(text)); }

using Reads = std::vector<std::pair<const char*, std::int64_t>>;

inline RegisterColumn counter(const Reads& reads) {
    RegisterColumn column;
    column.channel = "import";
    column.unit = "m3";
    column.scale = 0;
    for (const auto& [at, read] : reads) {
        column.times.push_back(day(at));
        column.reads.push_back(read);
        column.qualities.push_back(Quality::Actual);
    }
    return column;
}
inline RegisterColumn uses(const Reads& sums) {
    RegisterColumn column = counter(sums);
    column.is_use = true;
    return column;
}

}  // namespace bw::meter

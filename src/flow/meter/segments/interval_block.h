// The intervals of a block as they lie in it: runs and measured values, nothing for each slot.
// What SeriesMonth lays over other blocks, and what columns are copied from where nothing lies over
// it. Codec: series_month.h.
#pragma once

#include "flow/meter/segments/bytes.h"
#include "flow/meter/series.h"

#include <cstdint>
#include <span>
#include <vector>

namespace bw::meter {

inline constexpr std::uint8_t kAbsent = 6;  // a state after the last Quality

struct IntervalBlock {
    std::size_t first_slot = 0;
    std::size_t slots = 0;
    int scale = 0;
    std::vector<RunLength> states;     // each a Quality, or kAbsent
    std::vector<std::int64_t> values;  // those measured, in order; none is kMissing
    std::vector<RunLength> sources;    // positions in the block's list; none: all of the first

    // Takes it from behind the block's list of `source_count` sources. Bad bytes spoil `in`.
    void read(ByteReader& in, std::size_t slots_max, std::size_t source_count);
    // The same in three steps, for who wants the values somewhere else: all but values and sources;
    // then as many values as are measured; then the sources.
    void read_runs(ByteReader& in, std::size_t slots_max);
    static void read_values(ByteReader& in, std::span<std::int64_t> out);
    void read_sources(ByteReader& in, std::size_t source_count);
    // Slots that have a value.
    [[nodiscard]] std::size_t measured() const;
};

// The list that a block begins with; of one that has none: `self`. Adds to `out`, returns how many.
std::size_t read_sources(ByteReader& in, std::size_t block_size, Source self,
                         std::vector<Source>& out);

}  // namespace bw::meter

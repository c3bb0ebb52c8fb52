// Many segments to one, in bounded memory: cursors over sorted indexes. The later input wins.
#pragma once

#include "flow/meter/segments/segment.h"

#include <optional>
#include <span>
#include <vector>

namespace bw::meter {

struct MergeInput {
    const Segment* segment = nullptr;
    Batch batch;  // of blocks that name no sources
};

struct MergeRequest {
    std::vector<MergeInput> inputs;  // in order of precedence, the last one wins
    Provenance provenance = Provenance::Own;
    std::optional<std::int32_t> month;  // only this one, and only known service points
};

// The keys of all inputs, sorted, each once.
std::vector<SeriesKey> united_series(std::span<const MergeInput> inputs);

// Writes the merged blocks; `series` is what the writer was made with. Returns how many values a
// later one replaced. Error: Corrupt input, or Limit.
Result<std::int64_t> merge(const MergeRequest& request, std::span<const SeriesKey> series,
                           SegmentWriter& writer);

}  // namespace bw::meter

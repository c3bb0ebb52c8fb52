// Where a channel has no value. Internal to the room.
#pragma once

#include "flow/meter/estimates/timeline.h"

#include <span>
#include <vector>

namespace bw::meter {

// The parts of the wanted time without a value, in order.
std::vector<Span> gaps_of(const Timeline& line, std::span<const Span> wanted);

// A gap in whole intervals: as the channel is measured around it.
struct Grid {
    Span whole;  // the intervals that fit into the gap; empty when none does
    std::int32_t step_seconds = 0;
    [[nodiscard]] std::int64_t count() const {
        return whole.is_empty() ? 0
                                : (whole.to.us - whole.from.us) / (step_seconds * Instant::kSecond);
    }
    [[nodiscard]] Instant at(std::int64_t i) const {
        return Instant{whole.from.us + i * step_seconds * Instant::kSecond};
    }
};
Grid grid_of(const Timeline& line, Span gap);

}  // namespace bw::meter

// One channel as a line of time: columns of one or more interval lengths, asked by instant.
// Internal to the room.
#pragma once

#include "flow/meter/series.h"

#include <optional>
#include <span>
#include <vector>

namespace bw::meter {

class Timeline {
public:
    // Columns of one channel and unit, whose values do not overlap (reader.h); they must outlive
    // the line.
    explicit Timeline(std::vector<const IntervalColumn*> columns);

    // The measured value of the interval of this length that begins here, at the line's scale.
    // Nothing: nobody measured it, or not so.
    [[nodiscard]] std::optional<std::int64_t> measured(Instant start,
                                                       std::int32_t step_seconds) const;

    // An unbroken run of values, measured or not, of one interval length.
    struct Stretch {
        Span span;
        std::int32_t step_seconds = 0;
    };
    [[nodiscard]] std::span<const Stretch> stretches() const { return stretches_; }  // by time
    // How the channel is measured around a time: as the stretch before it was, else the one after;
    // with no value at all, as its columns say. `span.from` is on the grid.
    [[nodiscard]] Stretch nearest(Instant at) const;
    [[nodiscard]] int scale() const { return scale_; }  // the finest of the columns
    [[nodiscard]] const IntervalColumn& first() const { return *columns_.front(); }

private:
    void add_stretches(const IntervalColumn& column);

    std::vector<const IntervalColumn*> columns_;  // by start
    std::vector<Stretch> stretches_;
    int scale_ = 0;
};

}  // namespace bw::meter

// One channel as a line of time: columns of one or more interval lengths, asked by instant.
// Internal to the room.
#pragma once

#include "books/customers/devices.h"
#include "flow/meter/series.h"

#include <optional>
#include <span>
#include <vector>

namespace bw::meter {

class Timeline {
public:
    // Columns of one channel and unit, whose values do not overlap (reader.h). `devices`: of the
    // service point, where values are as its counters counted them; none: they are multiplied.
    // Both must outlive the line.
    explicit Timeline(std::vector<const IntervalColumn*> columns,
                      std::span<const customers::Device> devices = {});

    // The measured value of the interval of this length that begins here, at the line's scale, to
    // tell of one that begins at `of`. Nothing: nobody measured it, or not so, or under another
    // factor.
    [[nodiscard]] std::optional<std::int64_t> measured(Instant start, std::int32_t step_seconds,
                                                       Instant of) const;

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
    [[nodiscard]] Decimal factor_at(Instant at) const;

    std::vector<const IntervalColumn*> columns_;  // by start
    std::span<const customers::Device> devices_;
    bool has_factors_ = false;
    std::vector<Stretch> stretches_;
    int scale_ = 0;
};

}  // namespace bw::meter

// What was used between two reads of a counter, as checks and estimates need it: over the end of
// the counter, across exchanges that were read, times the factor. Bills go by
// flow/rate/energy/counter.h, which shares by days where this says nothing. Pure.
#pragma once

#include "base/decimal.h"
#include "books/customers/devices.h"
#include "flow/meter/series.h"

#include <optional>
#include <span>
#include <vector>

namespace bw::meter {

// Of one channel of a service point; uses are counted up and have no devices.
class Counted {
public:
    // Both must outlive it. `devices`: of the service point.
    Counted(const RegisterColumn& column, std::span<const customers::Device> devices)
        : column_(column), devices_(devices) {}

    // In the unit of the reads. Nothing: the counter ran backwards, another one came and nobody
    // read both, or its factor changed in between.
    [[nodiscard]] std::optional<Decimal> used(std::size_t from, std::size_t to) const;
    // The reads that stand: estimates above a later read are left out, as bills put them right.
    [[nodiscard]] std::vector<std::size_t> standing() const;
    // Is what ends at this read measured? Of counters the read at which it begins counts, too.
    [[nodiscard]] bool is_firm_step(std::size_t from, std::size_t to) const;

    [[nodiscard]] Span span(std::size_t from, std::size_t to) const {
        return {column_.times[from], column_.times[to]};
    }
    [[nodiscard]] const RegisterColumn& column() const { return column_; }
    [[nodiscard]] Decimal read(std::size_t index) const {
        return Decimal::scaled(column_.reads[index], column_.scale);
    }
    // The counter that is there at a time, from a read before on or from when it was put in.
    struct GoesOn {
        Instant since;
        Decimal shown;  // then
        Decimal factor{1};
        int digits = 0;  // 0: not known
    };
    // Nothing: another one came and nobody read it, or the factor changed.
    [[nodiscard]] std::optional<GoesOn> goes_on(std::size_t from, Instant at) const;

private:
    // Of the counter in force; 0: not known.
    [[nodiscard]] int digits_at(Instant at) const;

    const RegisterColumn& column_;
    std::span<const customers::Device> devices_;
};

}  // namespace bw::meter

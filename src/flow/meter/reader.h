// Usage as columns, as of a cut: the newest block of each month with what arrived since laid over
// it. Opened once with a little SQL; after that a read is a binary search in mapped indexes, no SQL
// and no lock but the one that opens a file for the first time. Thread: any, at once.
//
//   const auto reader = TRY(Reader::open(*tx, folder, tenant, AsOf{cut}));
//   const Usage usage = TRY(reader.read(service_point, zone.span_of(month)));
#pragma once

#include "flow/meter/series.h"
#include "platform/store/store.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace bw::meter {

// Of the reads of a counter further from a span than kReadWindowDays the nearest on each side is
// handed over, and where that is no measured one (is_firm) those up to the next that is, if they
// lie within kNeighbourMonths. Behind the span none is, where a measured one lies within
// kReadWindowDays of its end: so a bill does not change with every read that comes after it.
inline constexpr int kNeighbourMonths = 24;

class Shelf;

class Reader {
public:
    // The transaction may end afterwards. `folder` is where segments lie.
    static Result<Reader> open(store::Transaction& tx, const std::filesystem::path& folder,
                               TenantId tenant, AsOf as_of);
    ~Reader();
    Reader(Reader&&) noexcept;
    Reader& operator=(Reader&&) noexcept;

    // Everything measured at the service point in [from, to); nothing measured is empty, no Error.
    // - intervals: one column per channel, unit and interval length, covering the whole span; where
    // a channel
    //   changes its interval length, columns of what each length has, which never overlap (later
    //   batch wins)
    // - registers: reads from kReadWindowDays before to kReadWindowDays after the span, and
    // neighbours; uses as counters of their own (RegisterColumn::is_use), of which those that fill
    // the time between two reads stand instead of what the counter went on by
    // - overlaps: intervals that others of another length hide and contradict
    // - sources: exactly those of the values that are handed over, the same before and after a
    // month is closed Error (Corrupt): a block does not match its checksum.
    [[nodiscard]] Result<Usage> read(ServicePointId point, Span span) const;
    // The registers of read() alone: cheap over years.
    [[nodiscard]] Result<std::vector<RegisterColumn>> registers(ServicePointId point,
                                                                Span span) const;

    // Were intervals of one channel measured in more than one length, or from other beginnings, in
    // the months of the span? Cheap: asks indexes, not values.
    [[nodiscard]] Result<bool> is_mixed(ServicePointId point, Span span) const;
    // The end of the last interval, read or use that ends behind an instant; nothing: there is
    // none. As cheap.
    [[nodiscard]] Result<std::optional<Instant>> end_behind(ServicePointId point, Instant at) const;

    // Has read(point, span) changed by batches in (from, to]? Cheap: asks indexes, not values but
    // those of counters and of sessions over a month's end.
    [[nodiscard]] Result<bool> is_touched(ServicePointId point, Batch from_exclusive,
                                          Batch to_inclusive, Span span) const;
    // The time that values from batches in (from, to] span at the point; none: nothing came in.
    // They touch no other months but those that read counters around it, and the month beside it
    // by a session over their end.
    [[nodiscard]] Result<std::optional<Span>> arrived(ServicePointId point, Batch from_exclusive,
                                                      Batch to_inclusive) const;
    // All service points at which anything came in, sorted; intervals and calls that begin at or
    // behind `before` are left out, for they touch nothing before it. Reads of counters may, and
    // sessions of the month that it lies in or ends.
    [[nodiscard]] Result<std::vector<ServicePointId>> arrived_at(Batch from_exclusive,
                                                                 Batch to_inclusive,
                                                                 Instant before) const;

private:
    explicit Reader(std::unique_ptr<const Shelf> shelf);
    std::unique_ptr<const Shelf> shelf_;
};

}  // namespace bw::meter

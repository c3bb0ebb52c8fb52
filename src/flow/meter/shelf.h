// The segments that a cut can see, opened when first asked for. Internal to the room; Reader is its
// face. Thread: any, once loaded.
#pragma once

#include "flow/meter/segments/merge.h"
#include "platform/store/store.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace bw::meter {

// One segment file, mapped on first use. Thread: any.
class LazySegment {
public:
    struct Where {
        blob::Path path;
        Batch batch;             // that blocks without sources came with
        std::int64_t kinds = 0;  // bits of SeriesKind
    };
    explicit LazySegment(Where where) : where_(std::move(where)) {}
    // Error: Corrupt, with the file's name. BlobError when the file is not there.
    Result<const Segment*> get() const;
    [[nodiscard]] Batch batch() const { return where_.batch; }
    [[nodiscard]] bool has(SeriesKind kind) const { return (where_.kinds & kind_bit(kind)) != 0; }

private:
    Where where_;
    mutable std::atomic<const Segment*> ready_ = nullptr;
    mutable std::mutex mutex_;  // held while the file is opened
    mutable std::optional<Segment> segment_;
};

class Shelf {
public:
    struct Arrival {
        Batch batch;
        std::int32_t month_min = 0;
        std::int32_t month_max = -1;
        const LazySegment* segment = nullptr;
    };

    static Shelf load(store::Transaction& tx, const blob::Path& folder, TenantId tenant,
                      AsOf as_of);

    // What a month is merged from, in order of precedence: its newest generation, then later
    // arrivals.
    [[nodiscard]] std::span<const LazySegment* const> month(std::int32_t month) const;
    [[nodiscard]] std::int32_t last_month() const;  // that any values lie in; below 0: none
    // Of the batches in (from, to], in order.
    [[nodiscard]] std::span<const Arrival> arrivals(Batch from_exclusive, Batch to_inclusive) const;
    [[nodiscard]] Batch cut() const { return cut_; }
    // Of the month's newest generation; 0 when it was never closed.
    struct Closed {
        std::int64_t generation = 0;
        Batch cut;
    };
    [[nodiscard]] Closed closed(std::int32_t month) const;

    // Lays everything that is known of a series in a month into `content`.
    Result<void> collect(Owner owner, std::int32_t month, SeriesMonth& content) const;

private:
    Batch cut_;
    std::vector<std::unique_ptr<LazySegment>> segments_;
    std::vector<Arrival> arrivals_;
    std::map<std::int32_t, Closed> closed_;
    std::map<std::int32_t, std::vector<const LazySegment*>> months_;
};

}  // namespace bw::meter

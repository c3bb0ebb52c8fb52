#include "flow/meter/shelf.h"

#include "flow/meter/usage_store.h"

#include <algorithm>

namespace bw::meter {

Result<const Segment*> LazySegment::get() const {
    if (const Segment* const ready = ready_.load(std::memory_order_acquire)) return ready;
    const std::lock_guard lock(mutex_);
    if (!segment_) {
        segment_ = TRY(Segment::open(where_.path));
        ready_.store(&*segment_, std::memory_order_release);
    }
    return &*segment_;
}

Shelf Shelf::load(store::Transaction& tx, const blob::Path& folder, TenantId tenant, AsOf as_of) {
    Shelf shelf;
    shelf.cut_ = as_of.cut;
    // Rows come by month and generation: the last one of a month stands.
    std::map<std::int32_t, sql::MonthRow> newest;
    for (auto& row : sql::months(tx, tenant, as_of.cut)) newest[row.month] = std::move(row);
    for (const auto& [month, row] : newest) {
        shelf.closed_[month] = {row.generation, row.cut};
        shelf.segments_.push_back(std::make_unique<LazySegment>(
            LazySegment::Where{folder / row.segment, row.cut, row.kinds}));
        shelf.months_[month].push_back(shelf.segments_.back().get());
    }
    for (const auto& row : sql::arrivals(tx, tenant, as_of.cut)) {
        shelf.segments_.push_back(std::make_unique<LazySegment>(
            LazySegment::Where{folder / row.segment, row.batch, row.kinds}));
        const LazySegment* const segment = shelf.segments_.back().get();
        shelf.arrivals_.push_back({row.batch, row.month_min, row.month_max, segment});
        for (std::int32_t month = row.month_min; month <= row.month_max; ++month) {
            if (shelf.closed(month).cut < row.batch) shelf.months_[month].push_back(segment);
        }
    }
    return shelf;
}

std::span<const LazySegment* const> Shelf::month(std::int32_t month) const {
    const auto found = months_.find(month);
    if (found == months_.end()) return {};
    return found->second;
}

std::int32_t Shelf::last_month() const { return months_.empty() ? -1 : months_.rbegin()->first; }

std::span<const Shelf::Arrival> Shelf::arrivals(Batch from_exclusive, Batch to_inclusive) const {
    const auto first = std::ranges::upper_bound(arrivals_, from_exclusive, {}, &Arrival::batch);
    const auto last =
        std::ranges::upper_bound(first, arrivals_.end(), to_inclusive, {}, &Arrival::batch);
    return {first, last};
}

Shelf::Closed Shelf::closed(std::int32_t month) const {
    const auto found = closed_.find(month);
    return found == closed_.end() ? Closed{} : found->second;
}

Result<void> Shelf::collect(Owner owner, std::int32_t at, SeriesMonth& content) const {
    for (const LazySegment* const lazy : month(at)) {
        const Segment* const segment = TRY(lazy->get());
        for (const auto& entry : segment->find(owner)) {
            if (entry.month != at || segment->series(entry) != content.key()) continue;
            const auto block = TRY(segment->block(entry));
            TRY_VOID(content.overlay(block, {lazy->batch(), entry.hash}));
        }
    }
    content.settle();
    return {};
}

}  // namespace bw::meter

#include "flow/meter/segments/merge.h"

#include "flow/meter/segments/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <queue>
#include <tuple>

namespace bw::meter {

namespace {

// Stands on an entry of one input; series are counted in the united dictionary.
class Cursor {
public:
    Cursor(const MergeInput& input, std::size_t order, std::span<const SeriesKey> united,
           std::optional<std::int32_t> month)
        : input_(input), order_(order), month_(month) {
        for (const auto& key : input.segment->series()) {
            ranks_.push_back(
                static_cast<std::uint32_t>(std::ranges::lower_bound(united, key) - united.begin()));
        }
        skip();
    }
    [[nodiscard]] bool is_done() const { return at_ == input_.segment->entries().size(); }
    [[nodiscard]] const IndexEntry& entry() const { return input_.segment->entries()[at_]; }
    [[nodiscard]] SegmentWriter::Place place() const {
        return {entry().owner, ranks_[entry().series], entry().month};
    }
    [[nodiscard]] const MergeInput& input() const { return input_; }
    void next() {
        ++at_;
        skip();
    }
    [[nodiscard]] auto rank() const {
        const auto at = place();
        return std::tuple(at.owner, at.series, at.month, order_);
    }

private:
    void skip() {
        if (!month_) return;
        while (!is_done() && (entry().month != *month_ || entry().owner < 0)) ++at_;
    }
    MergeInput input_;
    std::size_t order_;
    std::optional<std::int32_t> month_;
    std::vector<std::uint32_t> ranks_;
    std::size_t at_ = 0;
};

struct IsAfter {
    bool operator()(const Cursor* a, const Cursor* b) const { return a->rank() > b->rank(); }
};

bool is_same(const SegmentWriter::Place& a, const SegmentWriter::Place& b) {
    return a.owner == b.owner && a.series == b.series && a.month == b.month;
}

}  // namespace

std::vector<SeriesKey> united_series(std::span<const MergeInput> inputs) {
    std::vector<SeriesKey> all;
    for (const auto& input : inputs) {
        const auto series = input.segment->series();
        all.insert(all.end(), series.begin(), series.end());
        if (all.size() > 4 * kSeriesPerSegmentMax) {
            std::ranges::sort(all);
            all.erase(std::ranges::unique(all).begin(), all.end());
        }
    }
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
    return all;
}

Result<std::int64_t> merge(const MergeRequest& request, std::span<const SeriesKey> series,
                           SegmentWriter& writer) {
    std::vector<Cursor> cursors;
    cursors.reserve(request.inputs.size());
    for (std::size_t i = 0; i < request.inputs.size(); ++i) {
        cursors.emplace_back(request.inputs[i], i, series, request.month);
    }
    std::priority_queue<Cursor*, std::vector<Cursor*>, IsAfter> queue;
    for (auto& cursor : cursors) {
        if (!cursor.is_done()) queue.push(&cursor);
    }
    SeriesMonth content;
    std::int64_t replaced = 0;
    while (!queue.empty()) {
        const auto place = queue.top()->place();
        content.reset(series[place.series], place.month);
        while (!queue.empty() && is_same(queue.top()->place(), place)) {
            Cursor* const cursor = queue.top();
            queue.pop();
            const auto bytes = TRY(cursor->input().segment->block(cursor->entry()));
            TRY_VOID(content.overlay(bytes, {cursor->input().batch, cursor->entry().hash}));
            if (content.events().size() > static_cast<std::size_t>(kEventsPerMonthMax)) {
                return fail(Code::Limit,
                            fmt::format("more than {} call records of one service point in "
                                        "one month",
                                        kEventsPerMonthMax));
            }
            cursor->next();
            if (!cursor->is_done()) queue.push(cursor);
        }
        content.settle();
        replaced += content.replaced();
        writer.add(place, content, request.provenance);
    }
    return replaced;
}

}  // namespace bw::meter

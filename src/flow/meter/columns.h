// Blocks of months to the columns that are handed over. Internal.
#pragma once

#include "flow/meter/segments/series_month.h"

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace bw::meter {

// A series' months in order, each settled.
struct SeriesContent {
    std::vector<SeriesMonth> months;
};
using Contents = std::map<SeriesKey, SeriesContent>;

// A block of a series that nothing lies over.
struct PlainBlock {
    std::int32_t month = 0;
    std::span<const std::byte> bytes;
    Source self;
};
// The column that interval_columns() would make of it, copied from the blocks as they lie.
// `blocks`: one for each month, in order. Error: Corrupt.
Result<IntervalColumn> plain_column(const SeriesKey& key, std::span<const PlainBlock> blocks,
                                    Span span);

// Hides, for channels measured in more than one interval length, the values that a later batch
// covers with another length (of one batch: the shorter intervals stay), and makes the columns.
// Adds what was hidden under values that say something else.
std::vector<IntervalColumn> interval_columns(Contents& contents, Span span,
                                             std::vector<Overlap>& overlaps);

// Reads inside `window`, which is `span` and some days around it, and the nearest before it, up to
// one that is_firm(); behind it those up to a firm one, unless one stands between the ends of span
// and window: what comes later then says nothing of the span. Nothing: no reads at all. `series`:
// of one channel and unit, in order of their digits, which some files tell and others do not; of
// reads of one moment the later batch counts.
using RegisterSeries = std::vector<const Contents::value_type*>;
std::optional<RegisterColumn> register_column(const RegisterSeries& series, Span span, Span window);

// Uses that meet `window`, as counters: one column per unbroken run, its reads where uses meet. Of
// uses that overlap the one of the later batch stands (of one batch: the one that begins later).
std::vector<RegisterColumn> use_columns(const SeriesKey& key, const SeriesContent& content,
                                        Span window);

// Where uses of the same channel and unit fill the whole time between two reads, they tell what was
// used: the counter begins anew behind it.
std::vector<RegisterColumn> cut_at_uses(const RegisterColumn& counter,
                                        std::span<const RegisterColumn> uses);

// Calls, and sessions that used something, with start in the span.
EventColumn event_column(const Contents& contents, Span span);

}  // namespace bw::meter

#include "flow/meter/reader.h"

#include "flow/meter/columns.h"
#include "flow/meter/segments/limits.h"
#include "flow/meter/segments/month.h"
#include "flow/meter/shelf.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>

namespace bw::meter {

namespace {

constexpr std::int64_t kDayUs = 86'400 * Instant::kSecond;

Span read_window(Span span) {
    return {Instant{span.from.us - kReadWindowDays * kDayUs},
            Instant{span.to.us + kReadWindowDays * kDayUs + 1}};
}

std::int32_t last_month_of(Span span) { return month_of(Instant{span.to.us - 1}); }

// Kept for a neighbour far from the span: reads and uses.
bool is_counted(SeriesKind kind) { return kind == SeriesKind::Register || kind == SeriesKind::Use; }

bool is_of_calls(SeriesKind kind) {
    return kind == SeriesKind::Event || kind == SeriesKind::Session;
}

enum class Wanted { Registers, Sessions, Others };

Wanted wanted_of(SeriesKind kind) {
    if (kind == SeriesKind::Session) return Wanted::Sessions;
    return is_counted(kind) ? Wanted::Registers : Wanted::Others;
}

bool is_wanted(const LazySegment& segment, Wanted wanted) {
    switch (wanted) {
        case Wanted::Registers:
            return segment.has(SeriesKind::Register) || segment.has(SeriesKind::Use);
        case Wanted::Sessions: return segment.has(SeriesKind::Session);
        case Wanted::Others: break;
    }
    return segment.has(SeriesKind::Interval) || segment.has(SeriesKind::Event);
}

// A block of a service point, not read yet.
struct Block {
    const LazySegment* from = nullptr;
    const Segment* segment = nullptr;
    const IndexEntry* entry = nullptr;
    [[nodiscard]] const SeriesKey& key() const { return segment->series(*entry); }
};

// Adds those of a month, in order of precedence.
Result<void> add_blocks(const Shelf& shelf, Owner owner, std::int32_t month, Wanted wanted,
                        std::vector<Block>& blocks) {
    for (const LazySegment* const lazy : shelf.month(month)) {
        if (!is_wanted(*lazy, wanted)) continue;
        const Segment* const segment = TRY(lazy->get());
        for (const auto& entry : segment->find(owner)) {
            if (entry.month != month || wanted_of(segment->series(entry).kind) != wanted) continue;
            blocks.push_back({lazy, segment, &entry});
        }
    }
    return {};
}

// Lays the blocks of a month into `contents`, as the months come.
Result<void> lay(std::span<const Block> blocks, std::int32_t month, Contents& contents) {
    std::map<SeriesKey, SeriesMonth*> open;  // of this month
    for (const Block& block : blocks) {
        const SeriesKey& key = block.key();
        SeriesMonth*& content = open[key];
        if (content == nullptr) {
            content = &contents[key].months.emplace_back();
            content->reset(key, month);
        }
        const auto bytes = TRY(block.segment->block(*block.entry));
        TRY_VOID(content->overlay(bytes, {block.from->batch(), block.entry->hash}));
    }
    for (const auto& [key, content] : open) content->settle();
    return {};
}

Result<void> collect_month(const Shelf& shelf, Owner owner, std::int32_t month, Wanted wanted,
                           Contents& contents) {
    std::vector<Block> blocks;
    TRY_VOID(add_blocks(shelf, owner, month, wanted, blocks));
    return lay(blocks, month, contents);
}

// The blocks of one series of intervals, one for each month, in order.
using PlainSeries = std::vector<Block>;

// Nothing lies over anything: of each channel one series of intervals, of each month one block, as
// where months are closed. Nothing: it is not so. Asks indexes, not bytes.
std::optional<std::vector<PlainSeries>> plain_series(std::span<const Block> blocks) {
    std::vector<PlainSeries> all;
    for (const Block& block : blocks) {
        const SeriesKey& key = block.key();
        if (key.kind != SeriesKind::Interval) return std::nullopt;
        const auto known = std::ranges::find_if(all, [&](const PlainSeries& series) {
            const SeriesKey& other = series.front().key();
            return other.channel == key.channel && other.unit == key.unit;
        });
        if (known == all.end()) {
            all.push_back({block});
            continue;
        }
        const Block& last = known->back();
        if (last.key() != key || last.entry->month >= block.entry->month) return std::nullopt;
        known->push_back(block);
    }
    std::ranges::sort(all, {}, [](const PlainSeries& series) { return series.front().key(); });
    return all;
}

Result<IntervalColumn> copied(const PlainSeries& series, Span span) {
    std::vector<PlainBlock> blocks;
    blocks.reserve(series.size());
    for (const Block& block : series)
        blocks.push_back({block.entry->month,
                          TRY(block.segment->block(*block.entry)),
                          {block.from->batch(), block.entry->hash}});
    return plain_column(series.front().key(), blocks, span);
}

// Intervals and calls.
Result<void> read_others(const Shelf& shelf, Owner owner, Span span, Usage& usage,
                         Contents& contents) {
    std::vector<Block> blocks;
    for (std::int32_t month = month_of(span.from); month <= last_month_of(span); ++month)
        TRY_VOID(add_blocks(shelf, owner, month, Wanted::Others, blocks));
    if (const auto plain = plain_series(blocks)) {
        for (const PlainSeries& series : *plain) {
            auto column = TRY(copied(series, span));
            if (!column.sources.empty()) usage.intervals.push_back(std::move(column));
        }
        return {};
    }
    const auto month_of_block = [](const Block& block) { return block.entry->month; };
    for (auto it = blocks.begin(); it != blocks.end();) {
        const auto end =
            std::ranges::upper_bound(it, blocks.end(), month_of_block(*it), {}, month_of_block);
        TRY_VOID(lay(std::span(it, end), month_of_block(*it), contents));
        it = end;
    }
    usage.intervals = interval_columns(contents, span, usage.overlaps);
    return {};
}

// The sessions of the span's months, those over the ends of a month put together.
Result<void> collect_sessions(const Shelf& shelf, Owner owner, Span span, Contents& contents) {
    Contents found;
    const std::int32_t first = month_of(span.from);
    const std::int32_t last = last_month_of(span);
    for (std::int32_t month = first; month <= last; ++month)
        TRY_VOID(collect_month(shelf, owner, month, Wanted::Sessions, found));
    if (found.empty()) return {};
    for (const std::int32_t month : {first - 1, last + 1})
        TRY_VOID(collect_month(shelf, owner, month, Wanted::Sessions, found));
    for (auto& [key, content] : found) {
        auto& months = content.months;
        std::ranges::sort(months, {}, &SeriesMonth::month);
        for (std::size_t i = 1; i < months.size(); ++i)
            if (months[i - 1].month() + 1 == months[i].month())
                months[i - 1].join_over_end(months[i]);
    }
    contents.merge(found);
    return {};
}

// What tells counters apart; the words are the segments' own.
using CounterKey = std::tuple<SeriesKind, std::string_view, std::string_view>;

bool has_firm_read(const Contents& contents, std::int32_t month) {
    return std::ranges::any_of(contents, [&](const auto& series) {
        return std::ranges::any_of(series.second.months, [&](const SeriesMonth& content) {
            return content.month() == month &&
                   std::ranges::any_of(content.reads(), [](const RegisterItem& item) {
                       return is_firm(item.quality);
                   });
        });
    });
}

// The months of the window, and on either side of it as many as a firm read takes to be found: what
// a counter showed years ago is read for who was not read since. `blocks`: of a counter, by month.
Result<Contents> near_months(std::span<const Block> blocks, std::int32_t first, std::int32_t last) {
    const auto month_of_block = [](const Block& block) { return block.entry->month; };
    const auto begin = std::ranges::lower_bound(blocks, first, {}, month_of_block);
    const auto end = std::ranges::upper_bound(blocks, last, {}, month_of_block);
    Contents contents;
    const auto lay_month = [&](std::int32_t month) {
        return lay(std::ranges::equal_range(blocks, month, {}, month_of_block), month, contents);
    };
    for (auto it = begin; it != end;
         it = std::ranges::upper_bound(it, end, month_of_block(*it), {}, month_of_block))
        TRY_VOID(lay_month(month_of_block(*it)));
    for (auto it = begin; it != blocks.begin();) {
        const std::int32_t month = month_of_block(*std::prev(it));
        TRY_VOID(lay_month(month));
        if (has_firm_read(contents, month)) break;
        it = std::ranges::lower_bound(blocks.begin(), it, month, {}, month_of_block);
    }
    for (auto it = end; it != blocks.end();) {
        const std::int32_t month = month_of_block(*it);
        TRY_VOID(lay_month(month));
        if (has_firm_read(contents, month)) break;
        it = std::ranges::upper_bound(it, blocks.end(), month, {}, month_of_block);
    }
    for (auto& [key, content] : contents)
        std::ranges::sort(content.months, {}, &SeriesMonth::month);
    return contents;
}

// Counters in the window, with a neighbour on either side.
Result<std::vector<RegisterColumn>> read_registers(const Shelf& shelf, Owner owner, Span span) {
    const Span window = read_window(span);
    const std::int32_t first = month_of(window.from), last = last_month_of(window);
    std::vector<Block> all;
    for (std::int32_t month = first - kNeighbourMonths; month <= last + kNeighbourMonths; ++month)
        TRY_VOID(add_blocks(shelf, owner, month, Wanted::Registers, all));
    std::map<CounterKey, std::vector<Block>> known;
    for (const Block& block : all) {
        const SeriesKey& key = block.key();
        known[{key.kind, key.channel, key.unit}].push_back(block);
    }
    std::vector<RegisterColumn> counters, uses, columns;
    for (const auto& [counter, blocks] : known) {
        const bool is_use = std::get<SeriesKind>(counter) == SeriesKind::Use;
        // A use may have begun long ago.
        const Contents contents = TRY(
            is_use ? near_months(blocks, blocks.front().entry->month, blocks.back().entry->month)
                   : near_months(blocks, first, last));
        if (is_use) {
            for (const auto& [key, content] : contents)
                std::ranges::move(use_columns(key, content, window), std::back_inserter(uses));
            continue;
        }
        RegisterSeries series;
        for (const auto& one : contents) series.push_back(&one);
        if (series.empty()) continue;
        if (auto column = register_column(series, span, window))
            counters.push_back(*std::move(column));
    }
    for (const auto& counter : counters)
        std::ranges::move(cut_at_uses(counter, uses), std::back_inserter(columns));
    std::ranges::move(uses, std::back_inserter(columns));
    return columns;
}

// Did these batches bring reads that read() hands over?
Result<bool> are_registers_touched(const Shelf& shelf, Owner owner, Batch from, Batch to,
                                   Span span) {
    for (const auto& column : TRY(read_registers(shelf, owner, span))) {
        for (const auto& source : column.sources) {
            if (from < source.batch && source.batch <= to) return true;
        }
    }
    return false;
}

// Did these batches bring something of a session that lies near an end of the span's months to the
// month behind that end?
Result<bool> are_sessions_touched(const Shelf& shelf, Owner owner, Batch from, Batch to,
                                  Span span) {
    const std::int32_t first = month_of(span.from);
    const std::int32_t last = last_month_of(span);
    Contents own;
    for (const std::int32_t month : std::set{first, last})
        TRY_VOID(collect_month(shelf, owner, month, Wanted::Sessions, own));
    std::set<std::string_view> near;
    for (const auto& [key, content] : own)
        for (const auto& month : content.months)
            for (const auto& item : month.events())
                if (item.start_us <= month_start(first).us + kStartsApartUs ||
                    item.start_us >= month_start(last + 1).us - kStartsApartUs)
                    near.insert(item.record_id);
    if (near.empty()) return false;
    for (const auto& arrival : shelf.arrivals(from, to)) {
        const Segment* const segment = TRY(arrival.segment->get());
        for (const auto& entry : segment->find(owner)) {
            const SeriesKey& key = segment->series(entry);
            const bool is_behind = entry.month == first - 1 || entry.month == last + 1;
            if (key.kind != SeriesKind::Session || !is_behind) continue;
            SeriesMonth content;
            content.reset(key, entry.month);
            const auto bytes = TRY(segment->block(entry));
            TRY_VOID(content.overlay(bytes, {arrival.batch, entry.hash}));
            for (const auto& item : content.events())
                if (near.contains(item.record_id)) return true;
        }
    }
    return false;
}

// What an index says of batches and a read. What it cannot say takes a look at the values.
struct Touch {
    bool is_sure = false;
    bool perhaps_registers = false;
    bool perhaps_sessions = false;
};

void note(const Segment& segment, const IndexEntry& entry, Span span, Touch& touch) {
    const SeriesKind kind = segment.series(entry).kind;
    const std::int32_t first = month_of(span.from);
    const std::int32_t last = last_month_of(span);
    if (is_counted(kind)) {
        const Span window = read_window(span);
        touch.perhaps_registers |= entry.month >= month_of(window.from) - kNeighbourMonths &&
                                   entry.month <= last_month_of(window) + kNeighbourMonths;
        return;
    }
    if (kind == SeriesKind::Interval) {
        touch.is_sure |= !entry.span().intersect(span).is_empty();
        return;
    }
    // A record that comes again replaces the one of its id in the same month of the segments, at
    // whatever time of it that one began.
    touch.is_sure |= entry.month >= first && entry.month <= last;
    touch.perhaps_sessions |=
        kind == SeriesKind::Session && (entry.month == first - 1 || entry.month == last + 1);
}

// May what arrived have to do with time before the instant?
bool reaches_before(const IndexEntry& entry, SeriesKind kind, Instant before) {
    if (is_counted(kind)) return true;
    if (kind == SeriesKind::Session)
        return month_start(entry.month).us < before.us + kStartsApartUs;
    return entry.span().from < before;
}

}  // namespace

Reader::Reader(std::unique_ptr<const Shelf> shelf) : shelf_(std::move(shelf)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

Result<Reader> Reader::open(store::Transaction& tx, const std::filesystem::path& folder,
                            TenantId tenant, AsOf as_of) {
    return Reader(std::make_unique<const Shelf>(Shelf::load(tx, folder, tenant, as_of)));
}

Result<Usage> Reader::read(ServicePointId point, Span span) const {
    Usage usage;
    usage.service_point = point;
    if (span.is_empty()) return usage;
    Contents contents;
    TRY_VOID(read_others(*shelf_, point.value, span, usage, contents));
    TRY_VOID(collect_sessions(*shelf_, point.value, span, contents));
    usage.events = event_column(contents, span);
    usage.registers = TRY(read_registers(*shelf_, point.value, span));
    return usage;
}

Result<std::vector<RegisterColumn>> Reader::registers(ServicePointId point, Span span) const {
    if (span.is_empty()) return std::vector<RegisterColumn>{};
    return read_registers(*shelf_, point.value, span);
}

Result<bool> Reader::is_mixed(ServicePointId point, Span span) const {
    std::set<SeriesKey> keys;
    for (std::int32_t month = month_of(span.from); month <= last_month_of(span); ++month)
        for (const LazySegment* const lazy : shelf_->month(month)) {
            if (!lazy->has(SeriesKind::Interval)) continue;
            const Segment* const segment = TRY(lazy->get());
            for (const auto& entry : segment->find(point.value))
                if (entry.month == month && segment->series(entry).kind == SeriesKind::Interval)
                    keys.insert(segment->series(entry));
        }
    return std::ranges::adjacent_find(keys, [](const SeriesKey& a, const SeriesKey& b) {
               return a.channel == b.channel && a.unit == b.unit;
           }) != keys.end();
}

Result<std::optional<Instant>> Reader::end_behind(ServicePointId point, Instant at) const {
    std::optional<Instant> end;
    for (std::int32_t month = month_of(at); month <= shelf_->last_month(); ++month)
        for (const LazySegment* const lazy : shelf_->month(month)) {
            const Segment* const segment = TRY(lazy->get());
            for (const auto& entry : segment->find(point.value))
                if (!is_of_calls(segment->series(entry).kind) && at < entry.span().to)
                    end = std::max(end.value_or(at), entry.span().to);
        }
    return end;
}

Result<bool> Reader::is_touched(ServicePointId point, Batch from_exclusive, Batch to_inclusive,
                                Span span) const {
    Touch touch;
    for (const auto& arrival : shelf_->arrivals(from_exclusive, to_inclusive)) {
        const Segment* const segment = TRY(arrival.segment->get());
        for (const auto& entry : segment->find(point.value)) note(*segment, entry, span, touch);
        if (touch.is_sure) return true;
    }
    if (touch.perhaps_registers &&
        TRY(are_registers_touched(*shelf_, point.value, from_exclusive, to_inclusive, span)))
        return true;
    if (!touch.perhaps_sessions) return false;
    return are_sessions_touched(*shelf_, point.value, from_exclusive, to_inclusive, span);
}

Result<std::optional<Span>> Reader::arrived(ServicePointId point, Batch from_exclusive,
                                            Batch to_inclusive) const {
    std::optional<Span> hull;
    for (const auto& arrival : shelf_->arrivals(from_exclusive, to_inclusive)) {
        const Segment* const segment = TRY(arrival.segment->get());
        for (const auto& entry : segment->find(point.value)) {
            // A record that comes again replaces another of any time of its month.
            const SeriesKind kind = segment->series(entry).kind;
            const bool is_of_month = kind == SeriesKind::Event || kind == SeriesKind::Session;
            const Span span = is_of_month ? month_span(entry.month) : entry.span();
            hull = hull ? Span{std::min(hull->from, span.from), std::max(hull->to, span.to)} : span;
        }
    }
    return hull;
}

Result<std::vector<ServicePointId>> Reader::arrived_at(Batch from_exclusive, Batch to_inclusive,
                                                       Instant before) const {
    std::set<ServicePointId> points;
    for (const auto& arrival : shelf_->arrivals(from_exclusive, to_inclusive)) {
        const Segment* const segment = TRY(arrival.segment->get());
        for (const auto& entry : segment->entries())
            if (entry.owner > 0 && reaches_before(entry, segment->series(entry).kind, before))
                points.insert(ServicePointId{entry.owner});
    }
    return std::vector(points.begin(), points.end());
}

}  // namespace bw::meter

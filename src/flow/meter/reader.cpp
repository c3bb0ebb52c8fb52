#include "flow/meter/reader.h"

#include "flow/meter/columns.h"
#include "flow/meter/segments/month.h"
#include "flow/meter/shelf.h"

#include <algorithm>
#include <set>

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

enum class Wanted { Registers, Others };

bool is_wanted(const LazySegment& segment, Wanted wanted) {
    return wanted == Wanted::Registers
               ? segment.has(SeriesKind::Register) || segment.has(SeriesKind::Use)
               : segment.has(SeriesKind::Interval) || segment.has(SeriesKind::Event);
}

// Lays a month's blocks of a service point into `contents`, as the months come.
Result<void> collect_month(const Shelf& shelf, Owner owner, std::int32_t month, Wanted wanted,
                           Contents& contents) {
    std::map<SeriesKey, SeriesMonth*> open;  // of this month
    for (const LazySegment* const lazy : shelf.month(month)) {
        if (!is_wanted(*lazy, wanted)) continue;
        const Segment* const segment = TRY(lazy->get());
        for (const auto& entry : segment->find(owner)) {
            const SeriesKey& key = segment->series(entry);
            if (entry.month != month || is_counted(key.kind) != (wanted == Wanted::Registers))
                continue;
            SeriesMonth*& content = open[key];
            if (content == nullptr) {
                content = &contents[key].months.emplace_back();
                content->reset(key, month);
            }
            const auto block = TRY(segment->block(entry));
            TRY_VOID(content->overlay(block, {lazy->batch(), entry.hash}));
        }
    }
    for (const auto& [key, content] : open) content->settle();
    return {};
}

// The window's months, and those around it for a neighbour on either side.
Result<std::vector<RegisterColumn>> read_registers(const Shelf& shelf, Owner owner, Span span) {
    const Span window = read_window(span);
    const std::int32_t first = month_of(window.from) - kNeighbourMonths;
    const std::int32_t last = last_month_of(window) + kNeighbourMonths;
    Contents contents;
    for (std::int32_t month = first; month <= last; ++month) {
        TRY_VOID(collect_month(shelf, owner, month, Wanted::Registers, contents));
    }
    std::vector<RegisterColumn> columns;
    const auto is_of_one_counter = [](const SeriesKey& a, const SeriesKey& b) {
        return a.kind == b.kind && a.channel == b.channel && a.unit == b.unit;
    };
    for (auto it = contents.begin(); it != contents.end();) {
        const SeriesKey& key = it->first;
        if (key.kind == SeriesKind::Use) {
            std::ranges::move(use_columns(key, it->second, window), std::back_inserter(columns));
            ++it;
            continue;
        }
        RegisterSeries series;
        for (; it != contents.end() && is_of_one_counter(key, it->first); ++it)
            series.push_back(&*it);
        if (auto column = register_column(series, window)) columns.push_back(*std::move(column));
    }
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

enum class Touch { No, Yes, PerhapsRegister };

Touch touch_of(const Segment& segment, const IndexEntry& entry, Span span) {
    if (is_counted(segment.series(entry).kind)) {
        const Span window = read_window(span);
        const std::int32_t month = entry.month;
        return month >= month_of(window.from) - kNeighbourMonths &&
                       month <= last_month_of(window) + kNeighbourMonths
                   ? Touch::PerhapsRegister
                   : Touch::No;
    }
    // A record that comes again replaces the one of its id in the same month of the segments, at
    // whatever time of it that one began.
    if (segment.series(entry).kind == SeriesKind::Event)
        return entry.month >= month_of(span.from) && entry.month <= last_month_of(span) ? Touch::Yes
                                                                                        : Touch::No;
    return entry.span().intersect(span).is_empty() ? Touch::No : Touch::Yes;
}

// Of those after each other in the index, the strongest.
Touch touch_of(const Segment& segment, std::span<const IndexEntry> entries, Span span) {
    Touch touch = Touch::No;
    for (const auto& entry : entries) {
        const Touch one = touch_of(segment, entry, span);
        if (one == Touch::Yes) return one;
        if (one == Touch::PerhapsRegister) touch = one;
    }
    return touch;
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
    for (std::int32_t month = month_of(span.from); month <= last_month_of(span); ++month) {
        TRY_VOID(collect_month(*shelf_, point.value, month, Wanted::Others, contents));
    }
    usage.intervals = interval_columns(contents, span);
    usage.events = event_column(contents, span);
    usage.registers = TRY(read_registers(*shelf_, point.value, span));
    return usage;
}

Result<std::vector<RegisterColumn>> Reader::registers(ServicePointId point, Span span) const {
    if (span.is_empty()) return std::vector<RegisterColumn>{};
    return read_registers(*shelf_, point.value, span);
}

Result<bool> Reader::is_touched(ServicePointId point, Batch from_exclusive, Batch to_inclusive,
                                Span span) const {
    bool perhaps = false;
    for (const auto& arrival : shelf_->arrivals(from_exclusive, to_inclusive)) {
        const Segment* const segment = TRY(arrival.segment->get());
        const Touch touch = touch_of(*segment, segment->find(point.value), span);
        if (touch == Touch::Yes) return true;
        perhaps |= touch == Touch::PerhapsRegister;
    }
    return perhaps ? are_registers_touched(*shelf_, point.value, from_exclusive, to_inclusive, span)
                   : Result<bool>(false);
}

Result<std::optional<Span>> Reader::arrived(ServicePointId point, Batch from_exclusive,
                                            Batch to_inclusive) const {
    std::optional<Span> hull;
    for (const auto& arrival : shelf_->arrivals(from_exclusive, to_inclusive)) {
        const Segment* const segment = TRY(arrival.segment->get());
        for (const auto& entry : segment->find(point.value)) {
            // A record that comes again replaces another of any time of its month.
            const Span span = segment->series(entry).kind == SeriesKind::Event
                                  ? month_span(entry.month)
                                  : entry.span();
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
            if (entry.owner > 0 &&
                (entry.span().from < before || is_counted(segment->series(entry).kind)))
                points.insert(ServicePointId{entry.owner});
    }
    return std::vector(points.begin(), points.end());
}

}  // namespace bw::meter

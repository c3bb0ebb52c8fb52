#include "flow/meter/conflicts.h"

#include "base/decimal.h"
#include "flow/meter/segments/month.h"
#include "flow/meter/shelf.h"

#include <map>
#include <span>
#include <string_view>
#include <unordered_map>

namespace bw::meter {
namespace {

using Known = std::map<SeriesKey, SeriesMonth>;

bool is_firm_at(const SeriesMonth& month, std::size_t slot) {
    return month.states()[slot] != kAbsent && is_firm(static_cast<Quality>(month.states()[slot]));
}

void compare(const SeriesMonth& known, const SeriesMonth& later, Span span, Conflict& conflict) {
    const auto [from, to] = later.slots();
    for (std::size_t slot = from; slot < to; ++slot) {
        const Instant at = later.slot_start(slot);
        if (!span.contains(at) || !is_firm_at(known, slot) || !is_firm_at(later, slot) ||
            Decimal::scaled(known.values()[slot], known.scale()) ==
                Decimal::scaled(later.values()[slot], later.scale()))
            continue;
        if (conflict.intervals++ == 0 || at < conflict.first) conflict.first = at;
    }
}

bool says_the_same(const EventItem& a, const EventItem& b) {
    return a.start_us == b.start_us && a.seconds == b.seconds && a.bytes == b.bytes &&
           a.kind == b.kind && a.destination == b.destination;
}

// Texts lie in the segments, which stay mapped.
using KnownRecords = std::unordered_map<std::string_view, EventItem>;

void compare(KnownRecords& known, const SeriesMonth& later, Span span, Repeats& repeats) {
    for (const EventItem& record : later.events()) {
        const auto [before, is_new] = known.try_emplace(record.record_id, record);
        if (is_new) continue;
        const Instant at{record.start_us};
        if (span.contains(at)) {
            if (repeats.all() == 0 || at < repeats.first) repeats.first = at;
            ++(says_the_same(before->second, record) ? repeats.same : repeats.different);
        }
        before->second = record;
    }
}

std::vector<std::int32_t> months_of(Span span) {
    std::vector<std::int32_t> months;
    if (span.is_empty()) return months;
    const std::int32_t last = month_of(Instant{span.to.us - 1});
    for (std::int32_t month = month_of(span.from); month <= last; ++month) months.push_back(month);
    return months;
}

// A block of a series' month, with what brought it.
struct Block {
    const SeriesKey& key;
    std::int32_t month = 0;
    std::span<const std::byte> bytes;
    Source source;
};

// Visits those of a kind in order of precedence: what a month is closed with, then what came since.
template <typename F>
Result<void> each_block(const Shelf& shelf, ServicePointId point, std::int32_t month,
                        SeriesKind kind, F&& visit) {
    for (const LazySegment* const lazy : shelf.month(month)) {
        if (!lazy->has(kind)) continue;
        const Segment* const segment = TRY(lazy->get());
        for (const auto& entry : segment->find(point.value)) {
            const SeriesKey& key = segment->series(entry);
            if (entry.month != month || key.kind != kind) continue;
            const auto bytes = TRY(segment->block(entry));
            TRY_VOID(visit(Block{key, month, bytes, {lazy->batch(), entry.hash}}));
        }
    }
    return {};
}

Result<SeriesMonth> content_of(const Block& block) {
    SeriesMonth content;
    content.reset(block.key, block.month);
    TRY_VOID(content.overlay(block.bytes, block.source));
    return content;
}

Result<void> lay_over(const Block& block, Span span, Known& known,
                      std::map<SeriesKey, Conflict>& found) {
    const auto [so_far, is_new] = known.try_emplace(block.key);
    if (is_new) so_far->second.reset(block.key, block.month);
    else compare(so_far->second, TRY(content_of(block)), span, found[block.key]);
    return so_far->second.overlay(block.bytes, block.source);
}

}  // namespace

Conflicts::Conflicts(std::unique_ptr<const Shelf> shelf) : shelf_(std::move(shelf)) {}
Conflicts::~Conflicts() = default;
Conflicts::Conflicts(Conflicts&&) noexcept = default;
Conflicts& Conflicts::operator=(Conflicts&&) noexcept = default;

Conflicts Conflicts::open(store::Transaction& tx, const std::filesystem::path& folder,
                          TenantId tenant, AsOf as_of) {
    return Conflicts(std::make_unique<const Shelf>(Shelf::load(tx, folder, tenant, as_of)));
}

Result<std::vector<Conflict>> Conflicts::find(ServicePointId point, Span span) const {
    std::map<SeriesKey, Conflict> found;
    for (const std::int32_t month : months_of(span)) {
        Known known;
        const auto add = [&](const Block& block) { return lay_over(block, span, known, found); };
        TRY_VOID(each_block(*shelf_, point, month, SeriesKind::Interval, add));
    }
    std::vector<Conflict> conflicts;
    for (auto& [key, conflict] : found) {
        if (conflict.intervals == 0) continue;
        conflict.channel = key.channel;
        conflict.unit = key.unit;
        conflicts.push_back(std::move(conflict));
    }
    return conflicts;
}

Result<Repeats> Conflicts::repeats(ServicePointId point, Span span) const {
    Repeats repeats;
    for (const std::int32_t month : months_of(span)) {
        KnownRecords known;
        const auto add = [&](const Block& block) -> Result<void> {
            SeriesMonth later = TRY(content_of(block));
            later.settle();
            compare(known, later, span, repeats);
            return {};
        };
        TRY_VOID(each_block(*shelf_, point, month, SeriesKind::Event, add));
    }
    return repeats;
}

}  // namespace bw::meter

#include "flow/meter/conflicts.h"

#include "base/decimal.h"
#include "flow/meter/segments/month.h"
#include "flow/meter/shelf.h"

#include <map>
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
    if (span.is_empty()) return std::vector<Conflict>{};
    const std::int32_t last = month_of(Instant{span.to.us - 1});
    for (std::int32_t month = month_of(span.from); month <= last; ++month) {
        Known known;
        for (const LazySegment* const lazy : shelf_->month(month)) {
            if (!lazy->has(SeriesKind::Interval)) continue;
            const Segment* const segment = TRY(lazy->get());
            for (const auto& entry : segment->find(point.value)) {
                const SeriesKey& key = segment->series(entry);
                if (entry.month != month || key.kind != SeriesKind::Interval) continue;
                const auto block = TRY(segment->block(entry));
                SeriesMonth later;
                later.reset(key, month);
                TRY_VOID(later.overlay(block, {lazy->batch(), entry.hash}));
                const auto [so_far, is_new] = known.try_emplace(key);
                if (is_new) so_far->second.reset(key, month);
                else compare(so_far->second, later, span, found[key]);
                TRY_VOID(so_far->second.overlay(block, {lazy->batch(), entry.hash}));
            }
        }
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
    if (span.is_empty()) return repeats;
    const std::int32_t last = month_of(Instant{span.to.us - 1});
    for (std::int32_t month = month_of(span.from); month <= last; ++month) {
        KnownRecords known;
        for (const LazySegment* const lazy : shelf_->month(month)) {
            if (!lazy->has(SeriesKind::Event)) continue;
            const Segment* const segment = TRY(lazy->get());
            for (const auto& entry : segment->find(point.value)) {
                const SeriesKey& key = segment->series(entry);
                if (entry.month != month || key.kind != SeriesKind::Event) continue;
                SeriesMonth later;
                later.reset(key, month);
                const auto block = TRY(segment->block(entry));
                TRY_VOID(later.overlay(block, {lazy->batch(), entry.hash}));
                later.settle();
                compare(known, later, span, repeats);
            }
        }
    }
    return repeats;
}

}  // namespace bw::meter

#include "flow/meter/overlaps.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <utility>

namespace bw::meter {
namespace {

struct Slot {
    Span span;
    Decimal value;
    Batch batch;
    bool is_firm = false;
};

Slot slot_at(const SeriesMonth& month, std::size_t slot) {
    const Instant from = month.slot_start(slot);
    const std::int64_t value = month.values()[slot];
    return {{from, Instant{from.us + month.key().step_seconds * Instant::kSecond}},
            value == kMissing ? Decimal() : Decimal::scaled(value, month.scale()),
            month.sources()[month.slot_sources()[slot]].batch,
            is_firm(static_cast<Quality>(month.states()[slot]))};
}

std::int64_t length_of(Span span) { return span.to.us - span.from.us; }

// Present slots that overlap the span, in order of time.
template <typename F>
void each_over(const SeriesContent& content, Span span, F&& on_slot) {
    for (const auto& month : content.months) {
        if (month.is_empty()) continue;
        const std::int64_t step = month.key().step_seconds * Instant::kSecond;
        const auto [low, high] = month.slots();
        const std::int64_t first = std::max<std::int64_t>(
            (span.from.us - month.slot_start(0).us) / step - 1, static_cast<std::int64_t>(low));
        for (auto i = static_cast<std::size_t>(std::max<std::int64_t>(first, 0)); i < high; ++i) {
            if (month.slot_start(i) >= span.to) break;
            if (month.states()[i] == kAbsent) continue;
            const Slot slot = slot_at(month, i);
            if (slot.span.to > span.from) on_slot(slot);
        }
    }
}

// The batch that brought a present slot which overlaps the span, the newest of them; 0 when there
// is none.
Batch covering_batch(const SeriesContent& content, Span span) {
    Batch newest;
    each_over(content, span, [&](const Slot& slot) { newest = std::max(newest, slot.batch); });
    return newest;
}

// Does `other` stand over a value that batch `own` brought?
bool is_covered(const SeriesKey& key, Batch own, const SeriesKey& other_key, Batch other) {
    if (other == Batch{} || other < own) return false;
    if (other > own) return true;
    return std::pair(other_key.step_seconds, other_key.phase_seconds) <
           std::pair(key.step_seconds, key.phase_seconds);
}

enum class Standing : std::uint8_t { Parts, Whole };

// Do the slots that overlap the whole lie in it, fill it and sum to it? Parts that leave some of it
// open agree where the whole stands, for it tells the rest. What nobody measured says nothing
// against it.
bool adds_up(const SeriesContent& parts, const Slot& whole, Standing standing) {
    Decimal sum;
    std::int64_t filled_us = 0;
    bool is_measured = true, is_inside = true;
    each_over(parts, whole.span, [&](const Slot& part) {
        sum += part.value;
        filled_us += length_of(part.span);
        is_measured &= part.is_firm;
        is_inside &= whole.span.from <= part.span.from && part.span.to <= whole.span.to;
    });
    if (!is_measured) return true;
    if (!is_inside) return false;
    return filled_us == length_of(whole.span) ? sum == whole.value : standing == Standing::Whole;
}

// Does what lies over the slot say the same, as its parts or as a whole that it is a part of?
bool is_said_by(const Contents::value_type& own, const Slot& slot,
                const Contents::value_type& other) {
    if (other.first.step_seconds <= own.first.step_seconds)
        return adds_up(other.second, slot, Standing::Parts);
    bool is_said = true;
    each_over(other.second, slot.span, [&](const Slot& whole) {
        is_said &= !whole.is_firm || adds_up(own.second, whole, Standing::Whole);
    });
    return is_said;
}

// What was hidden while something else was said.
struct Hidden {
    Slot slot;
    Batch by;  // the newest that hides it
};

// One series of a group, decided before anything of the others is hidden.
class Hiding {
public:
    Hiding(const LengthGroup& group, Contents::value_type& own, Span span)
        : group_(group), own_(own), span_(span) {
        for (auto& month : own.second.months) decide(month);
    }
    void hide() {
        for (auto& [month, slots] : decided_)
            month->remove_slots([&](std::size_t slot) { return slots[slot]; });
    }
    // Once all are hidden: the rest stands.
    void tell(std::vector<Overlap>& overlaps) const {
        const std::size_t first = overlaps.size();
        for (const auto& hidden : hidden_) {
            const bool is_correction = hidden.by != hidden.slot.batch && is_filled(hidden.slot);
            if (overlaps.size() == first || overlaps.back().span.to != hidden.slot.span.from ||
                overlaps.back().is_correction != is_correction)
                overlaps.push_back({own_.first.channel,
                                    own_.first.unit,
                                    {hidden.slot.span.from, hidden.slot.span.from},
                                    0,
                                    {},
                                    {},
                                    is_correction});
            Overlap& overlap = overlaps.back();
            overlap.span.to = hidden.slot.span.to;
            overlap.hidden += hidden.slot.value;
            ++overlap.intervals;
        }
    }

private:
    void decide(SeriesMonth& month) {
        std::vector<bool> slots(month.states().size(), false);
        const auto range = month.slots();
        for (std::size_t i = range.from; i < range.to; ++i)
            if (month.states()[i] != kAbsent) slots[i] = is_hidden(slot_at(month, i));
        decided_.emplace_back(&month, std::move(slots));
    }
    bool is_hidden(const Slot& slot) {
        Batch by;
        bool is_said = true;
        for (const auto* other : group_) {
            if (other == &own_) continue;
            const Batch batch = covering_batch(other->second, slot.span);
            if (!is_covered(own_.first, slot.batch, other->first, batch)) continue;
            by = std::max(by, batch);
            is_said &= is_said_by(own_, slot, *other);
        }
        if (slot.is_firm && !is_said && !span_.intersect(slot.span).is_empty())
            hidden_.push_back({slot, by});
        return by != Batch{};
    }
    // Does what stands tell of all its time?
    [[nodiscard]] bool is_filled(const Slot& hidden) const {
        std::int64_t filled_us = 0;
        for (const auto* one : group_)
            each_over(one->second, hidden.span, [&](const Slot& slot) {
                filled_us += length_of(slot.span.intersect(hidden.span));
            });
        return filled_us >= length_of(hidden.span);
    }

    const LengthGroup& group_;
    const Contents::value_type& own_;
    Span span_;
    std::vector<std::pair<SeriesMonth*, std::vector<bool>>> decided_;
    std::vector<Hidden> hidden_;
};

}  // namespace

std::vector<Overlap> hide_covered(const LengthGroup& group, Span span) {
    // Decided for all before anything is hidden, so that the order of the lengths does not matter.
    std::vector<Hiding> hidings;
    hidings.reserve(group.size());
    for (auto* own : group) hidings.emplace_back(group, *own, span);
    for (auto& hiding : hidings) hiding.hide();
    std::vector<Overlap> overlaps;
    for (const auto& hiding : hidings) hiding.tell(overlaps);
    for (auto& overlap : overlaps)
        for (const auto* one : group)
            each_over(one->second, overlap.span,
                      [&](const Slot& slot) { overlap.standing += slot.value; });
    std::ranges::sort(overlaps, {}, [](const Overlap& o) { return o.span.from; });
    return overlaps;
}

namespace {

using Channel = std::pair<std::string, std::string>;  // and unit

// What one service point has in the file.
class OwnRows {
public:
    Result<void> add(const SeriesKey& key, std::int32_t month, std::span<const std::byte> block) {
        SeriesMonth content;
        content.reset(key, month);
        TRY_VOID(content.overlay(block, {}));
        content.settle();
        auto& uses = uses_[{key.channel, key.unit}];
        for (const auto& use : content.uses()) uses.emplace_back(use.start_s, use.end_s());
        if (key.kind == SeriesKind::Interval) intervals_[key].months.push_back(std::move(content));
        return {};
    }

    [[nodiscard]] std::int64_t overlaps() {
        std::int64_t count = 0;
        for (auto& [channel, uses] : uses_) count += overlaps_of(uses);
        for (const auto& [key, content] : intervals_)
            for (const auto& [other_key, other] : intervals_)
                if (key.channel == other_key.channel && key.unit == other_key.unit &&
                    is_covered(key, Batch{1}, other_key, Batch{1}))
                    count += covered(content, other);
        return count;
    }

private:
    using Times = std::vector<std::pair<std::int64_t, std::int64_t>>;

    static std::int64_t overlaps_of(Times& uses) {
        std::ranges::sort(uses);
        std::int64_t count = 0, end = std::numeric_limits<std::int64_t>::min();
        for (const auto& [from, to] : uses) {
            if (from < end) ++count;
            end = std::max(end, to);
        }
        return count;
    }
    static std::int64_t covered(const SeriesContent& content, const SeriesContent& other) {
        std::int64_t count = 0;
        for (const auto& month : content.months) {
            const auto [from, to] = month.slots();
            for (std::size_t i = from; i < to; ++i) {
                if (month.states()[i] == kAbsent) continue;
                bool is_under = false;
                each_over(other, slot_at(month, i).span, [&](const Slot&) { is_under = true; });
                if (is_under) ++count;
            }
        }
        return count;
    }

    std::map<Channel, Times> uses_;
    Contents intervals_;
};

// Lengths of one channel that are not its only one, and uses.
std::vector<bool> that_may_overlap(std::span<const SeriesKey> keys) {
    std::vector<bool> may(keys.size(), false);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto is_other_length = [&](const SeriesKey& other) {
            return &other != &keys[i] && other.kind == SeriesKind::Interval &&
                   other.channel == keys[i].channel && other.unit == keys[i].unit;
        };
        may[i] = keys[i].kind == SeriesKind::Use || (keys[i].kind == SeriesKind::Interval &&
                                                     std::ranges::any_of(keys, is_other_length));
    }
    return may;
}

}  // namespace

Result<std::int64_t> count_overlaps(const Segment& segment) {
    const auto may_overlap = that_may_overlap(segment.series());
    if (std::ranges::find(may_overlap, true) == may_overlap.end()) return 0;
    std::int64_t count = 0;
    const auto entries = segment.entries();
    for (std::size_t i = 0; i < entries.size();) {
        OwnRows rows;
        const Owner owner = entries[i].owner;
        for (; i < entries.size() && entries[i].owner == owner; ++i) {
            if (!may_overlap[entries[i].series]) continue;
            const auto block = TRY(segment.block(entries[i]));
            TRY_VOID(rows.add(segment.series(entries[i]), entries[i].month, block));
        }
        count += rows.overlaps();
    }
    return count;
}

}  // namespace bw::meter

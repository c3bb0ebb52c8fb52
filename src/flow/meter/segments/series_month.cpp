#include "flow/meter/segments/series_month.h"

#include "base/check.h"
#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/segments/limits.h"
#include "flow/meter/segments/month.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <unordered_map>

namespace bw::meter {

namespace {

constexpr int kScaleMax = 9;

std::int64_t floor_mod(std::int64_t value, std::int64_t modulus) {
    const std::int64_t rest = value % modulus;
    return rest < 0 ? rest + modulus : rest;
}

}  // namespace

void SeriesMonth::reset(const SeriesKey& key, std::int32_t month) {
    key_ = key;
    if (month_ != month || span_.is_empty()) span_ = month_span(month);
    month_ = month;
    scale_ = 0;
    count_ = 0;
    replaced_ = 0;
    reads_.clear();
    events_.clear();
    uses_.clear();
    sources_.clear();
    const bool has_slots = key.kind == SeriesKind::Interval;
    if (has_slots) base_ = slot_zero(key, month);
    empty_slots(has_slots ? slots_in(key, month) : 0);
}

Instant slot_zero(const SeriesKey& key, std::int32_t month) {
    CHECK(key.step_seconds > 0);
    const std::int64_t start = month_start(month).seconds();
    return Instant::from_seconds(start + floor_mod(key.phase_seconds - start, key.step_seconds));
}

std::size_t slots_in(const SeriesKey& key, std::int32_t month) {
    const std::int64_t room = month_start(month + 1).seconds() - slot_zero(key, month).seconds();
    if (room <= 0) return 0;
    return static_cast<std::size_t>((room + key.step_seconds - 1) / key.step_seconds);
}

// A day of a month costs a day, not a month.
void SeriesMonth::empty_slots(std::size_t count) {
    if (states_.size() == count) {
        for (std::size_t slot = used_from_; slot < used_to_; ++slot) {
            values_[slot] = kMissing;
            states_[slot] = kAbsent;
            slot_sources_[slot] = 0;
        }
    } else {
        values_.assign(count, kMissing);
        states_.assign(count, kAbsent);
        slot_sources_.assign(count, 0);
    }
    used_from_ = used_to_ = 0;
}

SeriesMonth::SlotRange SeriesMonth::slots() const {
    std::size_t from = used_from_;
    std::size_t to = used_to_;
    while (from < to && states_[from] == kAbsent) ++from;
    while (to > from && states_[to - 1] == kAbsent) --to;
    return {from, to};
}

bool SeriesMonth::raise_scale(int scale) {
    if (scale < 0 || scale > kScaleMax) return false;
    if (scale <= scale_) return true;
    const auto raise = [&](std::int64_t& value) {
        const auto raised = value == kMissing ? kMissing : rescaled(value, scale_, scale);
        if (raised) value = *raised;
        return raised.has_value();
    };
    if (count_ > 0) {
        for (std::size_t slot = used_from_; slot < used_to_; ++slot) {
            if (!raise(values_[slot])) return false;
        }
        for (auto& item : reads_) {
            if (!raise(item.read)) return false;
        }
        for (auto& item : uses_) {
            if (!raise(item.value)) return false;
        }
    }
    scale_ = scale;
    return true;
}

std::uint32_t SeriesMonth::own_source() {
    if (sources_.empty()) sources_.push_back({});
    return static_cast<std::uint32_t>(sources_.size() - 1);
}

void SeriesMonth::mark_used(std::size_t from, std::size_t to) {
    used_from_ = used_to_ == 0 ? from : std::min(used_from_, from);
    used_to_ = std::max(used_to_, to);
}

bool SeriesMonth::add_intervals(Instant start, std::span<const std::int64_t> values,
                                std::span<const Quality> qualities, int scale) {
    if (values.empty()) return true;
    if (!raise_scale(scale)) return false;
    const std::int64_t offset = start.us - base_.us;
    const std::int64_t step = key_.step_seconds * Instant::kSecond;
    if (offset < 0 || offset % step != 0) return false;
    const auto first = static_cast<std::size_t>(offset / step);
    if (first >= states_.size() || values.size() > states_.size() - first) return false;
    packed_.clear();
    block_states_.clear();
    block_sources_.clear();
    for (std::size_t i = 0; i < values.size(); ++i) {
        block_states_.push_back(static_cast<std::uint8_t>(qualities[i]));
        if (qualities[i] != Quality::Missing) packed_.push_back(values[i]);
    }
    if (!lay_values(first, scale)) return false;
    lay_states(first, own_source());
    return true;
}

bool SeriesMonth::add_register(Instant time, std::int64_t read, int scale, Quality quality) {
    if (!raise_scale(scale) || month_of(time) != month_) return false;
    const auto scaled = rescaled(read, scale, scale_);
    if (!scaled) return false;
    reads_.push_back({time.seconds(), *scaled, quality, own_source()});
    ++count_;
    return true;
}

bool SeriesMonth::add_event(const EventItem& event) {
    if (!span_.contains(Instant{event.start_us})) return false;
    events_.push_back(event);
    events_.back().source = own_source();
    ++count_;
    return true;
}

// The measured values of a block (packed_, for the slots whose block_states_ say so), at its own
// scale.
bool SeriesMonth::lay_values(std::size_t first_slot, int scale) {
    if (scale != scale_) {
        for (auto& value : packed_) {
            const auto scaled = rescaled(value, scale, scale_);
            if (!scaled) return false;
            value = *scaled;
        }
    }
    if (packed_.size() == block_states_.size()) {
        std::ranges::copy(packed_, values_.begin() + static_cast<std::ptrdiff_t>(first_slot));
        return true;
    }
    std::size_t next = 0;
    for (std::size_t i = 0; i < block_states_.size(); ++i) {
        if (block_states_[i] == kAbsent) continue;
        values_[first_slot + i] = block_states_[i] == static_cast<std::uint8_t>(Quality::Missing)
                                      ? kMissing
                                      : packed_[next++];
    }
    return true;
}

void SeriesMonth::lay_states(std::size_t first_slot, std::uint32_t first_source) {
    const std::size_t slots = block_states_.size();
    if (slots == 0) return;
    std::uint8_t* const states = states_.data() + first_slot;
    std::uint32_t* const sources = slot_sources_.data() + first_slot;
    std::int64_t laid = 0;
    std::int64_t replaced = 0;
    for (std::size_t i = 0; i < slots; ++i) {
        const bool is_laid = block_states_[i] != kAbsent;
        laid += is_laid ? 1 : 0;
        replaced += is_laid && states[i] != kAbsent ? 1 : 0;
        states[i] = is_laid ? block_states_[i] : states[i];
    }
    for (std::size_t i = 0; i < slots; ++i) {
        if (block_states_[i] == kAbsent) continue;
        sources[i] = first_source + (block_sources_.empty() ? 0 : block_sources_[i]);
    }
    count_ += laid - replaced;
    replaced_ += replaced;
    mark_used(first_slot, first_slot + slots);
}

bool SeriesMonth::add_use(Span span, std::int64_t value, int scale, Quality quality) {
    if (!raise_scale(scale) || month_of(span.from) != month_) return false;
    const std::int64_t length = span.to.seconds() - span.from.seconds();
    const auto scaled = rescaled(value, scale, scale_);
    if (!scaled || length <= 0 || length > kUseSecondsMax) return false;
    uses_.push_back({span.from.seconds(), length, *scaled, quality, own_source()});
    ++count_;
    return true;
}

void SeriesMonth::settle() {
    if (key_.kind == SeriesKind::Register) settle_registers();
    if (key_.kind == SeriesKind::Event) settle_events();
    if (key_.kind == SeriesKind::Use) settle_uses();
    if (key_.kind == SeriesKind::Session) settle_sessions();
}

void SeriesMonth::settle_registers() {
    std::ranges::stable_sort(reads_, {}, &RegisterItem::time_s);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < reads_.size(); ++i) {
        if (kept > 0 && reads_[kept - 1].time_s == reads_[i].time_s) --kept;
        reads_[kept++] = reads_[i];
    }
    replaced_ += static_cast<std::int64_t>(reads_.size() - kept);
    reads_.resize(kept);
    count_ = static_cast<std::int64_t>(kept);
}

void SeriesMonth::settle_events() {
    keep_one_of_each([](EventItem& item, const EventItem& later) { item = later; });
}

// Switches count, and files follow the clock: mostly ids and starts ascend, and all is done by
// looking.
void SeriesMonth::keep_one_of_each(void (*join)(EventItem& item, const EventItem& later)) {
    const auto is_ascending = std::ranges::adjacent_find(events_, std::greater_equal<>{},
                                                         &EventItem::record_id) == events_.end();
    if (!is_ascending) {
        by_id_.resize(events_.size());
        std::iota(by_id_.begin(), by_id_.end(), 0U);
        std::ranges::sort(by_id_, {}, [&](std::uint32_t i) {
            return std::pair(events_[i].record_id, i);  // of one id in the order in which they came
        });
        constexpr std::uint32_t kDropped = 0xffff'ffff;
        std::uint32_t kept = 0;
        for (std::size_t i = 1; i < by_id_.size(); ++i) {
            const EventItem& later = events_[by_id_[i]];
            if (events_[by_id_[kept]].record_id == later.record_id) {
                join(events_[by_id_[kept]], later);
                by_id_[i] = kDropped;
            } else {
                kept = static_cast<std::uint32_t>(i);
            }
        }
        std::vector<EventItem> all;
        all.reserve(events_.size());
        for (const std::uint32_t i : by_id_)
            if (i != kDropped) all.push_back(events_[i]);
        replaced_ += static_cast<std::int64_t>(events_.size() - all.size());
        events_.swap(all);
    }
    count_ = static_cast<std::int64_t>(events_.size());
    const auto time = [](const EventItem& item) {
        return std::pair(item.start_us, item.record_id);
    };
    if (!std::ranges::is_sorted(events_, {}, time)) std::ranges::sort(events_, {}, time);
}

// The later use of one start; those that overlap otherwise are told apart when they are read, with
// the months around.
void SeriesMonth::settle_uses() {
    std::ranges::stable_sort(uses_, {}, &UseItem::start_s);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < uses_.size(); ++i) {
        if (kept > 0 && uses_[kept - 1].start_s == uses_[i].start_s) --kept;
        uses_[kept++] = uses_[i];
    }
    replaced_ += static_cast<std::int64_t>(uses_.size() - kept);
    uses_.resize(kept);
    count_ = static_cast<std::int64_t>(kept);
}

void SeriesMonth::remove_newer(const SeriesMonth& other) {
    if (key_.kind == SeriesKind::Session) return;  // parts are joined, whichever came later
    const auto is_newer = [&](std::uint32_t theirs, std::uint32_t ours) {
        return other.sources_[theirs].batch > sources_[ours].batch;
    };
    remove_slots([&](std::size_t slot) {
        return slot < other.states_.size() && other.states_[slot] != kAbsent &&
               is_newer(other.slot_sources_[slot], slot_sources_[slot]);
    });
    std::map<std::int64_t, std::uint32_t> reads;
    for (const auto& item : other.reads_) reads[item.time_s] = item.source;
    count_ -= static_cast<std::int64_t>(std::erase_if(reads_, [&](const RegisterItem& item) {
        const auto found = reads.find(item.time_s);
        return found != reads.end() && is_newer(found->second, item.source);
    }));
    std::map<std::int64_t, std::uint32_t> uses;
    for (const auto& item : other.uses_) uses[item.start_s] = item.source;
    count_ -= static_cast<std::int64_t>(std::erase_if(uses_, [&](const UseItem& item) {
        const auto found = uses.find(item.start_s);
        return found != uses.end() && is_newer(found->second, item.source);
    }));
    std::unordered_map<std::string_view, std::uint32_t> events;
    for (const auto& item : other.events_) events[item.record_id] = item.source;
    count_ -= static_cast<std::int64_t>(std::erase_if(events_, [&](const EventItem& item) {
        const auto found = events.find(item.record_id);
        return found != events.end() && is_newer(found->second, item.source);
    }));
}

Span SeriesMonth::span() const {
    if (!reads_.empty()) {
        return {Instant::from_seconds(reads_.front().time_s),
                Instant::from_seconds(reads_.back().time_s + 1)};
    }
    if (!events_.empty())
        return {Instant{events_.front().start_us}, Instant{events_.back().start_us + 1}};
    if (!uses_.empty()) {
        const auto last = std::ranges::max_element(uses_, {}, &UseItem::end_s);
        return {Instant::from_seconds(uses_.front().start_s), Instant::from_seconds(last->end_s())};
    }
    const auto [from, to] = slots();
    if (from == to) return {};
    return {slot_start(from), slot_start(to)};
}

}  // namespace bw::meter

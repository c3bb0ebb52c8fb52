#include "flow/meter/segments/series_month.h"

#include "base/check.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/segments/limits.h"
#include "flow/meter/segments/month.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace bw::meter {

namespace {

constexpr int kScaleMax = 9;
constexpr std::size_t kTextMax = 64;

std::int64_t floor_mod(std::int64_t value, std::int64_t modulus) {
    const std::int64_t rest = value % modulus;
    return rest < 0 ? rest + modulus : rest;
}

}  // namespace

void SeriesMonth::reset(const SeriesKey& key, std::int32_t month) {
    key_ = key;
    month_ = month;
    scale_ = 0;
    count_ = 0;
    replaced_ = 0;
    reads_.clear();
    events_.clear();
    sources_.clear();
    std::size_t slots = 0;
    if (key.kind == SeriesKind::Interval) {
        CHECK(key.step_seconds > 0);
        const Span span = month_span(month);
        const std::int64_t start = span.from.seconds();
        base_ =
            Instant::from_seconds(start + floor_mod(key.phase_seconds - start, key.step_seconds));
        const std::int64_t room = span.to.seconds() - base_.seconds();
        slots = room <= 0
                    ? 0
                    : static_cast<std::size_t>((room + key.step_seconds - 1) / key.step_seconds);
    }
    empty_slots(slots);
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
    if (count_ > 0 || !reads_.empty()) {
        for (std::size_t slot = used_from_; slot < used_to_; ++slot) {
            if (!raise(values_[slot])) return false;
        }
        for (auto& item : reads_) {
            if (!raise(item.read)) return false;
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

bool SeriesMonth::add_event(EventItem event) {
    if (month_of(Instant{event.start_us}) != month_) return false;
    event.source = own_source();
    events_.push_back(std::move(event));
    ++count_;
    return true;
}

Result<void> SeriesMonth::overlay(std::span<const std::byte> block, Source self) {
    ByteReader in(block);
    const auto first = static_cast<std::uint32_t>(sources_.size());
    const std::size_t named = in.count(block.size(), 9);
    if (named == 0) {
        sources_.push_back(self);
    }
    for (std::size_t i = 0; i < named; ++i) {
        const Batch batch{static_cast<std::int64_t>(in.varint())};
        sources_.push_back({batch, in.fixed<std::uint64_t>()});
    }
    const auto count = static_cast<std::uint32_t>(std::max<std::size_t>(named, 1));
    switch (key_.kind) {
        case SeriesKind::Interval: overlay_intervals(in, first, count); break;
        case SeriesKind::Register: overlay_registers(in, first, count); break;
        case SeriesKind::Event: overlay_events(in, first, count); break;
    }
    if (!in.is_done()) return fail(Code::Corrupt, "a block of readings does not decode");
    return {};
}

void SeriesMonth::overlay_intervals(ByteReader& in, std::uint32_t first_source,
                                    std::uint32_t source_count) {
    const std::size_t first_slot = in.count(kSlotsPerBlockMax, 0);
    const std::size_t slots = in.count(kSlotsPerBlockMax, 0);
    const int scale = in.byte();
    if (first_slot + slots > states_.size() || !in.is_good() || !raise_scale(scale))
        return in.spoil();
    in.runs(slots, kAbsent + 1, block_states_);
    if (!in.is_good()) return;
    const auto measured =
        static_cast<std::size_t>(std::ranges::count_if(block_states_, [](auto state) {
            return state < static_cast<std::uint8_t>(Quality::Missing);
        }));
    in.packed(measured, packed_);
    if (std::ranges::find(packed_, kMissing) != packed_.end()) return in.spoil();
    block_sources_.clear();
    if (source_count > 1) in.runs(slots, source_count, block_sources_);
    if (!in.is_good()) return;
    if (!lay_values(first_slot, scale)) return in.spoil();
    lay_states(first_slot, first_source);
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

void SeriesMonth::overlay_registers(ByteReader& in, std::uint32_t first_source,
                                    std::uint32_t source_count) {
    const std::size_t count = in.count(kBlockBytesMax, 1);
    const int scale = in.byte();
    if (!in.is_good() || !raise_scale(scale)) return in.spoil();
    const std::size_t begin = reads_.size();
    const Span span = month_span(month_);
    std::int64_t time = span.from.seconds();
    for (std::size_t i = 0; i < count && in.is_good(); ++i) {
        const std::uint64_t step = in.varint();
        if (step > 31ULL * 86'400) return in.spoil();
        time += static_cast<std::int64_t>(step);
        if (time >= span.to.seconds()) return in.spoil();
        reads_.push_back({time, 0, Quality::Actual, first_source});
    }
    in.packed(count, packed_);
    in.runs(count, static_cast<std::uint8_t>(Quality::Missing), block_states_);
    block_sources_.clear();
    if (source_count > 1) in.runs(count, source_count, block_sources_);
    if (!in.is_good()) return;
    for (std::size_t i = 0; i < count; ++i) {
        const auto scaled = rescaled(packed_[i], scale, scale_);
        if (!scaled) return in.spoil();
        RegisterItem& item = reads_[begin + i];
        item.read = *scaled;
        item.quality = static_cast<Quality>(block_states_[i]);
        if (!block_sources_.empty()) item.source = first_source + block_sources_[i];
    }
    count_ += static_cast<std::int64_t>(count);
}

void SeriesMonth::overlay_events(ByteReader& in, std::uint32_t first_source,
                                 std::uint32_t source_count) {
    const std::size_t count = in.count(kBlockBytesMax, 3);
    const Span span = month_span(month_);
    const std::size_t begin = events_.size();
    std::int64_t start = span.from.us;
    for (std::size_t i = 0; i < count && in.is_good(); ++i) {
        const std::uint64_t step = in.varint();
        if (step > static_cast<std::uint64_t>(span.to.us - start)) return in.spoil();
        start += static_cast<std::int64_t>(step);
        if (start >= span.to.us) return in.spoil();
        events_.emplace_back();
        events_.back().start_us = start;
        events_.back().source = first_source;
    }
    in.runs(count, static_cast<std::uint8_t>(EventKind::Data) + 1, block_states_);
    in.packed(count, packed_);
    in.packed(count, packed_bytes_);
    if (!in.is_good()) return;
    for (std::size_t i = 0; i < count && in.is_good(); ++i) {
        EventItem& event = events_[begin + i];
        event.kind = static_cast<EventKind>(block_states_[i]);
        event.seconds = packed_[i];
        event.bytes = packed_bytes_[i];
        event.destination = in.text(kTextMax);
    }
    for (std::size_t i = 0; i < count && in.is_good(); ++i)
        events_[begin + i].record_id = in.text(kTextMax);
    block_sources_.clear();
    if (source_count > 1) in.runs(count, source_count, block_sources_);
    if (!in.is_good()) return;
    for (std::size_t i = 0; i < block_sources_.size(); ++i) {
        events_[begin + i].source = first_source + block_sources_[i];
    }
    count_ += static_cast<std::int64_t>(count);
}

void SeriesMonth::settle() {
    if (key_.kind == SeriesKind::Register) settle_registers();
    if (key_.kind == SeriesKind::Event) settle_events();
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
    std::ranges::stable_sort(events_, {}, &EventItem::record_id);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < events_.size(); ++i) {
        if (kept > 0 && events_[kept - 1].record_id == events_[i].record_id) --kept;
        if (kept != i) events_[kept] = std::move(events_[i]);
        ++kept;
    }
    replaced_ += static_cast<std::int64_t>(events_.size() - kept);
    events_.resize(kept);
    count_ = static_cast<std::int64_t>(kept);
    std::ranges::stable_sort(events_, {}, &EventItem::start_us);
}

void SeriesMonth::remove_newer(const SeriesMonth& other) {
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
    const auto [from, to] = slots();
    if (from == to) return {};
    return {slot_start(from), slot_start(to)};
}

void SeriesMonth::encode(Provenance provenance, std::string& text) const {
    ByteWriter out(text);
    std::vector<std::uint32_t> renumbered;  // source of a value -> its place in the block's list
    if (provenance == Provenance::Own) {
        out.varint(0);
        renumbered.assign(sources_.size(), 0);
        renumbered.resize(std::max<std::size_t>(sources_.size(), 1), 0);
    } else {
        std::vector<bool> used(sources_.size(), false);
        for (std::size_t i = used_from_; i < used_to_; ++i) {
            if (states_[i] != kAbsent) used[slot_sources_[i]] = true;
        }
        for (const auto& item : reads_) used[item.source] = true;
        for (const auto& item : events_) used[item.source] = true;
        renumbered.assign(sources_.size(), 0);
        std::uint32_t next = 0;
        for (std::size_t i = 0; i < used.size(); ++i) {
            if (used[i]) renumbered[i] = next++;
        }
        out.varint(next);
        for (std::size_t i = 0; i < used.size(); ++i) {
            if (!used[i]) continue;
            out.varint(static_cast<std::uint64_t>(sources_[i].batch.value));
            out.fixed(sources_[i].block_hash);
        }
    }
    switch (key_.kind) {
        case SeriesKind::Interval: encode_intervals(out, renumbered); break;
        case SeriesKind::Register: encode_registers(out, renumbered); break;
        case SeriesKind::Event: encode_events(out, renumbered); break;
    }
}

namespace {

// Does any block source but the first occur? Then each value's source is written.
bool has_several(std::span<const std::uint32_t> renumbered) {
    return std::ranges::any_of(renumbered, [](std::uint32_t number) { return number > 0; });
}

}  // namespace

void SeriesMonth::encode_intervals(ByteWriter& out,
                                   std::span<const std::uint32_t> renumbered) const {
    const auto [first, end] = slots();
    out.varint(first);
    out.varint(end - first);
    out.byte(static_cast<std::uint8_t>(scale_));
    out.runs(std::span(states_).subspan(first, end - first));
    std::vector<std::int64_t> measured;
    measured.reserve(end - first);
    std::vector<std::uint32_t> sources;
    std::uint32_t last_source = 0;
    for (std::size_t i = first; i < end; ++i) {
        if (states_[i] < static_cast<std::uint8_t>(Quality::Missing))
            measured.push_back(values_[i]);
        if (states_[i] != kAbsent) last_source = renumbered[slot_sources_[i]];
        sources.push_back(last_source);  // an absent slot does not begin a new run
    }
    out.packed(measured);
    if (has_several(renumbered)) out.runs(std::span<const std::uint32_t>(sources));
}

void SeriesMonth::encode_registers(ByteWriter& out,
                                   std::span<const std::uint32_t> renumbered) const {
    out.varint(reads_.size());
    out.byte(static_cast<std::uint8_t>(scale_));
    std::int64_t time = month_start(month_).seconds();
    std::vector<std::int64_t> reads;
    std::vector<std::uint8_t> qualities;
    std::vector<std::uint32_t> sources;
    for (const auto& item : reads_) {
        out.varint(static_cast<std::uint64_t>(item.time_s - time));
        time = item.time_s;
        reads.push_back(item.read);
        qualities.push_back(static_cast<std::uint8_t>(item.quality));
        sources.push_back(renumbered[item.source]);
    }
    out.packed(reads);
    out.runs(std::span<const std::uint8_t>(qualities));
    if (has_several(renumbered)) out.runs(std::span<const std::uint32_t>(sources));
}

void SeriesMonth::encode_events(ByteWriter& out, std::span<const std::uint32_t> renumbered) const {
    out.varint(events_.size());
    std::int64_t start = month_start(month_).us;
    std::vector<std::uint8_t> kinds;
    std::vector<std::int64_t> seconds;
    std::vector<std::int64_t> bytes;
    std::vector<std::uint32_t> sources;
    for (const auto& event : events_) {
        out.varint(static_cast<std::uint64_t>(event.start_us - start));
        start = event.start_us;
        kinds.push_back(static_cast<std::uint8_t>(event.kind));
        seconds.push_back(event.seconds);
        bytes.push_back(event.bytes);
        sources.push_back(renumbered[event.source]);
    }
    out.runs(std::span<const std::uint8_t>(kinds));
    out.packed(seconds);
    out.packed(bytes);
    for (const auto& event : events_) out.text(event.destination);
    for (const auto& event : events_) out.text(event.record_id);
    if (has_several(renumbered)) out.runs(std::span<const std::uint32_t>(sources));
}

}  // namespace bw::meter

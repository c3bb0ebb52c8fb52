// The block codec: months to bytes and back (series_month.h has the layout).
#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/segments/limits.h"
#include "flow/meter/segments/series_month.h"

#include <algorithm>

namespace bw::meter {

namespace {

constexpr std::size_t kTextMax = 64;

}  // namespace

Result<void> SeriesMonth::overlay(std::span<const std::byte> block, Source self) {
    ByteReader in(block);
    const auto first = static_cast<std::uint32_t>(sources_.size());
    const auto count = static_cast<std::uint32_t>(read_sources(in, block.size(), self, sources_));
    switch (key_.kind) {
        case SeriesKind::Interval: overlay_intervals(in, first, count); break;
        case SeriesKind::Register: overlay_registers(in, first, count); break;
        case SeriesKind::Event:
        case SeriesKind::Session: overlay_events(in, first, count); break;
        case SeriesKind::Use: overlay_uses(in, first, count); break;
    }
    if (!in.is_done()) return fail(Code::Corrupt, "a block of readings does not decode");
    return {};
}

void SeriesMonth::overlay_intervals(ByteReader& in, std::uint32_t first_source,
                                    std::uint32_t source_count) {
    block_.read(in, states_.size(), source_count);
    if (!in.is_good() || !raise_scale(block_.scale)) return in.spoil();
    std::swap(packed_, block_.values);
    block_states_.clear();
    for (const auto& [length, state] : block_.states)
        block_states_.insert(block_states_.end(), length, static_cast<std::uint8_t>(state));
    block_sources_.clear();
    for (const auto& [length, source] : block_.sources)
        block_sources_.insert(block_sources_.end(), length, source);
    if (!lay_values(block_.first_slot, block_.scale)) return in.spoil();
    lay_states(block_.first_slot, first_source);
}

void SeriesMonth::overlay_registers(ByteReader& in, std::uint32_t first_source,
                                    std::uint32_t source_count) {
    const std::size_t count = in.count(kBlockBytesMax, 1);
    const int scale = in.byte();
    if (!in.is_good() || !raise_scale(scale)) return in.spoil();
    const std::size_t begin = reads_.size();
    std::int64_t time = span_.from.seconds();
    for (std::size_t i = 0; i < count && in.is_good(); ++i) {
        const std::uint64_t step = in.varint();
        if (step > 31ULL * 86'400) return in.spoil();
        time += static_cast<std::int64_t>(step);
        if (time >= span_.to.seconds()) return in.spoil();
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
    const std::size_t begin = events_.size();
    std::int64_t start = span_.from.us;
    for (std::size_t i = 0; i < count && in.is_good(); ++i) {
        const std::uint64_t step = in.varint();
        if (step > static_cast<std::uint64_t>(span_.to.us - start)) return in.spoil();
        start += static_cast<std::int64_t>(step);
        if (start >= span_.to.us) return in.spoil();
        events_.emplace_back();
        events_.back().start_us = start;
        events_.back().source = first_source;
    }
    const bool is_session = key_.kind == SeriesKind::Session;
    in.runs(count, is_session ? 2 : static_cast<std::uint8_t>(EventKind::Data) + 1, block_states_);
    in.packed(count, packed_);
    in.packed(count, packed_bytes_);
    if (!in.is_good()) return;
    for (std::size_t i = 0; i < count && in.is_good(); ++i) {
        EventItem& event = events_[begin + i];
        event.kind = is_session ? EventKind::Data : static_cast<EventKind>(block_states_[i]);
        event.has_start = is_session && block_states_[i] == 1;
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

void SeriesMonth::overlay_uses(ByteReader& in, std::uint32_t first_source,
                               std::uint32_t source_count) {
    const std::size_t count = in.count(kBlockBytesMax, 1);
    const int scale = in.byte();
    if (!in.is_good() || !raise_scale(scale)) return in.spoil();
    const std::size_t begin = uses_.size();
    std::int64_t start = span_.from.seconds();
    for (std::size_t i = 0; i < count && in.is_good(); ++i) {
        const std::uint64_t step = in.varint();
        if (step > 31ULL * 86'400) return in.spoil();
        start += static_cast<std::int64_t>(step);
        if (start >= span_.to.seconds()) return in.spoil();
        uses_.push_back({start, 0, 0, Quality::Actual, first_source});
    }
    in.packed(count, packed_);
    in.packed(count, packed_bytes_);
    in.runs(count, static_cast<std::uint8_t>(Quality::Missing), block_states_);
    block_sources_.clear();
    if (source_count > 1) in.runs(count, source_count, block_sources_);
    if (!in.is_good()) return;
    for (std::size_t i = 0; i < count; ++i) {
        const auto scaled = rescaled(packed_bytes_[i], scale, scale_);
        if (!scaled || packed_[i] <= 0 || packed_[i] > kUseSecondsMax) return in.spoil();
        UseItem& item = uses_[begin + i];
        item.length_s = packed_[i];
        item.value = *scaled;
        item.quality = static_cast<Quality>(block_states_[i]);
        if (!block_sources_.empty()) item.source = first_source + block_sources_[i];
    }
    count_ += static_cast<std::int64_t>(count);
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
        for (const auto& item : uses_) used[item.source] = true;
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
        case SeriesKind::Event:
        case SeriesKind::Session: encode_events(out, renumbered); break;
        case SeriesKind::Use: encode_uses(out, renumbered); break;
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
    std::int64_t time = span_.from.seconds();
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
    std::int64_t start = span_.from.us;
    std::vector<std::uint8_t> kinds;
    std::vector<std::int64_t> seconds;
    std::vector<std::int64_t> bytes;
    std::vector<std::uint32_t> sources;
    for (const auto& event : events_) {
        out.varint(static_cast<std::uint64_t>(event.start_us - start));
        start = event.start_us;
        kinds.push_back(key_.kind == SeriesKind::Session ? std::uint8_t{event.has_start}
                                                         : static_cast<std::uint8_t>(event.kind));
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

void SeriesMonth::encode_uses(ByteWriter& out, std::span<const std::uint32_t> renumbered) const {
    out.varint(uses_.size());
    out.byte(static_cast<std::uint8_t>(scale_));
    std::int64_t start = span_.from.seconds();
    std::vector<std::int64_t> lengths;
    std::vector<std::int64_t> values;
    std::vector<std::uint8_t> qualities;
    std::vector<std::uint32_t> sources;
    for (const auto& item : uses_) {
        out.varint(static_cast<std::uint64_t>(item.start_s - start));
        start = item.start_s;
        lengths.push_back(item.length_s);
        values.push_back(item.value);
        qualities.push_back(static_cast<std::uint8_t>(item.quality));
        sources.push_back(renumbered[item.source]);
    }
    out.packed(lengths);
    out.packed(values);
    out.runs(std::span<const std::uint8_t>(qualities));
    if (has_several(renumbered)) out.runs(std::span<const std::uint32_t>(sources));
}

}  // namespace bw::meter

// One series in one month: blocks are laid over each other in the order of their batches, the later
// value of an interval wins; what is told of a session is joined (session_state.h), for no order
// of its parts is to be trusted. The same code serves a file that repeats itself, the closing of a
// period and a reader.
//
// Block codec, version 2 (bytes.h has the alphabet); counts first, then columns:
//   sources   count, each batch and hash; none: the block itself came with its batch
//   interval  first slot, slots, scale; runs of states (a Quality, or 6 for 'absent'); packed
//             values of those measured; runs of sources
//   register  count, scale; times as differences in seconds; packed reads; runs of qualities, of
//             sources
//   event     count; starts as differences in microseconds; kinds; packed seconds, bytes;
//             destinations, record ids; runs of sources
//   session   as event, but in place of the kinds: was its Start told?
//   use       count, scale; starts as differences in seconds; packed lengths in seconds, packed
//             values; runs of qualities, of sources
#pragma once

#include "base/result.h"
#include "flow/meter/segments/bytes.h"
#include "flow/meter/segments/interval_block.h"
#include "flow/meter/series.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::meter {

enum class SeriesKind : std::uint8_t { Interval, Register, Event, Use, Session };
inline std::int64_t kind_bit(SeriesKind kind) { return std::int64_t{1} << static_cast<int>(kind); }

// What tells two series of a service point apart. `phase_seconds` is where intervals begin within a
// step, counted from 1970, so that times are phase + n * step.
struct SeriesKey {
    SeriesKind kind = SeriesKind::Interval;
    std::string channel{};
    std::string unit{};
    std::int32_t step_seconds = 0;
    std::int32_t phase_seconds = 0;
    std::int32_t digits = 0;
    friend auto operator<=>(const SeriesKey&, const SeriesKey&) = default;
};

// Slots of a series of intervals in a month: where the first begins, and how many there are.
Instant slot_zero(const SeriesKey& key, std::int32_t month);
std::size_t slots_in(const SeriesKey& key, std::int32_t month);

struct EventItem {
    std::int64_t start_us = 0;
    std::int64_t seconds = 0;
    std::int64_t bytes = 0;
    EventKind kind = EventKind::Voice;
    bool has_start = false;                       // a session that was told by its Start
    std::uint32_t source = 0;                     // of a session: who told its counters
    std::string_view destination{}, record_id{};  // they live in the block, or where it came from
};
// Nothing is billed yet: a session that has only begun.
inline bool is_open_session(SeriesKind kind, const EventItem& item) {
    return kind == SeriesKind::Session && item.seconds == 0 && item.bytes == 0;
}

struct RegisterItem {
    std::int64_t time_s = 0;
    std::int64_t read = 0;
    Quality quality = Quality::Actual;
    std::uint32_t source = 0;
};

// What was used between two instants; it lies in the month of its start.
struct UseItem {
    std::int64_t start_s = 0;
    std::int64_t length_s = 0;
    std::int64_t value = 0;
    Quality quality = Quality::Actual;
    std::uint32_t source = 0;
    [[nodiscard]] std::int64_t end_s() const { return start_s + length_s; }
};

enum class Provenance { Own, Recorded };  // does the block name the sources of its values?

class SeriesMonth {
public:
    // Empties it. Memory is kept for the next one.
    void reset(const SeriesKey& key, std::int32_t month);

    // Lays a block over what is there; its values are of batch `self` unless the block names its
    // sources. The texts of calls and sessions stay in the block, which outlives what is told of
    // them. Error (Corrupt): not a block of this series and month.
    Result<void> overlay(std::span<const std::byte> block, Source self);
    // The same for single values; false when the time is not of this month or step, or the scale
    // does not fit.
    bool add_interval(Instant start, std::int64_t value, int scale, Quality quality) {
        return add_intervals(start, {&value, 1}, {&quality, 1}, scale);
    }
    // Consecutive intervals from `start` on, all of this month.
    bool add_intervals(Instant start, std::span<const std::int64_t> values,
                       std::span<const Quality> qualities, int scale);
    bool add_register(Instant time, std::int64_t read, int scale, Quality quality);
    bool add_event(const EventItem& event);  // its texts stay where they are
    bool add_use(Span span, std::int64_t value, int scale, Quality quality);

    // Parts of a session lie on both sides of a month's end where its Start was told in one file
    // and counted back from another: those of one id that began at most kStartsApartUs from each
    // other are one, which stays in the month that it began in. For settled months; `next` is the
    // one after this.
    void join_over_end(SeriesMonth& next);

    // Removes what a batch after the value's own batch has brought already (adoption of pending
    // readings).
    void remove_newer(const SeriesMonth& other);
    // Removes the slots for which `is_hidden` says so (intervals of another length that came
    // later).
    template <typename F>
    void remove_slots(F&& is_hidden);

    // Brings it into order and drops replaced values; call before reading what is below.
    void settle();
    // The slots between the first and the last value.
    struct SlotRange {
        std::size_t from = 0;
        std::size_t to = 0;
    };
    [[nodiscard]] SlotRange slots() const;
    [[nodiscard]] bool is_empty() const { return count() == 0; }
    [[nodiscard]] std::int64_t count() const { return count_; }
    // Values that a later one replaced since reset().
    [[nodiscard]] std::int64_t replaced() const { return replaced_; }
    [[nodiscard]] Span span() const;  // from the first value to behind the last
    void encode(Provenance provenance, std::string& out) const;

    [[nodiscard]] const SeriesKey& key() const { return key_; }
    [[nodiscard]] std::int32_t month() const { return month_; }
    [[nodiscard]] int scale() const { return scale_; }
    [[nodiscard]] Instant slot_start(std::size_t slot) const {
        return Instant{base_.us +
                       static_cast<std::int64_t>(slot) * key_.step_seconds * Instant::kSecond};
    }
    [[nodiscard]] std::span<const std::int64_t> values() const { return values_; }
    [[nodiscard]] std::span<const std::uint8_t> states() const { return states_; }
    [[nodiscard]] std::span<const std::uint32_t> slot_sources() const { return slot_sources_; }
    [[nodiscard]] std::span<const RegisterItem> reads() const { return reads_; }
    // Calls or sessions, in order of start and record id.
    [[nodiscard]] std::span<const EventItem> events() const { return events_; }
    [[nodiscard]] std::span<const UseItem> uses() const { return uses_; }
    [[nodiscard]] std::span<const Source> sources() const { return sources_; }

private:
    void overlay_intervals(ByteReader& in, std::uint32_t first_source, std::uint32_t source_count);
    void lay_states(std::size_t first_slot, std::uint32_t first_source);
    bool lay_values(std::size_t first_slot, int scale);
    void overlay_registers(ByteReader& in, std::uint32_t first_source, std::uint32_t source_count);
    void overlay_events(ByteReader& in, std::uint32_t first_source, std::uint32_t source_count);
    void overlay_uses(ByteReader& in, std::uint32_t first_source, std::uint32_t source_count);
    void encode_intervals(ByteWriter& out, std::span<const std::uint32_t> renumbered) const;
    void encode_registers(ByteWriter& out, std::span<const std::uint32_t> renumbered) const;
    void encode_events(ByteWriter& out, std::span<const std::uint32_t> renumbered) const;
    void encode_uses(ByteWriter& out, std::span<const std::uint32_t> renumbered) const;
    void empty_slots(std::size_t count);
    void mark_used(std::size_t from, std::size_t to);
    bool raise_scale(int scale);
    std::uint32_t own_source();
    void settle_registers();
    void settle_events();
    void settle_sessions();
    // Of each record id; `join` puts a later item into the one that is kept.
    void keep_one_of_each(void (*join)(EventItem& item, const EventItem& later));
    std::uint32_t number_of(const Source& source);
    void settle_uses();

    SeriesKey key_;
    std::int32_t month_ = 0;
    Span span_;     // of the month
    Instant base_;  // start of slot 0
    int scale_ = 0;
    std::int64_t count_ = 0;
    std::int64_t replaced_ = 0;
    std::size_t used_from_ = 0;  // slots outside [used_from_, used_to_) are absent
    std::size_t used_to_ = 0;
    std::vector<std::int64_t> values_;
    std::vector<std::uint8_t> states_;
    std::vector<std::uint32_t> slot_sources_;
    std::vector<RegisterItem> reads_;
    std::vector<EventItem> events_;
    std::vector<std::uint32_t> by_id_;  // room: events in order of their record ids
    std::vector<UseItem> uses_;
    std::vector<Source> sources_;
    // room for decoding
    IntervalBlock block_;
    std::vector<std::int64_t> packed_, packed_bytes_;
    std::vector<std::uint8_t> block_states_;
    std::vector<std::uint32_t> block_sources_;
};

template <typename F>
void SeriesMonth::remove_slots(F&& is_hidden) {
    for (std::size_t slot = used_from_; slot < used_to_; ++slot) {
        if (states_[slot] == kAbsent || !is_hidden(slot)) continue;
        states_[slot] = kAbsent;
        values_[slot] = kMissing;
        --count_;
    }
}

}  // namespace bw::meter

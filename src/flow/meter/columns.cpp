#include "flow/meter/columns.h"

#include "base/check.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/overlaps.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace bw::meter {

namespace {

std::vector<Source> each_once(std::vector<Source> sources) {
    std::ranges::sort(sources);
    const auto repeated = std::ranges::unique(sources);
    sources.erase(repeated.begin(), repeated.end());
    return sources;
}

// Which sources of a series' month were used.
class UsedSources {
public:
    void note(const SeriesMonth& month, std::uint32_t source) {
        if (&month == month_ && source == last_) return;
        if (&month != month_) {
            month_ = &month;
            seen_.assign(month.sources().size(), false);
        }
        last_ = source;
        if (seen_[source]) return;
        seen_[source] = true;
        sources_.push_back(month.sources()[source]);
    }
    std::vector<Source> take() { return each_once(std::move(sources_)); }

private:
    const SeriesMonth* month_ = nullptr;
    std::uint32_t last_ = 0;
    std::vector<bool> seen_;
    std::vector<Source> sources_;
};

Instant first_slot_at_or_after(const SeriesKey& key, Instant at) {
    const std::int64_t step = key.step_seconds * Instant::kSecond;
    const std::int64_t phase = key.phase_seconds * Instant::kSecond;
    std::int64_t rest = (at.us - phase) % step;
    if (rest < 0) rest += step;
    return Instant{rest == 0 ? at.us : at.us + step - rest};
}

int scale_of(const SeriesContent& content) {
    int scale = 0;
    for (const auto& month : content.months) {
        if (!month.is_empty()) scale = std::max(scale, month.scale());
    }
    return scale;
}

// The month's slots that lie in the column, in one pass.
void lay_month(const SeriesMonth& month, IntervalColumn& column, UsedSources& used) {
    if (month.is_empty()) return;
    const auto [from, to] = month.slots();
    const std::int64_t step = column.step_seconds * Instant::kSecond;
    const std::int64_t shift = (month.slot_start(0).us - column.start.us) / step;
    const auto count = static_cast<std::int64_t>(column.values.size());
    const std::int64_t first = std::max(static_cast<std::int64_t>(from), -shift);
    const std::int64_t last = std::min(static_cast<std::int64_t>(to), count - shift);
    const std::int64_t factor = power_of_ten(column.scale - month.scale());
    for (std::int64_t slot = first; slot < last; ++slot) {
        const auto i = static_cast<std::size_t>(slot);
        const std::uint8_t state = month.states()[i];
        if (state == kAbsent) continue;
        const auto to_index = static_cast<std::size_t>(slot + shift);
        const std::int64_t value = month.values()[i];
        column.values[to_index] = value == kMissing ? kMissing : value * factor;
        column.qualities[to_index] = static_cast<Quality>(state);
        used.note(month, month.slot_sources()[i]);
    }
}

// Without values.
IntervalColumn named_column(const SeriesKey& key, Span span) {
    IntervalColumn column;
    column.channel = key.channel;
    column.unit = key.unit;
    column.scale = 0;
    column.step_seconds = key.step_seconds;
    column.start = first_slot_at_or_after(key, span.from);
    return column;
}

// Slots that begin in the span.
std::size_t slots_of(const IntervalColumn& column, Span span) {
    const std::int64_t step = column.step_seconds * Instant::kSecond;
    const std::int64_t room = span.to.us - column.start.us;
    return static_cast<std::size_t>(room <= 0 ? 0 : (room + step - 1) / step);
}

void fill_up(IntervalColumn& column, std::size_t count) {
    column.values.resize(count, kMissing);
    column.qualities.resize(count, Quality::Missing);
}

IntervalColumn dense_column(const SeriesKey& key, const SeriesContent& content, Span span) {
    IntervalColumn column = named_column(key, span);
    fill_up(column, slots_of(column, span));
    column.scale = scale_of(content);
    UsedSources used;
    for (const auto& month : content.months) lay_month(month, column, used);
    column.sources = used.take();
    return column;
}

// One column per unbroken run of present slots: between them another length may have values.
void add_pieces(const SeriesKey& key, const SeriesContent& content, Span span,
                std::vector<IntervalColumn>& out) {
    const std::int64_t step = key.step_seconds * Instant::kSecond;
    std::vector<Span> runs;
    for (const auto& month : content.months) {
        const auto [from, to] = month.slots();
        for (std::size_t slot = from; slot < to; ++slot) {
            const Instant start = month.slot_start(slot);
            if (month.states()[slot] == kAbsent || !span.contains(start)) continue;
            if (runs.empty() || runs.back().to != start) runs.push_back({start, start});
            runs.back().to = Instant{start.us + step};
        }
    }
    for (const Span& run : runs) out.push_back(dense_column(key, content, run));
}

// Lays blocks into a column, which grows as they come.
class PlainCopy {
public:
    PlainCopy(IntervalColumn& column, std::size_t count) : column_(column), count_(count) {
        column.values.reserve(count);
        column.qualities.reserve(count);
    }

    Result<void> add(const SeriesKey& key, const PlainBlock& block) {
        ByteReader in(block.bytes);
        sources_.clear();
        const std::size_t named = read_sources(in, block.bytes.size(), block.self, sources_);
        block_.read_runs(in, slots_in(key, block.month));
        if (in.is_good() && raise_scale(block_.scale)) {
            const std::int64_t step = column_.step_seconds * Instant::kSecond;
            const Instant zero = slot_zero(key, block.month);
            shift_ = (zero.us - column_.start.us) / step + signed_of(block_.first_slot);
            lay_values(in);
            block_.read_sources(in, named);
        } else in.spoil();
        if (!in.is_done()) return fail(Code::Corrupt, "a block of readings does not decode");
        lay_qualities();
        note_sources();
        return {};
    }

    std::vector<Source> finish() {
        fill_up(column_, count_);
        return each_once(std::move(used_));
    }

private:
    static std::int64_t signed_of(std::size_t number) { return static_cast<std::int64_t>(number); }
    // The part of the block's slots [from, from + length) that lies in the column, as its indices.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> inside(std::int64_t from,
                                                               std::size_t length) const {
        const std::int64_t first = std::max<std::int64_t>(from + shift_, 0);
        const std::int64_t last = std::min(from + signed_of(length) + shift_, signed_of(count_));
        return {first, std::max(first, last)};
    }

    bool raise_scale(int scale) {
        if (scale <= column_.scale) return true;
        if (scale > Decimal::kPlaces) return false;
        for (auto& value : column_.values) {
            const auto raised =
                value == kMissing ? kMissing : rescaled(value, column_.scale, scale);
            if (!raised) return false;
            value = *raised;
        }
        column_.scale = scale;
        return true;
    }

    void lay_values(ByteReader& in) {
        const std::size_t measured = block_.measured();
        const auto [first, last] = inside(0, block_.slots);
        const bool is_whole =
            measured == block_.slots && last - first == signed_of(measured) && measured > 0;
        if (is_whole && block_.scale == column_.scale) {  // nearly always: nothing to copy
            const auto begin = static_cast<std::size_t>(first);
            column_.values.resize(begin, kMissing);
            column_.values.resize(begin + measured);
            return IntervalBlock::read_values(in, std::span(column_.values).subspan(begin));
        }
        block_.values.resize(measured);
        IntervalBlock::read_values(in, block_.values);
        copy_values();
    }

    void copy_values() {
        const std::int64_t factor = power_of_ten(column_.scale - block_.scale);
        auto value = block_.values.begin();
        std::int64_t slot = 0;  // of the block
        for (const auto& [length, state] : block_.states) {
            const auto [first, last] = inside(slot, length);
            const bool is_measured = state < static_cast<std::uint32_t>(Quality::Missing);
            if (is_measured && first < last) {
                column_.values.resize(static_cast<std::size_t>(first), kMissing);
                const auto from = value + (first - slot - shift_);
                std::transform(from, from + (last - first), std::back_inserter(column_.values),
                               [&](std::int64_t v) { return v * factor; });
            }
            if (is_measured) value += signed_of(length);
            slot += signed_of(length);
        }
    }

    void lay_qualities() {
        std::int64_t slot = 0;
        for (const auto& [length, state] : block_.states) {
            const auto [first, last] = inside(slot, length);
            slot += signed_of(length);
            if (state == kAbsent || first == last) continue;
            column_.qualities.resize(static_cast<std::size_t>(first), Quality::Missing);
            column_.qualities.resize(static_cast<std::size_t>(last), static_cast<Quality>(state));
        }
    }

    // Is anything present in the column of the block's slots [from, from + length)?
    [[nodiscard]] bool is_used(std::int64_t from, std::size_t length) const {
        std::int64_t slot = 0;
        for (const auto& [run, state] : block_.states) {
            const std::int64_t first = std::max(slot, from);
            const std::int64_t last = std::min(slot + signed_of(run), from + signed_of(length));
            slot += signed_of(run);
            if (state == kAbsent || first >= last) continue;
            const auto [begin, end] = inside(first, static_cast<std::size_t>(last - first));
            if (begin < end) return true;
        }
        return false;
    }

    void note_sources() {
        if (block_.sources.empty()) {
            if (is_used(0, block_.slots)) used_.push_back(sources_.front());
            return;
        }
        std::int64_t slot = 0;
        for (const auto& [length, source] : block_.sources) {
            if (is_used(slot, length)) used_.push_back(sources_[source]);
            slot += signed_of(length);
        }
    }

    IntervalColumn& column_;
    std::size_t count_;  // of its slots, when all blocks are laid
    IntervalBlock block_;
    std::vector<Source> sources_, used_;
    std::int64_t shift_ = 0;  // index in the column of the block's first slot
};

}  // namespace

Result<IntervalColumn> plain_column(const SeriesKey& key, std::span<const PlainBlock> blocks,
                                    Span span) {
    IntervalColumn column = named_column(key, span);
    PlainCopy copy(column, slots_of(column, span));
    for (const auto& block : blocks) TRY_VOID(copy.add(key, block));
    column.sources = copy.finish();
    return column;
}

std::vector<IntervalColumn> interval_columns(Contents& contents, Span span,
                                             std::vector<Overlap>& overlaps) {
    std::vector<IntervalColumn> columns;
    for (auto it = contents.begin(); it != contents.end();) {
        LengthGroup group;
        const SeriesKey& key = it->first;
        while (it != contents.end() && it->first.kind == key.kind &&
               it->first.channel == key.channel && it->first.unit == key.unit) {
            group.push_back(&*it++);
        }
        if (key.kind != SeriesKind::Interval) continue;
        if (group.size() == 1) {
            auto column = dense_column(key, group[0]->second, span);
            if (!column.sources.empty()) columns.push_back(std::move(column));
            continue;
        }
        std::ranges::move(hide_covered(group, span), std::back_inserter(overlaps));
        const std::size_t first = columns.size();
        for (const auto* one : group) add_pieces(one->first, one->second, span, columns);
        std::ranges::sort(columns.begin() + static_cast<std::ptrdiff_t>(first), columns.end(), {},
                          &IntervalColumn::start);
    }
    return columns;
}

namespace {

struct Read {
    const SeriesMonth* month;
    const RegisterItem* item;
    [[nodiscard]] std::int64_t time() const { return item->time_s; }
    [[nodiscard]] Batch batch() const { return month->sources()[item->source].batch; }
};

// In order of time, one of each moment.
std::vector<Read> reads_of(const RegisterSeries& series) {
    std::vector<Read> all;
    for (const auto* one : series)
        for (const auto& month : one->second.months)
            for (const auto& item : month.reads()) all.push_back({&month, &item});
    if (series.size() == 1) return all;
    std::ranges::stable_sort(all, std::ranges::greater(), &Read::batch);
    std::ranges::stable_sort(all, {}, &Read::time);
    const auto said_before = std::ranges::unique(all, {}, &Read::time);
    all.erase(said_before.begin(), said_before.end());
    return all;
}

}  // namespace

std::optional<RegisterColumn> register_column(const RegisterSeries& series, Span span,
                                              Span window) {
    const std::vector<Read> all = reads_of(series);
    const auto is_before = [](const Read& read, Instant at) {
        return Instant::from_seconds(read.item->time_s) < at;
    };
    auto first = std::lower_bound(all.begin(), all.end(), window.from, is_before);
    auto last = std::lower_bound(first, all.end(), window.to, is_before);
    while (first != all.begin())
        if (is_firm((--first)->item->quality)) break;
    const auto ends_it = [&](const Read& read) {
        return !is_before(read, span.to) && is_firm(read.item->quality);
    };
    bool is_ended = std::any_of(first, last, ends_it);
    for (; last != all.end() && !is_ended; ++last) is_ended = ends_it(*last);
    if (first == last) return std::nullopt;
    RegisterColumn column;
    const SeriesKey& key = series.back()->first;
    column.channel = key.channel;
    column.unit = key.unit;
    column.digits = key.digits;
    column.scale = 0;
    for (const auto* one : series) column.scale = std::max(column.scale, scale_of(one->second));
    UsedSources used;
    for (; first != last; ++first) {
        const auto& [month, item] = *first;
        column.times.push_back(Instant::from_seconds(item->time_s));
        column.reads.push_back(item->read * power_of_ten(column.scale - month->scale()));
        column.qualities.push_back(item->quality);
        column.read_sources.push_back(month->sources()[item->source]);
        used.note(*month, item->source);
    }
    column.sources = used.take();
    return column;
}

namespace {

struct Use {
    const SeriesMonth* month;
    const UseItem* item;
    std::int64_t value;  // at the common scale
    [[nodiscard]] Source source() const { return month->sources()[item->source]; }
    [[nodiscard]] auto rank() const { return std::pair(source().batch, item->start_s); }
};

// In order of time, none over another, those that meet the window.
std::vector<Use> standing_uses(const SeriesContent& content, Span window, int scale) {
    std::vector<Use> all;
    for (const auto& month : content.months) {
        const std::int64_t factor = power_of_ten(scale - month.scale());
        for (const auto& item : month.uses()) all.push_back({&month, &item, item.value * factor});
    }
    std::ranges::sort(all, std::ranges::greater(), &Use::rank);
    std::map<std::int64_t, Use> standing;  // by start
    for (const Use& use : all) {
        const auto after = standing.upper_bound(use.item->start_s);
        const bool is_under_next = after != standing.end() && after->first < use.item->end_s();
        const bool is_under_last =
            after != standing.begin() && std::prev(after)->second.item->end_s() > use.item->start_s;
        if (!is_under_next && !is_under_last) standing.emplace(use.item->start_s, use);
    }
    std::vector<Use> out;
    for (const auto& [start, use] : standing) {
        if (start <= window.to.seconds() && use.item->end_s() >= window.from.seconds())
            out.push_back(use);
    }
    return out;
}

RegisterColumn counted_up(const SeriesKey& key, std::span<const Use> run, int scale) {
    RegisterColumn column;
    column.channel = key.channel;
    column.unit = key.unit;
    column.scale = scale;
    column.is_use = true;
    column.times.push_back(Instant::from_seconds(run.front().item->start_s));
    column.reads.push_back(0);
    column.qualities.push_back(run.front().item->quality);
    column.read_sources.push_back(run.front().source());
    UsedSources used;
    std::int64_t sum = 0;
    for (const Use& use : run) {
        CHECK(!__builtin_add_overflow(sum, use.value, &sum));
        column.times.push_back(Instant::from_seconds(use.item->end_s()));
        column.reads.push_back(sum);
        column.qualities.push_back(use.item->quality);
        column.read_sources.push_back(use.source());
        used.note(*use.month, use.item->source);
    }
    column.sources = used.take();
    return column;
}

}  // namespace

std::vector<RegisterColumn> use_columns(const SeriesKey& key, const SeriesContent& content,
                                        Span window) {
    constexpr std::size_t kRunMax = 1000;  // with values below 10^15 the sum fits
    const int scale = scale_of(content);
    const auto uses = standing_uses(content, window, scale);
    std::vector<RegisterColumn> columns;
    for (std::size_t first = 0; first < uses.size();) {
        std::size_t end = first + 1;
        while (end < uses.size() && end - first < kRunMax &&
               uses[end].item->start_s == uses[end - 1].item->end_s()) {
            ++end;
        }
        columns.push_back(counted_up(key, std::span(uses).subspan(first, end - first), scale));
        first = end;
    }
    return columns;
}

namespace {

RegisterColumn part_of(const RegisterColumn& whole, std::size_t from, std::size_t to) {
    RegisterColumn part = whole;
    const auto keep = [&](auto& values) {
        values.erase(values.begin() + static_cast<std::ptrdiff_t>(to), values.end());
        values.erase(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(from));
    };
    keep(part.times);
    keep(part.reads);
    keep(part.qualities);
    keep(part.read_sources);
    part.sources = part.read_sources;
    std::ranges::sort(part.sources);
    const auto repeated = std::ranges::unique(part.sources);
    part.sources.erase(repeated.begin(), repeated.end());
    return part;
}

struct Event {
    const SeriesMonth* month;
    const EventItem* item;
    [[nodiscard]] auto rank() const { return std::tie(item->start_us, item->record_id); }
};

// Calls and sessions in one order.
std::vector<Event> events_of(const Contents& contents, Span span) {
    std::vector<Event> events;
    for (const auto& [key, content] : contents) {
        if (key.kind != SeriesKind::Event && key.kind != SeriesKind::Session) continue;
        const auto middle = static_cast<std::ptrdiff_t>(events.size());
        for (const auto& month : content.months)
            for (const auto& event : month.events())
                if (span.contains(Instant{event.start_us}) && !is_open_session(key.kind, event))
                    events.push_back({&month, &event});
        std::ranges::inplace_merge(events, events.begin() + middle, {}, &Event::rank);
    }
    return events;
}

}  // namespace

std::vector<RegisterColumn> cut_at_uses(const RegisterColumn& counter,
                                        std::span<const RegisterColumn> uses) {
    const auto is_told = [&](Instant from, Instant to) {
        return std::ranges::any_of(uses, [&](const RegisterColumn& use) {
            return use.channel == counter.channel && use.unit == counter.unit &&
                   use.times.front() <= from && to <= use.times.back();
        });
    };
    std::vector<RegisterColumn> parts;
    std::size_t first = 0;
    for (std::size_t i = 1; i < counter.times.size(); ++i) {
        if (!is_told(counter.times[i - 1], counter.times[i])) continue;
        parts.push_back(part_of(counter, first, i));
        first = i;
    }
    parts.push_back(first == 0 ? counter : part_of(counter, first, counter.times.size()));
    return parts;
}

EventColumn event_column(const Contents& contents, Span span) {
    EventColumn column;
    UsedSources used;
    const auto events = events_of(contents, span);
    std::size_t destination_bytes = 0, id_bytes = 0;
    for (const auto& [month, event] : events) {
        destination_bytes += event->destination.size();
        id_bytes += event->record_id.size();
    }
    column.starts.reserve(events.size());
    column.seconds.reserve(events.size());
    column.bytes.reserve(events.size());
    column.kinds.reserve(events.size());
    column.destinations.reserve(events.size(), destination_bytes);
    column.record_ids.reserve(events.size(), id_bytes);
    for (const auto& [month, event] : events) {
        column.starts.push_back(Instant{event->start_us});
        column.seconds.push_back(event->seconds);
        column.bytes.push_back(event->bytes);
        column.kinds.push_back(event->kind);
        column.destinations.push_back(event->destination);
        column.record_ids.push_back(event->record_id);
        used.note(*month, event->source);
    }
    column.sources = used.take();
    return column;
}

}  // namespace bw::meter

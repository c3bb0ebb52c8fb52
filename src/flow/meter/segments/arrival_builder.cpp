#include "flow/meter/segments/arrival_builder.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/segments/merge.h"
#include "flow/meter/segments/month.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace bw::meter {

ArrivalBuilder::~ArrivalBuilder() { remove_runs(); }

void ArrivalBuilder::remove_runs() {
    std::error_code ignored;  // what stays goes with the scratch folder
    for (int run = 0; run < runs_; ++run) std::filesystem::remove(run_path(run), ignored);
}

blob::Path ArrivalBuilder::run_path(int run) const {
    return options_.scratch / ("run" + std::to_string(run));
}

Result<std::uint32_t> ArrivalBuilder::series_of(SeriesKey key) {
    if (!keys_.empty() && key == last_key_) return last_series_;
    const auto known = series_.find(key);
    if (known == series_.end()) {
        if (series_.size() == kSeriesPerSegmentMax) {
            return fail(Code::Limit,
                        fmt::format("more than {} different channels, units and interval "
                                    "lengths in one file",
                                    kSeriesPerSegmentMax));
        }
        const auto number = static_cast<std::uint32_t>(series_.size());
        const auto added = series_.emplace(key, number).first;
        keys_.push_back(&added->first);
        last_series_ = number;
    } else {
        last_series_ = known->second;
    }
    last_key_ = std::move(key);
    return last_series_;
}

Result<Owner> ArrivalBuilder::unknown(std::string_view code) {
    std::string text(code);
    if (const auto known = owners_.find(text); known != owners_.end()) return known->second;
    if (codes_.size() == kCodesPerSegmentMax) {
        return fail(Code::Limit,
                    fmt::format("more than {} unknown service points in one file: load the "
                                "service points first",
                                kCodesPerSegmentMax));
    }
    const Owner owner = owner_of_code(codes_.size());
    codes_.push_back(text);
    owners_.emplace(std::move(text), owner);
    return owner;
}

Result<void> ArrivalBuilder::open(Owner owner, std::uint32_t series, std::int32_t month) {
    constexpr std::int64_t kOpenValuesMax = 1 << 16;
    if (is_open_ && open_.owner == owner && open_.series == series && open_.month == month &&
        content_.count() < kOpenValuesMax) {
        return {};
    }
    TRY_VOID(close());
    open_.owner = owner;
    open_.series = series;
    open_.month = month;
    content_.reset(*keys_[series], month);
    is_open_ = true;
    return {};
}

Result<void> ArrivalBuilder::close() {
    if (!is_open_) return {};
    is_open_ = false;
    content_.settle();
    replaced_ += content_.replaced();
    keep_fragment(open_.owner, open_.series, open_.month, content_);
    return spill_when_full();
}

void ArrivalBuilder::keep_fragment(Owner owner, std::uint32_t series, std::int32_t month,
                                   const SeriesMonth& content) {
    if (content.is_empty()) return;
    const std::uint64_t offset = arena_.size();
    content.encode(Provenance::Own, arena_);
    fragments_.push_back({owner, series, month, offset,
                          static_cast<std::uint32_t>(arena_.size() - offset),
                          static_cast<std::uint32_t>(content.count()), content.span()});
}

std::size_t ArrivalBuilder::held_bytes() const {
    // A block of calls has their texts once more, and about as much as they have of numbers.
    constexpr std::size_t kEncoded = 16;
    return arena_.size() + fragments_.size() * sizeof(Fragment) + 2 * call_texts_.size() +
           calls_.size() * (sizeof(Call) + kEncoded);
}

Result<void> ArrivalBuilder::spill_when_full() {
    return held_bytes() >= options_.memory_bytes ? spill() : Result<void>{};
}

Result<void> ArrivalBuilder::add(Owner owner, const IntervalRun& run) {
    SeriesKey key;
    key.kind = SeriesKind::Interval;
    key.channel = run.channel;
    key.unit = run.unit;
    key.step_seconds = run.step_seconds;
    const std::int64_t phase = run.start.seconds() % run.step_seconds;
    key.phase_seconds = static_cast<std::int32_t>(phase < 0 ? phase + run.step_seconds : phase);
    const std::uint32_t series = TRY(series_of(std::move(key)));
    const std::int64_t step = run.step_seconds * Instant::kSecond;
    for (std::size_t i = 0; i < run.values.size();) {
        const Instant start{run.start.us + static_cast<std::int64_t>(i) * step};
        const std::int32_t month = month_of(start);
        TRY_VOID(open(owner, series, month));
        const std::int64_t room = (month_start(month + 1).us - start.us + step - 1) / step;
        const std::size_t count = std::min(run.values.size() - i, static_cast<std::size_t>(room));
        if (!content_.add_intervals(start, run.values.subspan(i, count),
                                    run.qualities.subspan(i, count), run.scale)) {
            return fail(Code::Overflow, fmt::format("line {}: a value does not fit", run.line));
        }
        i += count;
    }
    return {};
}

Result<void> ArrivalBuilder::add(Owner owner, const RegisterRead& read) {
    SeriesKey key;
    key.kind = SeriesKind::Register;
    key.channel = read.channel;
    key.unit = read.unit;
    key.digits = read.digits;
    const std::uint32_t series = TRY(series_of(std::move(key)));
    TRY_VOID(open(owner, series, month_of(read.time)));
    if (!content_.add_register(read.time, read.read, read.scale, read.quality)) {
        return fail(Code::Overflow, fmt::format("line {}: a read does not fit", read.line));
    }
    return {};
}

Result<void> ArrivalBuilder::add(Owner owner, const CallRecord& record) {
    SeriesKey key;
    key.kind = record.is_session ? SeriesKind::Session : SeriesKind::Event;
    const std::uint32_t series = TRY(series_of(std::move(key)));
    TRY_VOID(close());
    if (record.destination.size() > kCodeBytesMax || record.record_id.size() > kCodeBytesMax)
        return fail(Code::Limit, fmt::format("line {}: a destination or record id is over {} bytes",
                                             record.line, kCodeBytesMax));
    if (!last_month_span_.contains(record.start)) {
        last_month_ = month_of(record.start);
        last_month_span_ = month_span(last_month_);
    }
    calls_.push_back({.owner = owner,
                      .series = series,
                      .month = last_month_,
                      .start_us = record.start.us,
                      .seconds = record.seconds,
                      .bytes = record.bytes,
                      .offset = call_texts_.size(),
                      .destination_bytes = static_cast<std::uint8_t>(record.destination.size()),
                      .id_bytes = static_cast<std::uint8_t>(record.record_id.size()),
                      .kind = record.kind,
                      .has_start = record.has_start});
    call_texts_.append(record.destination).append(record.record_id);
    return spill_when_full();
}

EventItem ArrivalBuilder::item_of(const Call& call) const {
    const auto texts = std::string_view(call_texts_).substr(call.offset);
    return {.start_us = call.start_us,
            .seconds = call.seconds,
            .bytes = call.bytes,
            .kind = call.kind,
            .has_start = call.has_start,
            .destination = texts.substr(0, call.destination_bytes),
            .record_id = texts.substr(call.destination_bytes, call.id_bytes)};
}

// Those of an owner, series and month become one block.
void ArrivalBuilder::gather_calls() {
    struct Place {
        Owner owner = 0;
        std::uint64_t series_and_month = 0;
        std::uint32_t call = 0;
        [[nodiscard]] bool is_same(const Place& other) const {
            return owner == other.owner && series_and_month == other.series_and_month;
        }
        auto operator<=>(const Place&) const = default;
    };
    std::vector<Place> places;
    places.reserve(calls_.size());
    for (const Call& call : calls_)
        places.push_back({call.owner,
                          std::uint64_t{call.series} << 32 | static_cast<std::uint32_t>(call.month),
                          static_cast<std::uint32_t>(places.size())});
    std::ranges::sort(places);
    for (std::size_t i = 0; i < places.size();) {
        const Place& place = places[i];
        const Call& first = calls_[place.call];
        content_.reset(*keys_[first.series], first.month);
        for (; i < places.size() && places[i].is_same(place); ++i)
            content_.add_event(item_of(calls_[places[i].call]));
        content_.settle();
        replaced_ += content_.replaced();
        keep_fragment(first.owner, first.series, first.month, content_);
    }
    calls_.clear();
    call_texts_.clear();
}

Result<void> ArrivalBuilder::add(Owner owner, const UseRecord& use) {
    SeriesKey key;
    key.kind = SeriesKind::Use;
    key.channel = use.channel;
    key.unit = use.unit;
    const std::uint32_t series = TRY(series_of(std::move(key)));
    TRY_VOID(open(owner, series, month_of(use.span.from)));
    if (!content_.add_use(use.span, use.value, use.scale, use.quality)) {
        return fail(Code::Overflow, fmt::format("line {}: a use does not fit", use.line));
    }
    return {};
}

Result<void> ArrivalBuilder::add(Owner owner, const SeriesMonth& content, std::int32_t month) {
    TRY_VOID(close());
    const std::uint32_t series = TRY(series_of(content.key()));
    keep_fragment(owner, series, month, content);
    return spill_when_full();
}

// The keys in order; ranks[number] is the place of a key.
std::vector<SeriesKey> ArrivalBuilder::sorted_series(std::vector<std::uint32_t>& ranks) const {
    std::vector<SeriesKey> sorted;
    ranks.assign(series_.size(), 0);
    for (const auto& [key, number] : series_) {
        ranks[number] = static_cast<std::uint32_t>(sorted.size());
        sorted.push_back(key);
    }
    return sorted;
}

Result<std::int64_t> ArrivalBuilder::write_sorted(SegmentWriter& writer,
                                                  std::span<const std::uint32_t> ranks) {
    gather_calls();
    std::ranges::sort(fragments_, {}, [&](const Fragment& f) {
        return std::tuple(f.owner, ranks[f.series], f.month, f.offset);
    });
    const auto arena = std::as_bytes(std::span(arena_.data(), arena_.size()));
    std::int64_t replaced = 0;
    for (std::size_t i = 0; i < fragments_.size();) {
        const Fragment& first = fragments_[i];
        const SegmentWriter::Place place{first.owner, ranks[first.series], first.month};
        const auto is_same = [&](const Fragment& f) {
            return f.owner == first.owner && f.series == first.series && f.month == first.month;
        };
        if (i + 1 == fragments_.size() || !is_same(fragments_[i + 1])) {
            writer.add_block(place, arena.subspan(first.offset, first.length),
                             {keys_[first.series]->kind, first.span, first.values});
            ++i;
            continue;
        }
        content_.reset(*keys_[first.series], first.month);
        for (; i < fragments_.size() && is_same(fragments_[i]); ++i) {
            TRY_VOID(
                content_.overlay(arena.subspan(fragments_[i].offset, fragments_[i].length), {}));
        }
        content_.settle();
        replaced += content_.replaced();
        writer.add(place, content_, Provenance::Own);
    }
    fragments_.clear();
    arena_.clear();
    return replaced;
}

Result<void> ArrivalBuilder::spill() {
    std::vector<std::uint32_t> ranks;
    SegmentWriter writer(run_path(runs_++), sorted_series(ranks), codes_, nullptr);
    replaced_ += TRY(write_sorted(writer, ranks));
    writer.finish(SegmentWriter::Sync::Scratch);
    return {};
}

Result<SegmentWriter::Summary> ArrivalBuilder::merge_runs(const blob::Path& path) {
    std::vector<Segment> segments;
    segments.reserve(static_cast<std::size_t>(runs_));
    MergeRequest request;
    for (int run = 0; run < runs_; ++run) {
        segments.push_back(TRY(Segment::open(run_path(run), nullptr)));
        request.inputs.push_back({&segments.back(), {}});
    }
    const auto series = united_series(request.inputs);
    SegmentWriter writer(path, series, codes_, options_.faults);
    replaced_ += TRY(merge(request, series, writer));
    return writer.finish();
}

Result<ArrivalBuilder::Summary> ArrivalBuilder::finish(const blob::Path& path) {
    TRY_VOID(close());
    Summary summary;
    if (runs_ > 0) {
        if (!fragments_.empty() || !calls_.empty()) TRY_VOID(spill());
        summary.segment = TRY(merge_runs(path));
        remove_runs();
    } else if (!fragments_.empty() || !calls_.empty()) {
        std::vector<std::uint32_t> ranks;
        SegmentWriter writer(path, sorted_series(ranks), codes_, options_.faults);
        replaced_ += TRY(write_sorted(writer, ranks));
        summary.segment = writer.finish();
    }
    summary.replaced = replaced_;
    summary.runs = runs_;
    return summary;
}

}  // namespace bw::meter

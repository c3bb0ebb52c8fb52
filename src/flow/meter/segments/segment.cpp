#include "flow/meter/segments/segment.h"

#include "base/check.h"
#include "base/decimal.h"
#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/segments/limits.h"
#include "flow/meter/segments/month.h"
#include "flow/meter/segments/segment_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <tuple>

namespace bw::meter {

namespace {

std::unexpected<Error> corrupt(std::string_view what) {
    return fail(Code::Corrupt,
                fmt::format("not a whole segment: {}; restore it from the backup", what));
}

template <typename T>
T copy_from(std::span<const std::byte> bytes) {
    T value;
    std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
}

bool is_sane(const SeriesKey& key) {
    if (key.kind != SeriesKind::Interval) return key.step_seconds == 0 && key.phase_seconds == 0;
    return key.step_seconds >= 60 && key.step_seconds <= 86'400 && 86'400 % key.step_seconds == 0 &&
           key.phase_seconds >= 0 && key.phase_seconds < key.step_seconds;
}

}  // namespace

Span IndexEntry::span() const {
    const Instant start = month_start(month);
    return {Instant{start.us + from_s * Instant::kSecond},
            Instant{start.us + to_s * Instant::kSecond}};
}

Result<Segment> Segment::open(const blob::Path& path, faults::Faults* faults) {
    blob::MappedFile file(path, faults);
    auto segment = parse(file.bytes());
    if (!segment) {
        return fail(segment.error().code, segment.error().text, path.filename().string());
    }
    segment->name_ = path.filename().string();
    segment->file_.push_back(std::move(file));
    return segment;
}

Result<Segment> Segment::parse(std::span<const std::byte> bytes) {
    CHECK(reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(IndexEntry) == 0);
    if (bytes.size() < sizeof(SegmentHeader) + sizeof(SegmentFooter)) return corrupt("too short");
    const auto header = copy_from<SegmentHeader>(bytes);
    if (header.magic != kSegmentMagic) return corrupt("the first bytes are not ours");
    if (header.version != kSegmentVersion || header.codec != kSegmentCodec) {
        return fail(Code::Unsupported,
                    fmt::format("another version of this program wrote it (format {}.{}, this one "
                                "reads {}.{}): go on with that one, or import the files anew into "
                                "a new workspace",
                                header.version, header.codec, kSegmentVersion, kSegmentCodec));
    }
    const auto footer = copy_from<SegmentFooter>(bytes.last(sizeof(SegmentFooter)));
    if (footer.magic != kSegmentMagic || footer.footer_hash != hash_of(footer)) {
        return corrupt("its end is missing or damaged");
    }
    const std::uint64_t room = bytes.size() - sizeof(SegmentFooter);
    if (footer.index_offset % alignof(IndexEntry) != 0 ||
        footer.index_offset < sizeof(SegmentHeader) || footer.index_offset > room ||
        footer.entry_count > (room - footer.index_offset) / sizeof(IndexEntry) ||
        footer.dictionary_offset != footer.index_offset + footer.entry_count * sizeof(IndexEntry) ||
        footer.dictionary_bytes != room - footer.dictionary_offset) {
        return corrupt("its parts do not fit together");
    }
    const auto index = bytes.subspan(footer.index_offset, footer.entry_count * sizeof(IndexEntry));
    const auto dictionary = bytes.subspan(footer.dictionary_offset, footer.dictionary_bytes);
    if (blob::checksum(index) != footer.index_hash) return corrupt("the index is damaged");
    if (blob::checksum(dictionary) != footer.dictionary_hash)
        return corrupt("the dictionary is damaged");
    Segment out;
    out.bytes_ = bytes;
    out.entries_ = {reinterpret_cast<const IndexEntry*>(index.data()), footer.entry_count};
    TRY_VOID(out.read_dictionary(dictionary));
    TRY_VOID(out.check_entries(footer.index_offset));
    return out;
}

Result<void> Segment::read_dictionary(std::span<const std::byte> bytes) {
    ByteReader in(bytes);
    const std::size_t series = in.count(kSeriesPerSegmentMax, 6);
    for (std::size_t i = 0; i < series && in.is_good(); ++i) {
        SeriesKey key;
        const std::uint8_t kind = in.byte();
        key.kind = static_cast<SeriesKind>(kind);
        key.channel = in.text(kChannelBytesMax);
        key.unit = in.text(kChannelBytesMax);
        key.step_seconds = static_cast<std::int32_t>(in.count(86'400, 0));
        key.phase_seconds = static_cast<std::int32_t>(in.count(86'400, 0));
        key.digits = static_cast<std::int32_t>(in.count(18, 0));
        if (kind > static_cast<std::uint8_t>(SeriesKind::Session) || !is_sane(key) ||
            (!series_.empty() && !(series_.back() < key))) {
            return corrupt("a series key is none");
        }
        series_.push_back(std::move(key));
    }
    const std::size_t codes = in.count(kCodesPerSegmentMax, 1);
    for (std::size_t i = 0; i < codes && in.is_good(); ++i)
        codes_.emplace_back(in.text(kCodeBytesMax));
    if (!in.is_done()) return corrupt("the dictionary does not decode");
    return {};
}

Result<void> Segment::check_entries(std::uint64_t blocks_end) {
    const auto is_before = [](const IndexEntry& a, const IndexEntry& b) {
        return std::tie(a.owner, a.series, a.month) < std::tie(b.owner, b.series, b.month);
    };
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const IndexEntry& e = entries_[i];
        const bool is_placed = e.offset >= sizeof(SegmentHeader) && e.offset <= blocks_end &&
                               e.length <= blocks_end - e.offset;
        const bool is_owned =
            e.owner > 0 || (e.owner < 0 && code_of_owner(e.owner) < codes_.size());
        if (!is_placed || !is_owned || e.series >= series_.size() || e.month < kMonthFirst ||
            e.month > kMonthLast || (i > 0 && !is_before(entries_[i - 1], e))) {
            return corrupt(fmt::format("index entry {} is none", i));
        }
        month_min_ = i == 0 ? e.month : std::min(month_min_, e.month);
        month_max_ = i == 0 ? e.month : std::max(month_max_, e.month);
    }
    return {};
}

// Owners are numbered one after the other, so where one stands is guessed from the first and the
// last, and looked for from there in steps that grow: a search by halves waits for memory a dozen
// times.
std::span<const IndexEntry> Segment::find(Owner owner) const {
    if (entries_.empty() || owner < entries_.front().owner || owner > entries_.back().owner)
        return {};
    const auto is_before = [&](std::size_t i) { return entries_[i].owner < owner; };
    const auto distance = [&](Owner from) { return int128{from} - entries_.front().owner; };
    const std::size_t last = entries_.size() - 1;
    const int128 widest = std::max<int128>(1, distance(entries_.back().owner));
    const auto guess =
        static_cast<std::size_t>(distance(owner) * static_cast<int128>(last) / widest);
    std::size_t low = guess, high = guess;  // the first of the owner is in [low, high]
    if (is_before(guess)) {
        for (std::size_t step = 1; is_before(high); step *= 2) {
            low = high + 1;
            high = std::min(last, high + step);
        }
    } else {
        for (std::size_t step = 1; low > 0 && !is_before(low - 1); step *= 2) {
            high = low - 1;
            low = high - std::min(high, step);
        }
    }
    const auto from = entries_.begin() + static_cast<std::ptrdiff_t>(low);
    const auto to = entries_.begin() + static_cast<std::ptrdiff_t>(high);
    const auto first = std::ranges::lower_bound(from, to, owner, {}, &IndexEntry::owner);
    auto end = first;
    while (end != entries_.end() && end->owner == owner) ++end;
    return {first, end};
}

// The kernel maps what lies around a read too, up to a MB: without this a pass over a file holds
// all of it. Letting go costs as much as a few reads, so neighbours count as one.
void Segment::note_touched(const IndexEntry& entry) const {
    constexpr std::uint64_t kStretch = std::uint64_t{64} << 10;
    constexpr std::uint32_t kTouchedMax = 64;
    const std::uint64_t stretch = entry.offset / kStretch;
    const std::atomic_ref last(last_touched_);
    if (last.load(std::memory_order_relaxed) == stretch) return;
    last.store(stretch, std::memory_order_relaxed);
    const auto before = std::atomic_ref(touched_).fetch_add(1, std::memory_order_relaxed);
    if (before % kTouchedMax != kTouchedMax - 1) return;
    for (const auto& file : file_) file.release();
}

Result<std::span<const std::byte>> Segment::block(const IndexEntry& entry) const {
    note_touched(entry);
    const auto bytes = bytes_.subspan(entry.offset, entry.length);
    if (blob::checksum(bytes) != entry.hash) {
        return fail(Code::Corrupt,
                    fmt::format("the readings at byte {} are damaged; restore the file from the "
                                "backup",
                                entry.offset),
                    name_);
    }
    return bytes;
}

Result<void> Segment::check_all() const {
    const auto wrong = [&](std::string_view what) -> Result<void> {
        return fail(Code::Corrupt, fmt::format("{}; restore the file from the backup", what),
                    name_);
    };
    const auto is_zero = [](std::byte b) { return b == std::byte{}; };
    const auto header = copy_from<SegmentHeader>(bytes_);
    if (header.reserved != SegmentHeader{}.reserved) return wrong("its first bytes are damaged");
    std::uint64_t expected = sizeof(SegmentHeader);
    for (const IndexEntry& entry : entries_) {
        if (entry.offset != expected) return wrong("bytes lie between its blocks");
        TRY_VOID(block(entry));
        expected += entry.length;
    }
    const auto index_offset =
        copy_from<SegmentFooter>(bytes_.last(sizeof(SegmentFooter))).index_offset;
    const auto padding = bytes_.subspan(expected, index_offset - expected);
    if (padding.size() >= alignof(IndexEntry) || !std::ranges::all_of(padding, is_zero))
        return wrong("bytes lie behind its blocks");
    return {};
}

}  // namespace bw::meter

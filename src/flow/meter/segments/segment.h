// A segment: an immutable file of series blocks, sorted by (owner, series, month). Arrivals of a
// batch are one, a closed month is one. All numbers little-endian.
//   header      16 bytes: magic, version, codec
//   blocks      series_month.h, back to back
//   index       one IndexEntry a block, 8-byte aligned, in the order of the blocks
//   dictionary  the series keys, then the codes of unknown service points
//   footer      where they are, totals, checksums (XXH3-64) of index, dictionary and of itself
// Every block carries its checksum in the index; it is verified on each read.
#pragma once

#include "base/result.h"
#include "flow/meter/segments/series_month.h"
#include "platform/blob/blob.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace bw::meter {

// Positive: a service point. Negative: -1 - position in the segment's list of unknown codes.
using Owner = std::int64_t;
inline Owner owner_of_code(std::size_t position) { return -1 - static_cast<Owner>(position); }
inline std::size_t code_of_owner(Owner owner) { return static_cast<std::size_t>(-1 - owner); }

struct IndexEntry {
    Owner owner = 0;
    std::uint32_t series = 0;  // position in the dictionary
    std::int32_t month = 0;    // counted from January 1970, UTC
    std::uint32_t from_s = 0;  // first value, seconds from the start of the month
    std::uint32_t to_s = 0;    // behind the last value
    std::uint64_t offset = 0;
    std::uint32_t length = 0;
    std::uint32_t values = 0;
    std::uint64_t hash = 0;  // of the block's bytes
    [[nodiscard]] Span span() const;
};
static_assert(sizeof(IndexEntry) == 48);

// Read-only, mapped; however large the file, a few MB of it are held in memory at a time. Thread:
// any, once opened.
class Segment {
public:
    // Error (Corrupt): the bytes are not a whole segment of a version we know.
    static Result<Segment> open(const blob::Path& path, faults::Faults* faults = nullptr);
    // The same over bytes that outlive it, aligned to 8.
    static Result<Segment> parse(std::span<const std::byte> bytes);

    [[nodiscard]] std::span<const IndexEntry> entries() const { return entries_; }
    // Entries of one owner: O(log n).
    [[nodiscard]] std::span<const IndexEntry> find(Owner owner) const;
    [[nodiscard]] const SeriesKey& series(const IndexEntry& entry) const {
        return series_[entry.series];
    }
    [[nodiscard]] std::span<const SeriesKey> series() const { return series_; }
    [[nodiscard]] std::span<const std::string> codes() const { return codes_; }
    // The block's bytes, checked against their hash. Error: Corrupt.
    [[nodiscard]] Result<std::span<const std::byte>> block(const IndexEntry& entry) const;
    // Reads every byte: blocks against their hashes, and that nothing lies between them. open() has
    // checked the rest. Error: Corrupt.
    [[nodiscard]] Result<void> check_all() const;
    [[nodiscard]] std::uint64_t size_bytes() const { return bytes_.size(); }
    [[nodiscard]] std::int32_t month_min() const { return month_min_; }
    [[nodiscard]] std::int32_t month_max() const { return month_max_; }

private:
    Segment() = default;
    Result<void> read_dictionary(std::span<const std::byte> bytes);
    [[nodiscard]] Result<void> check_entries(std::uint64_t blocks_end);
    void note_touched(const IndexEntry& entry) const;

    std::string name_;                    // of the file
    std::vector<blob::MappedFile> file_;  // none or one
    // Stretches of the file: the last one read, and how many so far. Atomic.
    mutable std::uint64_t last_touched_ = ~std::uint64_t{0};
    mutable std::uint32_t touched_ = 0;
    std::span<const std::byte> bytes_;
    std::span<const IndexEntry> entries_;
    std::vector<SeriesKey> series_;
    std::vector<std::string> codes_;
    std::int32_t month_min_ = 0;
    std::int32_t month_max_ = -1;
};

// The file that a segment's index is collected in while it is written; gone when it is finished.
blob::Path index_part_of(const blob::Path& segment);

// Writes one segment. Blocks come in order of (owner, series, month); memory is one write buffer.
// The file is durable when finish() returns; without finish() it is removed.
class SegmentWriter {
public:
    SegmentWriter(blob::Path path, std::vector<SeriesKey> series, std::vector<std::string> codes,
                  faults::Faults* faults = nullptr);
    ~SegmentWriter();
    SegmentWriter(const SegmentWriter&) = delete;
    SegmentWriter& operator=(const SegmentWriter&) = delete;

    struct Place {
        Owner owner = 0;
        std::uint32_t series = 0;
        std::int32_t month = 0;
    };
    // Takes the settled content of a series' month.
    void add(Place place, const SeriesMonth& content, Provenance provenance);
    // The same for a block that is encoded already.
    struct About {
        SeriesKind kind = SeriesKind::Interval;
        Span span;
        std::int64_t values = 0;
    };
    void add_block(Place place, std::span<const std::byte> block, const About& about);

    struct Summary {
        std::uint64_t bytes = 0;
        std::int64_t blocks = 0;
        std::int64_t values = 0;
        std::int32_t month_min = 0;
        std::int32_t month_max = -1;
        std::int64_t kinds = 0;  // bits of SeriesKind
    };
    enum class Sync { Durable, Scratch };
    Summary finish(Sync sync = Sync::Durable);

private:
    void write(std::string_view bytes);
    void flush();
    void append_index();

    blob::Path path_;
    blob::Path index_path_;
    std::vector<SeriesKey> series_;
    std::vector<std::string> codes_;
    faults::Faults* faults_;
    std::unique_ptr<blob::AppendFile> file_;
    std::unique_ptr<blob::AppendFile> index_;
    std::string buffer_;
    std::string block_;
    std::vector<IndexEntry> index_buffer_;
    std::uint64_t at_ = 0;
    Place last_{};
    bool is_finished_ = false;
    Summary summary_;
};

}  // namespace bw::meter

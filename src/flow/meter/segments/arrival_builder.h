// Records in any order to one sorted segment, with a fixed budget of memory: what exceeds it is
// spilled as sorted runs beside the file and merged at the end. The later value of an interval wins
// and is counted. Thread: one owner.
#pragma once

#include "flow/meter/formats/parts/record.h"
#include "flow/meter/segments/limits.h"
#include "flow/meter/segments/segment.h"

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace bw::meter {

class ArrivalBuilder {
public:
    struct Options {
        blob::Path scratch;  // a folder for runs
        std::size_t memory_bytes = kBuildBytes;
        faults::Faults* faults = nullptr;
    };
    explicit ArrivalBuilder(Options options) : options_(std::move(options)) {}
    ~ArrivalBuilder();
    ArrivalBuilder(const ArrivalBuilder&) = delete;
    ArrivalBuilder& operator=(const ArrivalBuilder&) = delete;

    // The owner that stands for a code nobody knows yet. Error: Limit.
    Result<Owner> unknown(std::string_view code);

    // Errors: Limit (more channels than a segment can name).
    Result<void> add(Owner owner, const IntervalRun& run);
    Result<void> add(Owner owner, const RegisterRead& read);
    Result<void> add(Owner owner, const CallRecord& record);
    Result<void> add(Owner owner, const UseRecord& use);
    // A block made elsewhere (adoption of pending readings).
    Result<void> add(Owner owner, const SeriesMonth& content, std::int32_t month);

    struct Summary {
        SegmentWriter::Summary segment;  // no blocks: no file was written
        std::int64_t replaced = 0;       // values that a later record of the file replaced
        int runs = 0;                    // spilled
    };
    // Writes the segment; durable on return. A file of this name is replaced.
    Result<Summary> finish(const blob::Path& path);
    [[nodiscard]] std::span<const std::string> codes() const { return codes_; }

private:
    struct Fragment {
        Owner owner = 0;
        std::uint32_t series = 0;
        std::int32_t month = 0;
        std::uint64_t offset = 0;  // in arena_; also the order of arrival
        std::uint32_t length = 0;
        std::uint32_t values = 0;
        Span span;
    };
    // A call or session that is not in a block yet. They come in the order of the clock, each of
    // another owner than the one before: a block for each would cost more than all the rest.
    struct Call {
        Owner owner = 0;
        std::uint32_t series = 0;
        std::int32_t month = 0;
        std::int64_t start_us = 0, seconds = 0, bytes = 0;
        std::uint64_t offset = 0;  // of its texts in call_texts_; also the order of arrival
        std::uint8_t destination_bytes = 0, id_bytes = 0;
        EventKind kind = EventKind::Voice;
        bool has_start = false;
    };
    Result<std::uint32_t> series_of(SeriesKey key);
    [[nodiscard]] EventItem item_of(const Call& call) const;
    void gather_calls();
    [[nodiscard]] std::size_t held_bytes() const;
    Result<void> open(Owner owner, std::uint32_t series, std::int32_t month);
    Result<void> close();
    void keep_fragment(Owner owner, std::uint32_t series, std::int32_t month,
                       const SeriesMonth& content);
    Result<void> spill_when_full();
    Result<void> spill();
    Result<std::int64_t> write_sorted(SegmentWriter& writer, std::span<const std::uint32_t> ranks);
    Result<SegmentWriter::Summary> merge_runs(const blob::Path& path);
    [[nodiscard]] std::vector<SeriesKey> sorted_series(std::vector<std::uint32_t>& ranks) const;
    void remove_runs();
    [[nodiscard]] blob::Path run_path(int run) const;

    Options options_;
    std::map<SeriesKey, std::uint32_t> series_;
    std::vector<const SeriesKey*> keys_;  // by number; nodes of series_
    std::vector<std::string> codes_;
    std::unordered_map<std::string, Owner> owners_;  // of codes_
    SeriesKey last_key_;
    std::uint32_t last_series_ = 0;
    std::string arena_;
    std::vector<Fragment> fragments_;
    std::string call_texts_;
    std::vector<Call> calls_;
    Span last_month_span_;
    std::int32_t last_month_ = 0;
    // Values of one (owner, series, month) that came one after the other.
    struct {
        Owner owner = 0;
        std::uint32_t series = 0;
        std::int32_t month = 0;
    } open_;
    bool is_open_ = false;
    SeriesMonth content_;
    std::int64_t replaced_ = 0;
    int runs_ = 0;
};

}  // namespace bw::meter

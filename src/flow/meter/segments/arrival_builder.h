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
    Result<std::uint32_t> series_of(SeriesKey key);
    Result<void> open(Owner owner, std::uint32_t series, std::int32_t month);
    Result<void> close();
    Result<void> keep_fragment(Owner owner, std::uint32_t series, std::int32_t month,
                               const SeriesMonth& content);
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

// For tests: a sink that keeps what it is given, a run of a parser over a text in chunks, and the
// shared data.
#pragma once

#include "flow/meter/formats/parts/record.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace bw::meter {

struct KeptRun {
    std::string code, channel, unit;
    Instant start;
    std::int32_t step_seconds = 0;
    int scale = 0;
    std::vector<std::int64_t> values;
    std::vector<Quality> qualities;
    std::int64_t line = 0, records = 0;
};

struct KeptCall {
    std::string code, record_id, destination;
    EventKind kind = EventKind::Voice;
    Instant start;
    std::int64_t seconds = 0, bytes = 0, records = 0;
};

struct KeptUse {
    std::string code, channel, unit;
    Span span;
    std::int64_t value = 0;
    int scale = 0;
    Quality quality = Quality::Actual;
};

struct KeptRead {
    std::string code, channel, unit;
    Instant time;
    std::int64_t read = 0;
    int scale = 0, digits = 0;
    Quality quality = Quality::Actual;
    std::int64_t line = 0, records = 1;
};

class CollectSink final : public RecordSink {
public:
    void interval(const IntervalRun& run) override {
        runs.push_back({std::string(run.code),
                        std::string(run.channel),
                        std::string(run.unit),
                        run.start,
                        run.step_seconds,
                        run.scale,
                        {run.values.begin(), run.values.end()},
                        {run.qualities.begin(), run.qualities.end()},
                        run.line,
                        run.records});
    }
    void register_read(const RegisterRead& read) override {
        reads.push_back({std::string(read.code), std::string(read.channel), std::string(read.unit),
                         read.time, read.read, read.scale, read.digits, read.quality, read.line,
                         read.records});
    }
    void use(const UseRecord& use) override {
        uses.push_back({std::string(use.code), std::string(use.channel), std::string(use.unit),
                        use.span, use.value, use.scale, use.quality});
    }
    void call(const CallRecord& record) override {
        calls.push_back({std::string(record.code), std::string(record.record_id),
                         std::string(record.destination), record.kind, record.start, record.seconds,
                         record.bytes, record.records});
    }
    void without_usage(std::int64_t) override { ++unanswered; }
    void reject(const Reject& reject) override { rejects.push_back(reject); }
    void repair(std::int64_t line, std::string_view what) override {
        repairs.push_back(std::to_string(line) + " " + std::string(what));
    }

    // "line code: reason" of each reject, one a line.
    [[nodiscard]] std::string reject_text() const {
        std::string out;
        for (const auto& r : rejects) {
            out += std::to_string(r.line) + " " + std::string(reject_name(r.code)) + ": " +
                   r.reason + "\n";
        }
        return out;
    }

    std::vector<KeptRun> runs;
    std::vector<KeptRead> reads;
    std::vector<KeptUse> uses;
    std::vector<KeptCall> calls;
    std::vector<Reject> rejects;
    std::vector<std::string> repairs;
    int unanswered = 0;
};

inline Result<void> parse_all(Parser& parser, std::string_view text, std::size_t chunk = 1 << 16) {
    for (std::size_t at = 0; at < text.size(); at += chunk) {
        TRY_VOID(parser.feed(text.substr(at, chunk)));
    }
    return parser.finish();
}

// The folder of real data, for tests that can do without it.
inline std::optional<std::filesystem::path> shared_data() {
    const char* const named = std::getenv("BILLWRIGHT_SHARED");
    std::filesystem::path folder = named != nullptr ? named : "../shared";
    if (std::filesystem::exists(folder / "data")) folder /= "data";
    if (!std::filesystem::exists(folder / "meters")) return std::nullopt;
    return folder;
}

inline std::string read_whole(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace bw::meter

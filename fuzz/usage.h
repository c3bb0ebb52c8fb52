// What the targets of usage files share. In whatever pieces a file arrives, it gives the same
// records, rejects and outcome; every record is counted once.
#pragma once

#include "base/check.h"
#include "flow/meter/formats/detect.h"
#include "input.h"

#include <functional>
#include <string>

namespace bw::fuzz {

// Keeps a hash of everything in order, not the records.
class Digest final : public meter::RecordSink {
public:
    void interval(const meter::IntervalRun& run) override {
        CHECK(run.values.size() == run.qualities.size());
        CHECK(run.step_seconds > 0 && run.scale >= 0 && run.scale <= 9);
        text("i", run.code, run.channel, run.unit);
        number(run.start.us, run.step_seconds, run.scale, run.line);
        for (const auto value : run.values) number(value);
        for (const auto quality : run.qualities) number(static_cast<int>(quality));
    }
    void register_read(const meter::RegisterRead& read) override {
        text("r", read.code, read.channel, read.unit);
        number(read.time.us, read.read, read.scale, read.digits, static_cast<int>(read.quality));
    }
    void call(const meter::CallRecord& call) override {
        CHECK(call.seconds >= 0 && call.bytes >= 0);
        text("c", call.code, call.record_id, call.destination);
        number(static_cast<int>(call.kind), call.start.us, call.seconds, call.bytes, call.line);
    }
    void use(const meter::UseRecord& use) override {
        CHECK(use.span.from < use.span.to && use.scale >= 0 && use.scale <= 9);
        text("u", use.code, use.channel, use.unit);
        number(use.span.from.us, use.span.to.us, use.value, use.scale,
               static_cast<int>(use.quality), use.line, use.records);
    }
    void without_usage(std::int64_t line) override { number(line); }
    void reject(const meter::Reject& reject) override {
        CHECK(!reject.reason.empty());
        text("x", reject.reason, reject.excerpt);
        number(reject.line, static_cast<int>(reject.code));
    }
    void repair(std::int64_t line, std::string_view what) override {
        CHECK(!what.empty());
        text("m", what);
        number(line);
    }
    std::size_t value = 0;

private:
    void mix(std::size_t hash) { value = value * 1099511628211U + hash; }
    template <typename... T>
    void text(const T&... texts) {
        (mix(std::hash<std::string_view>{}(texts)), ...);
    }
    template <typename... T>
    void number(const T&... numbers) {
        (mix(std::hash<std::int64_t>{}(numbers)), ...);
    }
};

inline std::string outcome(const meter::Mapping& mapping, std::string_view text,
                           std::size_t piece) {
    Digest digest;
    const auto parser = meter::make_parser(mapping.format, mapping, digest);
    Result<void> result;
    for (std::size_t at = 0; at < text.size() && result; at += piece) {
        result = parser->feed(text.substr(at, piece));
    }
    if (result) result = parser->finish();
    if (result) return std::to_string(digest.value) + " taken";
    // Which of two faults at one place expat names depends on how much it sees.
    std::string why = result.error().message();
    constexpr std::string_view kNotXml = "not well-formed XML";
    if (const auto at = why.find(kNotXml); at != std::string::npos) why.resize(at + kNotXml.size());
    return std::to_string(digest.value) + " " + why;
}

// The first byte is the size of pieces.
inline int read_in_pieces(const meter::Mapping& mapping, const std::uint8_t* data,
                          std::size_t size) {
    if (size == 0) return 0;
    const std::string_view file = text(data + 1, size - 1);
    CHECK(outcome(mapping, file, file.size() + 1) == outcome(mapping, file, 1 + data[0]));
    return 0;
}

inline int read_in_pieces(meter::Format format, const std::uint8_t* data, std::size_t size) {
    return read_in_pieces(meter::default_mapping(format), data, size);
}

}  // namespace bw::fuzz

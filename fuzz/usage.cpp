// Files of readings and calls. The first byte chooses the format (or leaves it to detection) and
// the size of pieces. In whatever pieces a file arrives, it gives the same records, rejects and
// outcome; every record is counted once.
#include "base/check.h"
#include "flow/meter/formats/detect.h"
#include "input.h"

#include <functional>
#include <string>

namespace {

using namespace bw::meter;

// Keeps a hash of everything in order, not the records.
class Digest final : public RecordSink {
public:
    void interval(const IntervalRun& run) override {
        CHECK(run.values.size() == run.qualities.size());
        CHECK(run.step_seconds > 0 && run.scale >= 0 && run.scale <= 9);
        text("i", run.code, run.channel, run.unit);
        number(run.start.us, run.step_seconds, run.scale, run.line);
        for (const auto value : run.values) number(value);
        for (const auto quality : run.qualities) number(static_cast<int>(quality));
    }
    void register_read(const RegisterRead& read) override {
        text("r", read.code, read.channel, read.unit);
        number(read.time.us, read.read, read.scale, read.digits, static_cast<int>(read.quality));
    }
    void call(const CallRecord& call) override {
        CHECK(call.seconds >= 0 && call.bytes >= 0);
        text("c", call.code, call.record_id, call.destination);
        number(static_cast<int>(call.kind), call.start.us, call.seconds, call.bytes, call.line);
    }
    void use(const UseRecord& use) override {
        CHECK(use.span.from < use.span.to && use.scale >= 0 && use.scale <= 9);
        text("u", use.code, use.channel, use.unit);
        number(use.span.from.us, use.span.to.us, use.value, use.scale,
               static_cast<int>(use.quality), use.line, use.records);
    }
    void without_usage(std::int64_t line) override { number(line); }
    void reject(const Reject& reject) override {
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

std::string outcome(Format format, std::string_view text, std::size_t piece) {
    Digest digest;
    const auto parser = make_parser(format, default_mapping(format), digest);
    bw::Result<void> result;
    for (std::size_t at = 0; at < text.size() && result; at += piece) {
        result = parser->feed(text.substr(at, piece));
    }
    if (result) result = parser->finish();
    return std::to_string(digest.value) + (result ? " taken" : " " + result.error().message());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    constexpr Format kFormats[] = {Format::Nem12, Format::IntervalCsv, Format::RegisterCsv,
                                   Format::CallCsv};
    const std::string_view text = bw::fuzz::text(data + 1, size - 1);
    const std::size_t piece = 1 + data[0] / 5U;
    Format format = kFormats[data[0] % 4U];
    if (data[0] % 5U == 4) {
        const auto found = detect(text.substr(0, 64 << 10));
        if (!found) return 0;
        format = *found;
    }
    CHECK(outcome(format, text, text.size() + 1) == outcome(format, text, piece));
    return 0;
}

#include "flow/meter/survey.h"

#include "flow/meter/formats/detect.h"
#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/read_as.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace bw::meter {
namespace {

Instant end_of(Instant start, std::int64_t seconds) {
    return {start.us + seconds * Instant::kSecond};
}

void add(Span& all, const Span& span) {
    const bool is_first = all == Span{};
    all = is_first ? span : Span{std::min(all.from, span.from), std::max(all.to, span.to)};
}

class SurveySink final : public RecordSink {
public:
    void interval(const IntervalRun& run) override {
        const auto seconds = static_cast<std::int64_t>(run.values.size()) * run.step_seconds;
        add(of(run.code).intervals, {run.start, end_of(run.start, seconds)});
    }
    void register_read(const RegisterRead& read) override {
        add(of(read.code).counters, {read.time, read.time});
    }
    void use(const UseRecord& use) override { add(of(use.code).counters, use.span); }
    void call(const CallRecord& record) override {
        add(of(record.code).events, {record.start, end_of(record.start, record.seconds)});
    }
    void without_usage(std::int64_t /*line*/) override {}
    void reject(const Reject& /*reject*/) override {}
    void repair(std::int64_t /*line*/, std::string_view /*what*/) override {}

    [[nodiscard]] bool is_over_limit() const { return points_.size() > kSurveyedMax; }
    [[nodiscard]] std::vector<Surveyed> take() {
        std::vector<Surveyed> all;
        all.reserve(points_.size());
        for (auto& [code, point] : points_) all.push_back(std::move(point));
        return all;
    }

private:
    Surveyed& of(std::string_view code) {
        auto point = points_.find(code);
        if (point == points_.end())
            point = points_.try_emplace(std::string(code), Surveyed{std::string(code), {}, {}, {}})
                        .first;
        return point->second;
    }

    std::map<std::string, Surveyed, std::less<>> points_;
};

Result<std::vector<Surveyed>> survey(ByteSource& source, const ImportOptions& options) {
    SurveySink sink;
    std::vector<char> piece(kDetectBytes);
    std::size_t count = TRY(source.read(piece));
    const ReadAs as = TRY(read_as({piece.data(), count}, options));
    const auto parser = make_parser(as.format, as.mapping, sink);
    while (count > 0) {
        TRY_VOID(parser->feed({piece.data(), count}));
        if (sink.is_over_limit())
            return fail(Code::Limit,
                        fmt::format("it tells of more than {} service points", kSurveyedMax));
        count = TRY(source.read(piece));
    }
    TRY_VOID(parser->finish());
    return sink.take();
}

}  // namespace

Result<std::vector<Surveyed>> survey_file(const std::filesystem::path& path,
                                          const ImportOptions& options) {
    const auto source = TRY(open_source(path));
    auto found = survey(*source, options);
    if (found) return found;
    const std::string file = path.filename().string();
    auto error = std::move(found).error();
    error.subject = error.subject.empty() ? file : file + ", " + error.subject;
    return std::unexpected(std::move(error));
}

}  // namespace bw::meter

#include "flow/meter/import.h"

#include "base/check.h"
#include "flow/meter/formats/detect.h"
#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/import_sink.h"
#include "flow/meter/overlaps.h"
#include "flow/meter/read_as.h"
#include "flow/meter/scratch_folder.h"
#include "flow/meter/segment_claim.h"
#include "flow/meter/usage_store.h"
#include "platform/crypto/sha256.h"
#include "platform/store/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace bw::meter {

namespace {

constexpr std::string_view kBatchKind = "usage";
constexpr std::size_t kPieceBytes = 1 << 18;

// One import from the first byte to the commit.
class Import {
public:
    Import(ImportContext& context, ByteSource& source, std::string_view name,
           const ImportOptions& options)
        : context_(context), source_(source), name_(name), options_(options),
          scratch_(context.scratch),
          builder_({scratch_.path(), options.memory_bytes, context.faults}),
          rejects_(scratch_.path() / "rejects"),
          sink_(context.points, builder_, rejects_, options.rejects_max, context.clock.now()),
          piece_(kPieceBytes) {}

    Result<ImportReport> run(const Progress& progress) {
        TRY_VOID(look(progress));
        return keep();
    }

    Result<ImportReport> rehearse(const Progress& progress) {
        TRY_VOID(look(progress));
        if (const auto earlier = known()) return known_already(*earlier);
        return report_;
    }

private:
    // All that is known of the file before anything is kept.
    Result<void> look(const Progress& progress) {
        TRY_VOID(located(parse(progress)));
        report_.lines = parser_->lines();
        sink_.report(report_);
        CHECK(report_.received == report_.accepted + report_.rejected + report_.pending);
        TRY_VOID(refuse_rejects());
        identity_ = identity_of(hash_.finish());
        if (options_.again)
            identity_ = store::identity_again(*context_.database.begin(store::Access::Read),
                                              context_.tenant, kBatchKind, identity_);
        return {};
    }
    Result<void> parse(const Progress& progress);
    Result<std::size_t> fill();
    Result<void> begin(std::string_view head);
    Result<void> located(Result<void> result) const;
    [[nodiscard]] Result<void> refuse_rejects() const;
    [[nodiscard]] crypto::Digest identity_of(const crypto::Digest& content) const;
    Result<ImportReport> keep();
    Result<void> tell_overlaps(const blob::Path& segment);
    Result<ImportReport> commit(const std::string& segment, const ArrivalBuilder::Summary& summary);
    [[nodiscard]] std::optional<Batch> known() const;
    [[nodiscard]] std::unexpected<Error> known_already(Batch earlier) const;

    ImportContext& context_;
    ByteSource& source_;
    std::string_view name_;
    const ImportOptions& options_;
    ScratchFolder scratch_;
    ArrivalBuilder builder_;
    RejectSpool rejects_;
    ImportSink sink_;
    std::vector<char> piece_;
    std::unique_ptr<Parser> parser_;
    crypto::Sha256 hash_;
    bool is_as_it_looks_ = false;  // nobody told us how to read it
    crypto::Digest identity_;
    ImportReport report_;
};

// Errors of parsers name a line: FILE:LINE is what an editor opens.
Result<void> Import::located(Result<void> result) const {
    if (result) return result;
    Error error = std::move(result).error();
    constexpr std::string_view kLine = "line ";
    error.subject = error.subject.starts_with(kLine)
                        ? fmt::format("{}:{}", name_, error.subject.substr(kLine.size()))
                        : std::string(name_);
    return std::unexpected(std::move(error));
}

Result<std::size_t> Import::fill() {
    const std::size_t count = TRY(source_.read(piece_));
    hash_.update(std::string_view(piece_.data(), count));
    report_.bytes += static_cast<std::int64_t>(count);
    return count;
}

Result<void> Import::begin(std::string_view head) {
    const ReadAs as = TRY(read_as(head, options_));
    report_.format = as.format;
    is_as_it_looks_ = as.is_as_it_looks;
    parser_ = make_parser(as.format, as.mapping, sink_);
    return {};
}

Result<void> Import::parse(const Progress& progress) {
    std::size_t count = TRY(fill());
    TRY_VOID(begin({piece_.data(), count}));
    while (count > 0) {
        TRY_VOID(parser_->feed({piece_.data(), count}));
        TRY_VOID(sink_.outcome());
        if (progress) progress(source_.done(), source_.size());
        count = TRY(fill());
    }
    TRY_VOID(parser_->finish());
    return sink_.outcome();
}

// A batch of nothing but rejects would only keep the file from coming again when it can be read.
Result<void> Import::refuse_rejects() const {
    if (report_.accepted + report_.pending > 0) return {};
    if (report_.received == 0)
        return fail(Code::Refused, "the file holds no records", std::string(name_));
    constexpr std::size_t kShown = 3;
    std::string reasons;
    for (const auto& reject : report_.rejects | std::views::take(kShown))
        reasons += fmt::format("; line {}: {}", reject.line, reject.reason);
    return fail(Code::Refused,
                fmt::format("none of its {} records can be taken, so nothing was kept{}",
                            report_.received, reasons),
                std::string(name_));
}

// The same content read in another way is other readings. By default the hash of the file, as
// anybody can compute it.
crypto::Digest Import::identity_of(const crypto::Digest& content) const {
    if (is_as_it_looks_ && !options_.mapping && options_.settings.empty()) return content;
    return crypto::sha256(fmt::format(
        "{} as {}\n{}\n{}", crypto::hex(content.bytes), format_name(report_.format),
        options_.mapping ? options_.mapping->source : "", fmt::join(options_.settings, "\n")));
}

// The batch that brought this content.
std::optional<Batch> Import::known() const {
    return store::find_batch(*context_.database.begin(store::Access::Read), context_.tenant,
                             kBatchKind, identity_);
}

std::unexpected<Error> Import::known_already(Batch earlier) const {
    return fail(
        Code::Duplicate,
        fmt::format("this content was imported before, as batch {0}; nothing was added; "
                    "`batch show {0}` tells what became of it. If it is to hold once more: --again",
                    earlier.value),
        std::string(name_));
}

Result<ImportReport> Import::keep() {
    blob::make_folder(context_.folder, context_.faults);
    auto claim =
        SegmentClaim::take(context_.folder, crypto::hex(identity_.bytes).substr(0, 40), "arrivals");
    if (!claim) {
        return fail(Code::Conflict, "the same content is being imported at this moment",
                    std::string(name_));
    }
    // Asked while the claim is ours: whoever had it before has committed or is gone.
    if (const auto earlier = known()) {
        claim->release();
        return known_already(*earlier);
    }
    const auto summary = builder_.finish(claim->path());
    if (!summary) {
        claim->discard(context_.faults);
        TRY_VOID(located(std::unexpected(summary.error())));
    }
    report_.values = summary->segment.values;
    report_.replaced = summary->replaced;
    const bool is_empty = summary->segment.blocks == 0;
    if (const auto told = is_empty ? Result<void>() : tell_overlaps(claim->path()); !told) {
        claim->discard(context_.faults);
        return std::unexpected(told.error());
    }
    faults::reach(context_.faults, "meter.import.before_commit");
    auto report = commit(is_empty ? std::string() : claim->segment(), *summary);
    if (is_empty || !report) claim->discard(context_.faults);
    else claim->release();
    return report;
}

// They come to light only when the rows of each service point lie side by side.
Result<void> Import::tell_overlaps(const blob::Path& segment) {
    const auto opened = TRY(Segment::open(segment, context_.faults));
    const auto rows = TRY(count_overlaps(opened));
    if (rows > 0)
        report_.repairs.push_back({1,
                                   "rows that lie over others of the file: of intervals the "
                                   "shorter ones count, of uses the one that begins later",
                                   rows});
    return {};
}

Result<ImportReport> Import::commit(const std::string& segment,
                                    const ArrivalBuilder::Summary& summary) {
    const auto tx = context_.database.begin(store::Access::Write);
    report_.batch = TRY(store::record_batch(
        *tx, context_.tenant,
        {kBatchKind,
         name_,
         identity_,
         context_.clock.now(),
         {report_.received, report_.accepted, report_.rejected, report_.pending}}));
    const sql::FileRow file{.batch = report_.batch,
                            .format = format_name(report_.format),
                            .segment = segment,
                            .month_min = summary.segment.month_min,
                            .month_max = summary.segment.month_max,
                            .kinds = summary.segment.kinds,
                            .lines = report_.lines,
                            .bytes = report_.bytes,
                            .measured = report_.values,
                            .replaced = report_.replaced,
                            .without_usage = report_.without_usage};
    sql::insert_file(*tx, context_.tenant, file);
    sql::insert_rejects(*tx, context_.tenant, report_.batch,
                        [&](const auto& on_row) { rejects_.each(on_row); });
    for (const auto& repair : report_.repairs)
        sql::insert_repair(*tx, context_.tenant, report_.batch,
                           {repair.line, repair.what, repair.records});
    sql::insert_pending(*tx, context_.tenant, sink_.pending(report_.batch));
    tx->commit();
    faults::reach(context_.faults, "meter.import.after_commit");
    return report_;
}

}  // namespace

Result<ImportReport> import_file(ImportContext& context, const std::filesystem::path& path,
                                 const ImportOptions& options, const Progress& progress) {
    const auto source = TRY(open_source(path));
    return import_source(context, *source, path.filename().string(), options, progress);
}

Result<ImportReport> import_source(ImportContext& context, ByteSource& source,
                                   std::string_view name, const ImportOptions& options,
                                   const Progress& progress) {
    sweep_unfinished(context);
    Import import(context, source, name, options);
    return import.run(progress);
}

Result<ImportReport> rehearse_file(ImportContext& context, const std::filesystem::path& path,
                                   const ImportOptions& options, const Progress& progress) {
    const auto source = TRY(open_source(path));
    const std::string name = path.filename().string();
    return Import(context, *source, name, options).rehearse(progress);
}

int sweep_unfinished(ImportContext& context) {
    int removed = ScratchFolder::sweep(context.scratch);
    for (const auto& file : blob::list(context.folder)) {
        if (!file.name.ends_with(SegmentClaim::kExtension)) continue;
        auto claim = SegmentClaim::inherit(context.folder, file.name);
        if (!claim) continue;  // being written
        // Asked while the claim is ours: its writer has committed or is gone.
        const auto named =
            sql::segments(*context.database.begin(store::Access::Read), context.tenant);
        if (std::ranges::binary_search(named, claim->segment())) {
            claim->release();
            continue;
        }
        claim->discard(context.faults);
        ++removed;
    }
    return removed;
}

}  // namespace bw::meter

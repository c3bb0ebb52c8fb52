// Readings that waited for their service point.
#include "flow/meter/columns.h"
#include "flow/meter/import.h"
#include "flow/meter/scratch_folder.h"
#include "flow/meter/segment_claim.h"
#include "flow/meter/segments/arrival_builder.h"
#include "flow/meter/shelf.h"
#include "flow/meter/usage_store.h"
#include "platform/crypto/sha256.h"
#include "platform/store/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace bw::meter {

namespace {

struct Waiting {
    std::string code;
    ServicePointId point;
    std::vector<sql::PendingRow> batches;
};

// What waits and can be placed, as of one cut.
struct Snapshot {
    Batch cut;
    Shelf shelf;
    std::vector<Waiting> waiting;
};

// Nothing: no code that waits is known.
std::optional<Snapshot> take_snapshot(ImportContext& context) {
    const auto tx = context.database.begin(store::Access::Read);
    std::vector<Waiting> waiting;
    for (auto& code : sql::pending_codes(*tx, context.tenant)) {
        const auto point = context.points.find(code);
        if (!point) continue;
        auto batches = sql::pending_of(*tx, context.tenant, code);
        waiting.push_back({std::move(code), *point, std::move(batches)});
    }
    if (waiting.empty()) return std::nullopt;
    const Batch cut = store::current_cut(*tx, context.tenant);
    return Snapshot{cut, Shelf::load(*tx, context.folder, context.tenant, AsOf{cut}),
                    std::move(waiting)};
}

// The blocks of a code in one batch's segment.
Result<void> collect_pending(const Segment& segment, std::string_view code, Batch batch,
                             std::map<std::pair<SeriesKey, std::int32_t>, SeriesMonth>& contents) {
    const auto position = std::ranges::find(segment.codes(), code) - segment.codes().begin();
    if (static_cast<std::size_t>(position) == segment.codes().size()) return {};
    for (const auto& entry : segment.find(owner_of_code(static_cast<std::size_t>(position)))) {
        const SeriesKey& key = segment.series(entry);
        const auto [found, is_new] = contents.try_emplace({key, entry.month});
        if (is_new) found->second.reset(key, entry.month);
        const auto block = TRY(segment.block(entry));
        TRY_VOID(found->second.overlay(block, {batch, entry.hash}));
    }
    return {};
}

Result<void> adopt_code(const Snapshot& snapshot, const Waiting& waiting, ArrivalBuilder& builder) {
    std::map<std::pair<SeriesKey, std::int32_t>, SeriesMonth> contents;
    for (const auto& row : waiting.batches) {
        const Batch before{row.batch.value - 1};
        for (const auto& arrival : snapshot.shelf.arrivals(before, row.batch)) {
            const Segment* const segment = TRY(arrival.segment->get());
            TRY_VOID(collect_pending(*segment, waiting.code, row.batch, contents));
        }
    }
    for (auto& [place, content] : contents) {
        content.settle();
        SeriesMonth known;
        known.reset(place.first, place.second);
        TRY_VOID(snapshot.shelf.collect(waiting.point.value, place.second, known));
        content.remove_newer(known);
        TRY_VOID(builder.add(waiting.point.value, content, place.second));
    }
    return {};
}

// Nothing: the facts changed meanwhile.
Result<std::optional<AdoptReport>> adopt_once(ImportContext& context) {
    const auto taken = take_snapshot(context);
    AdoptReport report;
    if (!taken) return report;
    const Snapshot& snapshot = *taken;
    const ScratchFolder scratch(context.scratch);
    ArrivalBuilder builder({scratch.path(), kBuildBytes, context.faults});
    std::set<Batch> sources;
    crypto::Sha256 hash;
    hash.update(fmt::format("adoption at cut {}\n", snapshot.cut.value));
    for (const auto& waiting : snapshot.waiting) {
        TRY_VOID(adopt_code(snapshot, waiting, builder));
        hash.update(fmt::format("{} {}\n", waiting.point.value, waiting.code));
        ++report.codes;
        for (const auto& row : waiting.batches) {
            report.records += row.records;
            sources.insert(row.batch);
        }
    }
    report.sources.assign(sources.begin(), sources.end());
    const auto digest = hash.finish();
    auto claim =
        SegmentClaim::take(context.folder, crypto::hex(digest.bytes).substr(0, 40), "arrivals");
    if (!claim) return std::nullopt;
    const auto built = builder.finish(claim->path());
    if (!built) {
        claim->discard(context.faults);
        return std::unexpected(built.error());
    }
    const auto& summary = *built;
    report.values = summary.segment.values;
    const bool is_empty = summary.segment.blocks == 0;
    faults::reach(context.faults, "meter.adopt.before_commit");
    const auto tx = context.database.begin(store::Access::Write);
    if (store::current_cut(*tx, context.tenant) != snapshot.cut) {
        claim->discard(context.faults);
        return std::nullopt;
    }
    report.batch = TRY(store::record_batch(*tx, context.tenant,
                                           {"usage-adoption",
                                            "readings that waited",
                                            digest,
                                            context.clock.now(),
                                            {report.records, report.records, 0, 0}}));
    sql::insert_file(*tx, context.tenant,
                     {.batch = report.batch,
                      .format = "adoption",
                      .segment = is_empty ? std::string_view() : claim->segment(),
                      .month_min = summary.segment.month_min,
                      .month_max = summary.segment.month_max,
                      .kinds = summary.segment.kinds,
                      .measured = report.values});
    for (const auto& waiting : snapshot.waiting) {
        sql::mark_adopted(*tx, context.tenant, waiting.code, report.batch);
    }
    tx->commit();
    if (is_empty) claim->discard(context.faults);
    else claim->release();
    return report;
}

}  // namespace

Result<AdoptReport> adopt_pending(ImportContext& context) {
    constexpr int kAttempts = 5;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        if (const auto report = TRY(adopt_once(context))) return *report;
    }
    return fail(Code::Conflict,
                "other imports were faster five times; when they are done, import again");
}

}  // namespace bw::meter

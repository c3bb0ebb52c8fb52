#include "flow/meter/estimation.h"

#include "flow/meter/estimates/limits.h"
#include "flow/meter/event_unit.h"
#include "flow/meter/scratch_folder.h"
#include "flow/meter/segment_claim.h"
#include "flow/meter/segments/arrival_builder.h"
#include "flow/meter/usage_store.h"
#include "platform/crypto/sha256.h"
#include "platform/store/batch.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::meter {
namespace {

constexpr std::int64_t kDayUs = 86'400 * Instant::kSecond;

// A day more on both sides: local days are not those of UTC.
Span around(std::span<const Span> wanted, int days) {
    return {Instant{wanted.front().from.us - (days + 1) * kDayUs},
            Instant{wanted.back().to.us + (days + 1) * kDayUs}};
}
Span year_before(std::span<const Span> wanted) {
    const Span days = around(wanted, 0);
    return {Instant{days.from.us - kYearDays * kDayUs}, Instant{days.to.us - kYearDays * kDayUs}};
}

bool lacks_history(const Filled& filled) {
    return std::ranges::any_of(
        filled.open, [](const OpenGap& gap) { return gap.reason == OpenReason::NoHistory; });
}

// A channel that is in use now; when all are silent, each that was a year ago.
void add_year_ago(std::vector<IntervalColumn>& columns, std::vector<IntervalColumn> year_ago) {
    const bool is_silent = columns.empty();
    const std::size_t near = columns.size();
    for (auto& column : year_ago) {
        const auto is_same = [&](const IntervalColumn& c) {
            return c.channel == column.channel && c.unit == column.unit;
        };
        if (is_silent || std::any_of(columns.begin(),
                                     columns.begin() + static_cast<std::ptrdiff_t>(near), is_same))
            columns.push_back(std::move(column));
    }
}

// What happens now and then has no gaps to fill.
template <typename Column>
void leave_out_events(std::vector<Column>& columns) {
    std::erase_if(columns, [](const Column& column) { return counts_events(column.unit); });
}

}  // namespace

Result<Filled> estimate(const Reader& reader, ServicePointId point, const EstimateTerms& terms) {
    const auto& [wanted, zone, devices, weight] = terms;
    if (wanted.empty()) return Filled{};
    const Span near = around(wanted, kLikeDaysReach);
    auto usage = TRY(reader.read(point, near));
    leave_out_events(usage.intervals);
    leave_out_events(usage.registers);
    auto columns = usage.intervals;
    auto filled = fill_gaps({columns, wanted, near, zone, devices});
    if (columns.empty() || lacks_history(filled)) {
        auto year_ago = TRY(reader.read(point, year_before(wanted))).intervals;
        leave_out_events(year_ago);
        add_year_ago(columns, std::move(year_ago));
        filled = fill_gaps({columns, wanted, near, zone, devices});
    }
    if (usage.registers.empty()) return filled;
    constexpr std::int64_t kBackUs = kDayUs * 31 * kNeighbourMonths;
    auto registers = TRY(reader.registers(point, {Instant{near.from.us - kBackUs}, near.to}));
    leave_out_events(registers);
    fill_reads({registers, usage.intervals, wanted, zone, devices, weight}, filled);
    return filled;
}

struct EstimateBatch::State {
    State(ImportContext& to, Batch as_of)
        : context(to), cut(as_of), scratch(to.scratch),
          builder({scratch.path(), kBuildBytes, to.faults}) {}

    ImportContext& context;
    Batch cut;
    ScratchFolder scratch;
    ArrivalBuilder builder;
    std::vector<sql::EstimateRow> rows;
    std::int64_t values = 0;

    [[nodiscard]] crypto::Digest identity() const {
        crypto::Sha256 hash;
        hash.update(fmt::format("estimates at cut {}\n", cut.value));
        for (const auto& row : rows)
            hash.update(fmt::format("{} {} {} {} {} {}\n", row.point.value, row.channel, row.unit,
                                    row.from.us, row.to.us, row.method));
        return hash.finish();
    }

    Result<Batch> commit(std::string_view name, const crypto::Digest& digest,
                         const std::string& segment, const SegmentWriter::Summary& summary) const {
        const auto tx = context.database.begin(store::Access::Write);
        if (store::current_cut(*tx, context.tenant) != cut)
            return fail(Code::Conflict, "another batch came in while gaps were estimated");
        const Batch batch = TRY(store::record_batch(
            *tx, context.tenant,
            {"usage-estimate", name, digest, context.clock.now(), {values, values, 0, 0}}));
        sql::insert_file(*tx, context.tenant,
                         {.batch = batch,
                          .format = "estimate",
                          .segment = segment,
                          .month_min = summary.month_min,
                          .month_max = summary.month_max,
                          .kinds = summary.kinds,
                          .measured = summary.values});
        sql::insert_estimates(*tx, context.tenant, batch, rows);
        tx->commit();
        return batch;
    }
};

EstimateBatch::EstimateBatch(ImportContext& context, Batch cut)
    : state_(std::make_unique<State>(context, cut)) {}
EstimateBatch::~EstimateBatch() = default;

std::size_t EstimateBatch::count() const { return state_->rows.size(); }

Result<void> EstimateBatch::add(ServicePointId point, const Estimate& estimate) {
    const std::vector<Quality> qualities(estimate.values.size(), Quality::Estimated);
    TRY_VOID(state_->builder.add(point.value, {.code = {},
                                               .channel = estimate.channel,
                                               .unit = estimate.unit,
                                               .start = estimate.start,
                                               .step_seconds = estimate.step_seconds,
                                               .scale = estimate.scale,
                                               .values = estimate.values,
                                               .qualities = qualities}));
    const Span span = estimate.span();
    const auto intervals = static_cast<std::int64_t>(estimate.values.size());
    state_->rows.push_back({point,
                            {},
                            estimate.channel,
                            estimate.unit,
                            span.from,
                            span.to,
                            std::string(method_name(estimate.method)),
                            intervals});
    state_->values += intervals;
    return {};
}

Result<void> EstimateBatch::add(ServicePointId point, const EstimatedRead& read) {
    if (read.is_use)
        TRY_VOID(state_->builder.add(point.value, UseRecord{.code = {},
                                                            .channel = read.channel,
                                                            .unit = read.unit,
                                                            .span = read.span,
                                                            .value = read.value,
                                                            .scale = read.scale,
                                                            .quality = Quality::Estimated}));
    else
        TRY_VOID(state_->builder.add(point.value, RegisterRead{.code = {},
                                                               .channel = read.channel,
                                                               .unit = read.unit,
                                                               .time = read.span.to,
                                                               .read = read.value,
                                                               .scale = read.scale,
                                                               .digits = read.digits,
                                                               .quality = Quality::Estimated}));
    state_->rows.push_back({point,
                            {},
                            read.channel,
                            read.unit,
                            read.span.from,
                            read.span.to,
                            std::string(method_name(read.method)),
                            1});
    ++state_->values;
    return {};
}

Result<Batch> EstimateBatch::commit(std::string_view name) {
    if (state_->rows.empty()) return Batch{};
    ImportContext& context = state_->context;
    const auto digest = state_->identity();
    blob::make_folder(context.folder, context.faults);
    auto claim =
        SegmentClaim::take(context.folder, crypto::hex(digest.bytes).substr(0, 40), "arrivals");
    if (!claim) return fail(Code::Conflict, "the same gaps are being estimated at this moment");
    const auto built = state_->builder.finish(claim->path());
    if (!built) {
        claim->discard(context.faults);
        return std::unexpected(built.error());
    }
    faults::reach(context.faults, "meter.estimate.before_commit");
    auto batch = state_->commit(name, digest, claim->segment(), built->segment);
    if (batch) claim->release();
    else claim->discard(context.faults);
    return batch;
}

Result<std::vector<EstimateRow>> find_estimates(store::Transaction& tx, TenantId tenant,
                                                ServicePointId point, Span span, AsOf as_of) {
    std::vector<EstimateRow> rows;
    for (auto& row : sql::estimates(tx, tenant, point, span, as_of.cut))
        rows.push_back({row.batch,
                        std::move(row.channel),
                        std::move(row.unit),
                        TRY(parse_method(row.method)),
                        {row.from, row.to},
                        row.intervals});
    return rows;
}

}  // namespace bw::meter

#include "run/explain_estimates.h"

#include "flow/meter/estimation.h"

#include <algorithm>

namespace bw::run {
namespace {

Result<std::string> channel_of(const catalog::Catalog& catalog, const rate::Piece& piece) {
    for (const auto* schedule : TRY(catalog.schedule_versions(piece.schedule, piece.days)))
        for (const auto& charge : schedule->charges)
            if (charge.key == piece.charge) return charge.of.channel;
    return std::string();
}

bool is_from(const meter::IntervalColumn& column, Batch batch) {
    return std::ranges::any_of(column.sources,
                               [&](const meter::Source& s) { return s.batch == batch; });
}

// Of estimates that meet, the later batch stands.
const meter::EstimateRow* newest_of(const std::vector<meter::EstimateRow>& rows,
                                    const meter::IntervalColumn& column, Instant at) {
    const meter::EstimateRow* newest = nullptr;
    for (const auto& row : rows)
        if (row.channel == column.channel && row.unit == column.unit && row.span.contains(at) &&
            is_from(column, row.batch) && (newest == nullptr || newest->batch < row.batch))
            newest = &row;
    return newest;
}

// Values of one estimate that follow each other are told together.
void add_value(const meter::EstimateRow& row, Span interval, std::vector<EstimateShare>& shares) {
    if (shares.empty() || shares.back().batch != row.batch || shares.back().method != row.method ||
        shares.back().span.to != interval.from)
        shares.push_back({row.method, {interval.from, interval.from}, 0, row.batch, false});
    shares.back().span.to = interval.to;
    ++shares.back().readings;
}

}  // namespace

Result<std::vector<EstimateShare>> estimates_of(const EstimateQuestion& q) {
    const rate::Piece& piece = q.item.piece;
    if (piece.breakdown.estimated == 0) return std::vector<EstimateShare>{};
    const Span days = q.zone.span_of(piece.days);
    const auto rows =
        TRY(meter::find_estimates(q.tx, q.tenant, q.usage.service_point, days, AsOf{q.cut}));
    const std::string channel = TRY(channel_of(q.catalog, piece));
    std::vector<EstimateShare> shares;
    for (const auto& column : q.usage.intervals) {
        if (rows.empty() || column.channel != channel) continue;
        const std::int64_t step = column.step_seconds * Instant::kSecond;
        for (std::size_t i = 0; i < column.values.size(); ++i) {
            const Instant at{column.start.us + static_cast<std::int64_t>(i) * step};
            if (column.qualities[i] != meter::Quality::Estimated || !days.contains(at)) continue;
            if (const auto* row = newest_of(rows, column, at))
                add_value(*row, {at, Instant{at.us + step}}, shares);
        }
    }
    return shares;
}

Result<std::vector<EstimateShare>> estimated_reads_of(const EstimateQuestion& q,
                                                      std::span<const ReadShare> reads) {
    std::vector<EstimateShare> shares;
    for (const auto& [read, since, local, batch, file] : reads) {
        // What is put right is told by the reads around it.
        if (read.quality != meter::Quality::Estimated || !read.source || read.is_shared) continue;
        const Span moment{Instant{read.at.us - Instant::kSecond}, read.at};
        for (const auto& row :
             TRY(meter::find_estimates(q.tx, q.tenant, q.usage.service_point, moment, AsOf{q.cut})))
            if (row.batch == batch && row.span.to == read.at)
                shares.push_back({row.method, row.span, 1, batch, true});
    }
    return shares;
}

}  // namespace bw::run

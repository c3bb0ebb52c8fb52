// All SQL of the room. Internal.
#pragma once

#include "flow/meter/batch_report.h"
#include "platform/store/store.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::meter::sql {

struct FileRow {
    Batch batch;
    std::string_view format;
    std::string_view segment;  // file name; empty: nothing was kept
    std::int32_t month_min = 0;
    std::int32_t month_max = -1;
    std::int64_t kinds = 0;
    std::int64_t lines = 0;
    std::int64_t bytes = 0;
    std::int64_t measured = 0;
    std::int64_t replaced = 0;
    std::int64_t without_usage = 0;
};
void insert_file(store::Transaction& tx, TenantId tenant, const FileRow& row);
// Empty when the batch is none of usage.
std::string format_of(store::Transaction& tx, TenantId tenant, Batch batch);

struct MonthRow {
    std::int32_t month = 0;
    std::int64_t generation = 0;
    Batch cut;
    std::string segment;
    std::int64_t kinds = 0;
};
void insert_month(store::Transaction& tx, TenantId tenant, const MonthRow& row);

struct ArrivalRow {
    Batch batch;
    std::string segment;
    std::int32_t month_min = 0;
    std::int32_t month_max = -1;
    std::int64_t kinds = 0;
};
// With a segment, up to the cut, in order of batches.
std::vector<ArrivalRow> arrivals(store::Transaction& tx, TenantId tenant, Batch cut);
// Up to the cut, in order of (month, generation).
std::vector<MonthRow> months(store::Transaction& tx, TenantId tenant, Batch cut);
// Every segment with what its row says of it.
struct SegmentRow {
    std::string segment;
    std::string owner;  // "batch 7", "month 2026-04, generation 2"
    std::int32_t month_min = 0, month_max = -1;
    std::int64_t kinds = 0;
    std::optional<std::int64_t> values;  // of arrivals
};
std::vector<SegmentRow> segment_rows(store::Transaction& tx, TenantId tenant);
// Batches of usage without their row or the reverse; rejects and records that wait against what the
// batch counted. At most `limit` sentences a question.
void find_miscounts(store::Transaction& tx, TenantId tenant, int limit,
                    std::vector<std::string>& findings);
// Names of all segments, sorted.
std::vector<std::string> segments(store::Transaction& tx, TenantId tenant);

struct RejectRow {
    std::int64_t line = 0;
    std::string_view code, reason, excerpt;
};
// Rows in order; `each` calls its argument once a row.
using RejectRows = std::function<void(const std::function<void(const RejectRow&)>&)>;
void insert_rejects(store::Transaction& tx, TenantId tenant, Batch batch, const RejectRows& each);
// The first ones, with line and reason.
void rejects_of(store::Transaction& tx, TenantId tenant, Batch batch, int limit,
                const std::function<void(const RejectRow&)>& on_row);

struct RepairRow {
    std::int64_t line = 0;
    std::string_view what;
    std::int64_t records = 0;
};
void insert_repair(store::Transaction& tx, TenantId tenant, Batch batch, const RepairRow& row);
void repairs_of(store::Transaction& tx, TenantId tenant, Batch batch,
                const std::function<void(const RepairRow&)>& on_row);

struct PendingRow {
    Batch batch;
    std::string code;
    std::int64_t records = 0;
};
void insert_pending(store::Transaction& tx, TenantId tenant, const std::vector<PendingRow>& rows);
// Codes that wait, each once, in order.
std::vector<std::string> pending_codes(store::Transaction& tx, TenantId tenant);
// Of one code, in order of batches.
std::vector<PendingRow> pending_of(store::Transaction& tx, TenantId tenant, std::string_view code);
void mark_adopted(store::Transaction& tx, TenantId tenant, std::string_view code, Batch by);
// Of one batch, those that wait first.
std::vector<LateCode> late_codes(store::Transaction& tx, TenantId tenant, Batch batch, int limit);
std::int64_t count_late_codes(store::Transaction& tx, TenantId tenant, Batch batch);
std::vector<Batch> brought_before(store::Transaction& tx, TenantId tenant, Batch adopted);
std::vector<Batch> brought_before(store::Transaction& tx, TenantId tenant, std::string_view code,
                                  Batch adopted);

struct EstimateRow {
    ServicePointId point;
    Batch batch;  // of those that are read
    std::string channel, unit;
    Instant from, to;
    std::string method;
    std::int64_t intervals = 0;
};
void insert_estimates(store::Transaction& tx, TenantId tenant, Batch batch,
                      const std::vector<EstimateRow>& rows);
// Of one service point, those that meet the span, up to the cut.
std::vector<EstimateRow> estimates(store::Transaction& tx, TenantId tenant, ServicePointId point,
                                   Span span, Batch cut);

}  // namespace bw::meter::sql

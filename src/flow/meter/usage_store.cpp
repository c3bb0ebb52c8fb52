#include "flow/meter/usage_store.h"

#include "flow/meter/segments/month.h"

#include <fmt/format.h>

namespace bw::meter::sql {

void insert_file(store::Transaction& tx, TenantId tenant, const FileRow& row) {
    tx.execute(
        "INSERT INTO usage_file (tenant_id, batch, format, segment, month_min, month_max, kinds, "
        "lines, bytes, measured, replaced, without_usage) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        tenant, row.batch, row.format, row.segment, row.month_min, row.month_max, row.kinds,
        row.lines, row.bytes, row.measured, row.replaced, row.without_usage);
}

std::string format_of(store::Transaction& tx, TenantId tenant, Batch batch) {
    return tx
        .find(
            "SELECT format FROM usage_file WHERE tenant_id = ?1 AND batch = ?2",
            [](const store::Row& row) { return row.string(0); }, tenant, batch)
        .value_or("");
}

void insert_month(store::Transaction& tx, TenantId tenant, const MonthRow& row) {
    tx.execute("INSERT INTO usage_month (tenant_id, month, generation, cut, segment, kinds) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
               tenant, row.month, row.generation, row.cut, row.segment, row.kinds);
}

std::vector<ArrivalRow> arrivals(store::Transaction& tx, TenantId tenant, Batch cut) {
    std::vector<ArrivalRow> rows;
    tx.for_each(
        "SELECT batch, segment, month_min, month_max, kinds FROM usage_file "
        "WHERE tenant_id = ?1 AND batch <= ?2 AND segment <> '' ORDER BY batch",
        [&](const store::Row& row) {
            rows.push_back(
                {row.id<Batch>(0), row.string(1), row.small(2), row.small(3), row.integer(4)});
        },
        tenant, cut);
    return rows;
}

std::vector<MonthRow> months(store::Transaction& tx, TenantId tenant, Batch cut) {
    std::vector<MonthRow> rows;
    tx.for_each(
        "SELECT month, generation, cut, segment, kinds FROM usage_month "
        "WHERE tenant_id = ?1 AND cut <= ?2 ORDER BY month, generation",
        [&](const store::Row& row) {
            rows.push_back(
                {row.small(0), row.integer(1), row.id<Batch>(2), row.string(3), row.integer(4)});
        },
        tenant, cut);
    return rows;
}

std::vector<SegmentRow> segment_rows(store::Transaction& tx, TenantId tenant) {
    std::vector<SegmentRow> rows;
    tx.for_each(
        "SELECT batch, segment, month_min, month_max, kinds, measured FROM usage_file "
        "WHERE tenant_id = ?1 AND segment <> '' ORDER BY batch",
        [&](const store::Row& row) {
            rows.push_back({row.string(1), fmt::format("batch {}", row.integer(0)), row.small(2),
                            row.small(3), row.integer(4), row.integer(5)});
        },
        tenant);
    tx.for_each(
        "SELECT month, generation, segment, kinds FROM usage_month WHERE tenant_id = ?1 "
        "ORDER BY month, generation",
        [&](const store::Row& row) {
            const std::int32_t month = row.small(0);
            rows.push_back(
                {row.string(2),
                 fmt::format("month {}, generation {}",
                             first_day_of(month).to_string().substr(0, 7), row.integer(1)),
                 month,
                 month,
                 row.integer(3),
                 {}});
        },
        tenant);
    return rows;
}

void find_miscounts(store::Transaction& tx, TenantId tenant, int limit,
                    std::vector<std::string>& findings) {
    const auto ask = [&](std::string_view sql, std::string_view what) {
        tx.for_each(
            sql,
            [&](const store::Row& row) {
                findings.push_back(fmt::format("batch {}: {}; restore the store from its "
                                               "backup",
                                               row.integer(0), what));
            },
            tenant, limit);
    };
    ask("SELECT b.batch FROM batch b LEFT JOIN usage_file f ON f.tenant_id = b.tenant_id AND "
        "f.batch = b.batch WHERE b.tenant_id = ?1 AND b.kind IN ('usage', 'usage-adoption', "
        "'usage-estimate') AND f.batch IS NULL ORDER BY b.batch LIMIT ?2",
        "the store does not say any more where its readings lie");
    ask("SELECT f.batch FROM usage_file f LEFT JOIN batch b ON b.tenant_id = f.tenant_id AND "
        "b.batch = f.batch WHERE f.tenant_id = ?1 AND b.batch IS NULL ORDER BY f.batch LIMIT ?2",
        "it brought readings, but is not in the store");
    ask("SELECT b.batch FROM batch b LEFT JOIN usage_reject r ON r.tenant_id = b.tenant_id AND "
        "r.batch = b.batch WHERE b.tenant_id = ?1 AND b.kind = 'usage' GROUP BY b.batch, "
        "b.rejected HAVING COUNT(r.ordinal) <> b.rejected ORDER BY b.batch LIMIT ?2",
        "the rejected records that are kept are not those that it counted");
    ask("SELECT b.batch FROM batch b LEFT JOIN usage_pending p ON p.tenant_id = b.tenant_id AND "
        "p.batch = b.batch WHERE b.tenant_id = ?1 AND b.kind = 'usage' GROUP BY b.batch, "
        "b.pending HAVING COALESCE(SUM(p.records), 0) <> b.pending ORDER BY b.batch LIMIT ?2",
        "the records that wait for their service point are not those that it counted");
    ask("SELECT b.batch FROM batch b LEFT JOIN usage_estimate e ON e.tenant_id = b.tenant_id AND "
        "e.batch = b.batch WHERE b.tenant_id = ?1 AND b.kind = 'usage-estimate' GROUP BY b.batch, "
        "b.accepted HAVING COALESCE(SUM(e.intervals), 0) <> b.accepted ORDER BY b.batch LIMIT ?2",
        "the estimates whose method is kept are not those that it counted");
}

std::vector<std::string> segments(store::Transaction& tx, TenantId tenant) {
    std::vector<std::string> names;
    tx.for_each(
        "SELECT segment FROM usage_file WHERE tenant_id = ?1 AND segment <> '' "
        "UNION SELECT segment FROM usage_month WHERE tenant_id = ?1 ORDER BY 1",
        [&](const store::Row& row) { names.push_back(row.string(0)); }, tenant);
    return names;
}

void insert_rejects(store::Transaction& tx, TenantId tenant, Batch batch, const RejectRows& each) {
    constexpr std::string_view kColumns[] = {"tenant_id", "batch",  "ordinal", "line",
                                             "code",      "reason", "excerpt"};
    const auto bulk = tx.bulk("usage_reject", kColumns);
    std::int64_t ordinal = 0;
    each([&](const RejectRow& row) {
        bulk->row(tenant, batch, ++ordinal, row.line, row.code, row.reason, row.excerpt);
    });
    bulk->finish();
}

void rejects_of(store::Transaction& tx, TenantId tenant, Batch batch, int limit,
                const std::function<void(const RejectRow&)>& on_row) {
    tx.for_each(
        "SELECT line, code, reason, excerpt FROM usage_reject WHERE tenant_id = ?1 AND batch = ?2 "
        "ORDER BY ordinal LIMIT ?3",
        [&](const store::Row& row) {
            on_row({row.integer(0), row.text(1), row.text(2), row.text(3)});
        },
        tenant, batch, limit);
}

void insert_repair(store::Transaction& tx, TenantId tenant, Batch batch, const RepairRow& row) {
    tx.execute("INSERT INTO usage_repair (tenant_id, batch, line, what, records) "
               "VALUES (?1, ?2, ?3, ?4, ?5)",
               tenant, batch, row.line, row.what, row.records);
}

void repairs_of(store::Transaction& tx, TenantId tenant, Batch batch,
                const std::function<void(const RepairRow&)>& on_row) {
    tx.for_each(
        "SELECT line, what, records FROM usage_repair WHERE tenant_id = ?1 AND batch = ?2 "
        "ORDER BY line, what",
        [&](const store::Row& row) { on_row({row.integer(0), row.text(1), row.integer(2)}); },
        tenant, batch);
}

void insert_pending(store::Transaction& tx, TenantId tenant, const std::vector<PendingRow>& rows) {
    constexpr std::string_view kColumns[] = {"tenant_id", "batch", "code", "records",
                                             "adopted_batch"};
    const auto bulk = tx.bulk("usage_pending", kColumns);
    for (const auto& row : rows) {
        bulk->row(tenant, row.batch, row.code, row.records, std::int64_t{0});
    }
    bulk->finish();
}

std::vector<std::string> pending_codes(store::Transaction& tx, TenantId tenant) {
    std::vector<std::string> codes;
    tx.for_each(
        "SELECT DISTINCT code FROM usage_pending WHERE tenant_id = ?1 AND adopted_batch = 0 "
        "ORDER BY code",
        [&](const store::Row& row) { codes.push_back(row.string(0)); }, tenant);
    return codes;
}

std::vector<PendingRow> pending_of(store::Transaction& tx, TenantId tenant, std::string_view code) {
    std::vector<PendingRow> rows;
    tx.for_each(
        "SELECT batch, code, records FROM usage_pending "
        "WHERE tenant_id = ?1 AND adopted_batch = 0 AND code = ?2 ORDER BY batch",
        [&](const store::Row& row) {
            rows.push_back({row.id<Batch>(0), row.string(1), row.integer(2)});
        },
        tenant, code);
    return rows;
}

void mark_adopted(store::Transaction& tx, TenantId tenant, std::string_view code, Batch by) {
    tx.execute("UPDATE usage_pending SET adopted_batch = ?3 "
               "WHERE tenant_id = ?1 AND adopted_batch = 0 AND code = ?2",
               tenant, code, by);
}

std::vector<LateCode> late_codes(store::Transaction& tx, TenantId tenant, Batch batch, int limit) {
    std::vector<LateCode> codes;
    tx.for_each(
        "SELECT code, records, adopted_batch FROM usage_pending WHERE tenant_id = ?1 AND batch = "
        "?2 ORDER BY adopted_batch <> 0, code LIMIT ?3",
        [&](const store::Row& row) {
            codes.push_back({row.string(0), row.integer(1), row.id<Batch>(2)});
        },
        tenant, batch, limit);
    return codes;
}

std::int64_t count_late_codes(store::Transaction& tx, TenantId tenant, Batch batch) {
    return tx
        .integer("SELECT COUNT(*) FROM usage_pending WHERE tenant_id = ?1 AND batch = ?2", tenant,
                 batch)
        .value_or(0);
}

std::vector<Batch> brought_before(store::Transaction& tx, TenantId tenant, Batch adopted) {
    std::vector<Batch> batches;
    tx.for_each(
        "SELECT DISTINCT batch FROM usage_pending WHERE tenant_id = ?1 AND adopted_batch = ?2 "
        "ORDER BY batch",
        [&](const store::Row& row) { batches.push_back(row.id<Batch>(0)); }, tenant, adopted);
    return batches;
}

std::vector<Batch> brought_before(store::Transaction& tx, TenantId tenant, std::string_view code,
                                  Batch adopted) {
    std::vector<Batch> batches;
    tx.for_each(
        "SELECT batch FROM usage_pending WHERE tenant_id = ?1 AND adopted_batch = ?2 AND code = ?3 "
        "ORDER BY batch",
        [&](const store::Row& row) { batches.push_back(row.id<Batch>(0)); }, tenant, adopted, code);
    return batches;
}

void insert_estimates(store::Transaction& tx, TenantId tenant, Batch batch,
                      const std::vector<EstimateRow>& rows) {
    constexpr std::string_view kColumns[] = {"tenant_id", "bucket",   "service_point_id", "batch",
                                             "channel",   "unit",     "from_us",          "to_us",
                                             "method",    "intervals"};
    const auto bulk = tx.bulk("usage_estimate", kColumns);
    for (const auto& row : rows)
        bulk->row(tenant, bucket_of(row.point.value), row.point, batch, row.channel, row.unit,
                  row.from, row.to, row.method, row.intervals);
    bulk->finish();
}

std::vector<EstimateRow> estimates(store::Transaction& tx, TenantId tenant, ServicePointId point,
                                   Span span, Batch cut) {
    std::vector<EstimateRow> rows;
    tx.for_each(
        "SELECT batch, channel, unit, from_us, to_us, method, intervals FROM usage_estimate "
        "WHERE tenant_id = ?1 AND bucket = ?2 AND service_point_id = ?3 AND batch <= ?4 AND "
        "from_us < ?6 AND to_us > ?5 ORDER BY channel, unit, from_us, batch",
        [&](const store::Row& row) {
            rows.push_back({point, row.id<Batch>(0), row.string(1), row.string(2), row.instant(3),
                            row.instant(4), row.string(5), row.integer(6)});
        },
        tenant, bucket_of(point.value), point, cut, span.from, span.to);
    return rows;
}

}  // namespace bw::meter::sql

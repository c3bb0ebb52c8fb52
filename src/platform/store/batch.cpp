#include "platform/store/batch.h"

#include "base/utf8.h"
#include "platform/store/findings.h"
#include "platform/store/migration.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::store {

Result<Batch> record_batch(Transaction& transaction, TenantId tenant, const BatchInfo& info) {
    const BatchCounts& counts = info.counts;
    const std::int64_t told = counts.accepted + counts.rejected + counts.pending;
    if (counts.received != told)
        return fail(Code::Conflict,
                    fmt::format("received {} is not accepted {} + rejected {} + pending {}",
                                counts.received, counts.accepted, counts.rejected, counts.pending),
                    std::string(info.source));
    if (const auto earlier = find_batch(transaction, tenant, info.kind, info.sha256))
        return fail(Code::Duplicate,
                    fmt::format("the same content was committed before as {} batch {}; nothing is "
                                "added; if it is to hold once more: --again",
                                info.kind, earlier->value),
                    std::string(info.source));
    const auto number = transaction.integer(
        "INSERT INTO counter (tenant_id, name, last) VALUES (?1, 'batch', 1) "
        "ON CONFLICT (tenant_id, name) DO UPDATE SET last = counter.last + 1 RETURNING last",
        tenant);
    if (!number) throw StoreError("the batch counter gave no number", false);
    transaction.execute(
        "INSERT INTO batch (tenant_id, batch, kind, source, sha256, committed_at_us, "
        "received, accepted, rejected, pending) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        tenant, *number, info.kind, as_utf8_text(info.source), info.sha256, info.committed_at,
        counts.received, counts.accepted, counts.rejected, counts.pending);
    return Batch{*number};
}

std::optional<Batch> find_batch(Transaction& transaction, TenantId tenant, std::string_view kind,
                                const crypto::Digest& sha256) {
    return transaction.find(
        "SELECT batch FROM batch WHERE tenant_id = ?1 AND sha256 = ?2 AND kind = ?3",
        [](const Row& row) { return row.id<Batch>(0); }, tenant, sha256, kind);
}

crypto::Digest identity_again(Transaction& transaction, TenantId tenant, std::string_view kind,
                              const crypto::Digest& sha256) {
    if (!find_batch(transaction, tenant, kind, sha256)) return sha256;
    return crypto::sha256(fmt::format("{} again after batch {}", crypto::hex(sha256.bytes),
                                      current_cut(transaction, tenant).value));
}

namespace {

constexpr std::string_view kBatchColumns =
    "SELECT batch, kind, source, committed_at_us, received, accepted, rejected, pending FROM batch "
    "WHERE tenant_id = ?1 ";

BatchRow read_batch(const Row& row) {
    return {row.id<Batch>(0),
            row.string(1),
            row.string(2),
            row.instant(3),
            {row.integer(4), row.integer(5), row.integer(6), row.integer(7)}};
}

}  // namespace

Result<BatchRow> load_batch(Transaction& transaction, TenantId tenant, Batch batch) {
    auto found =
        transaction.find(std::string(kBatchColumns) + "AND batch = ?2", read_batch, tenant, batch);
    if (!found)
        return fail(Code::NotFound, "there is no such batch; `batch list` shows them",
                    fmt::format("batch {}", batch.value));
    return *std::move(found);
}

std::vector<BatchRow> list_batches(Transaction& transaction, TenantId tenant, int limit) {
    std::vector<BatchRow> rows;
    transaction.for_each(
        std::string(kBatchColumns) + "ORDER BY batch DESC LIMIT ?2",
        [&](const Row& row) { rows.push_back(read_batch(row)); }, tenant, limit);
    return rows;
}

Batch current_cut(Transaction& transaction, TenantId tenant) {
    return {transaction
                .integer("SELECT last FROM counter WHERE tenant_id = ?1 AND name = 'batch'", tenant)
                .value_or(0)};
}

BatchCounts counts_of(Transaction& transaction, TenantId tenant, std::string_view kind) {
    const auto sums = transaction.find(
        "SELECT CAST(coalesce(sum(received), 0) AS BIGINT), "
        "CAST(coalesce(sum(accepted), 0) AS BIGINT), CAST(coalesce(sum(rejected), 0) AS BIGINT), "
        "CAST(coalesce(sum(pending), 0) AS BIGINT) FROM batch WHERE tenant_id = ?1 AND kind = ?2",
        [](const Row& row) {
            return BatchCounts{row.integer(0), row.integer(1), row.integer(2), row.integer(3)};
        },
        tenant, kind);
    return sums.value_or(BatchCounts{});
}

namespace {

void find_orphans(Transaction& transaction, Findings& findings) {
    const auto has = [](const TableInfo& table, std::string_view column) {
        return std::ranges::find(table.columns, column) != table.columns.end();
    };
    for (const TableInfo& table : transaction.tables()) {
        if (table.name == "batch" || !has(table, "batch") || !has(table, "tenant_id")) continue;
        // 0: not yet, of a run without numbers.
        findings.ask(fmt::format("SELECT DISTINCT t.batch FROM {} t WHERE t.tenant_id = ?1 AND "
                                 "t.batch <> 0 AND NOT EXISTS (SELECT 1 FROM batch b WHERE "
                                 "b.tenant_id = t.tenant_id AND b.batch = t.batch) ORDER BY "
                                 "t.batch LIMIT ?2",
                                 table.name),
                     [&](const Row& row) {
                         return fmt::format("table {} holds facts of batch {}, which is not in the "
                                            "store",
                                            table.name, row.integer(0));
                     });
    }
}

}  // namespace

std::vector<std::string> verify_batches(Transaction& transaction, TenantId tenant) {
    Findings findings(transaction, tenant);
    findings.ask("SELECT b.batch FROM batch b WHERE b.tenant_id = ?1 AND b.batch <> 1 AND NOT "
                 "EXISTS (SELECT 1 FROM batch p WHERE p.tenant_id = b.tenant_id AND p.batch = "
                 "b.batch - 1) ORDER BY b.batch LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format(
                         "batch {} is not in the store, although batch {} came after "
                         "it",
                         row.integer(0) - 1, row.integer(0));
                 });
    const auto last = transaction.integer(
        "SELECT COALESCE(MAX(batch), 0) FROM batch WHERE tenant_id = ?1", tenant);
    const Batch given = current_cut(transaction, tenant);
    if (last.value_or(0) != given.value)
        findings.add(fmt::format("the last batch in the store is {}, but the last number given was "
                                 "{}",
                                 last.value_or(0), given.value));
    findings.ask("SELECT batch, received, accepted, rejected, pending FROM batch WHERE tenant_id = "
                 "?1 AND received <> accepted + rejected + pending ORDER BY batch LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("batch {}: {} received are not {} accepted + {} rejected + "
                                        "{} pending",
                                        row.integer(0), row.integer(1), row.integer(2),
                                        row.integer(3), row.integer(4));
                 });
    find_orphans(transaction, findings);
    return findings.take();
}

}  // namespace bw::store

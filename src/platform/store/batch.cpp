#include "platform/store/batch.h"

#include "base/utf8.h"

#include <fmt/format.h>

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
                                "added",
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

}  // namespace bw::store

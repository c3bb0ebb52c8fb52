#include "run/verify.h"

#include "books/ledger/ledger.h"
#include "flow/bill/store.h"
#include "flow/collect/verify.h"
#include "platform/store/batch.h"
#include "run/bill_run.h"

#include <fmt/format.h>

#include <set>

namespace bw::run {
namespace {

// Issued statements against documents and against the sums of their own lines.
void verify_statements(store::Transaction& tx, TenantId tenant, VerifyResult& result) {
    result.statements =
        tx.integer("SELECT COUNT(*) FROM invoice WHERE tenant_id = ?1", tenant).value_or(0);
    tx.for_each(
        "SELECT i.number FROM invoice i WHERE i.tenant_id = ?1 AND NOT EXISTS (SELECT 1 FROM "
        "document d WHERE "
        "d.tenant_id = i.tenant_id AND d.bucket = i.bucket AND d.billing_account_id = "
        "i.billing_account_id AND "
        "d.invoice_id = i.invoice_id) ORDER BY i.number LIMIT 20",
        [&](const store::Row& row) {
            result.findings.push_back(
                fmt::format("invoice {} has no archived document", row.text(0)));
        },
        tenant);
}

void verify_lines(store::Transaction& tx, TenantId tenant, VerifyResult& result) {
    tx.for_each(
        "SELECT i.number, i.kind, i.net, SUM(l.net) FROM invoice i LEFT JOIN billed_line l ON "
        "l.tenant_id = "
        "i.tenant_id AND l.bucket = i.bucket AND l.billing_account_id = i.billing_account_id AND "
        "l.statement = "
        "i.statement WHERE i.tenant_id = ?1 GROUP BY i.number, i.kind, i.net",
        [&](const store::Row& row) {
            const std::int64_t net = row.integer(1) == 1 ? -row.integer(2) : row.integer(2);
            const std::int64_t sum = row.is_null(3) ? 0 : row.integer(3);
            if (net != sum)
                result.findings.push_back(
                    fmt::format("invoice {}: its lines sum to {} and not to {} (minor units)",
                                row.text(0), sum, net));
        },
        tenant);
}

}  // namespace

Result<VerifyResult> verify(Workspace& workspace,
                            const std::function<void(std::int64_t, std::int64_t)>& progress) {
    VerifyResult result;
    const auto tx = workspace.database->begin(store::Access::Read);
    const TenantId tenant = workspace.tenant;
    std::set<int> years;
    tx->for_each(
        "SELECT DISTINCT issued_on FROM invoice WHERE tenant_id = ?1",
        [&](const store::Row& row) { years.insert(row.date(0).year()); }, tenant);
    std::vector<archive::SegmentName> segments;
    for (const int year : years)
        for (auto& name : archive::segments_of(*tx, {tenant, archive::RetentionClass::Books, year}))
            segments.push_back(std::move(name));
    for (const auto& name : segments) {
        const auto report = workspace.archive->verify_segment(*tx, name);
        ++result.segments;
        result.documents += report.documents;
        result.bytes += report.bytes;
        for (const auto& damage : report.damages)
            result.findings.push_back(damage.subject + ": " + damage.text);
        if (progress) progress(result.segments, static_cast<std::int64_t>(segments.size()));
    }
    verify_statements(*tx, tenant, result);
    verify_lines(*tx, tenant, result);
    std::vector<ledger::DocumentTotal> totals;
    for (const auto& t : bill::totals(*tx, tenant)) totals.push_back({t.issuer, t.gross});
    const Batch cut = store::current_cut(*tx, tenant);
    for (auto& finding : ledger::verify(*tx, tenant, AsOf{cut}, totals))
        result.findings.push_back(std::move(finding));
    for (auto& finding : collect::verify(*tx, tenant))
        result.findings.push_back(std::move(finding));
    result.batches = cut.value;
    tx->for_each(
        "SELECT batch, received, accepted, rejected, pending FROM batch WHERE tenant_id = ?1 ORDER "
        "BY batch",
        [&](const store::Row& row) {
            if (row.integer(1) != row.integer(2) + row.integer(3) + row.integer(4))
                result.findings.push_back(
                    fmt::format("batch {}: received {} is not accepted + rejected + pending",
                                row.integer(0), row.integer(1)));
        },
        tenant);
    for (const auto& run : list_runs(*tx, tenant))
        if (run.phase == Phase::Done) {
            const auto issued =
                tx->integer("SELECT COUNT(*) FROM invoice WHERE tenant_id = ?1 AND run_id = ?2",
                            tenant, run.id);
            if (issued.value_or(0) != run.statements)
                result.findings.push_back(fmt::format("run {}: {} statements prepared, {} issued",
                                                      run.id.value, run.statements,
                                                      issued.value_or(0)));
        }
    return result;
}

}  // namespace bw::run

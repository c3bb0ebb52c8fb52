#include "flow/meter/batch_report.h"

#include "flow/meter/usage_store.h"

namespace bw::meter {

BatchReport report_of(store::Transaction& tx, TenantId tenant, Batch batch, int limit) {
    BatchReport report;
    report.format = sql::format_of(tx, tenant, batch);
    sql::rejects_of(tx, tenant, batch, limit, [&](const sql::RejectRow& row) {
        report.rejects.push_back({row.line, std::string(row.reason)});
    });
    sql::repairs_of(tx, tenant, batch, [&](const sql::RepairRow& row) {
        report.repairs.push_back({row.line, std::string(row.what), row.records});
    });
    report.late = sql::late_codes(tx, tenant, batch, limit);
    report.late_total = sql::count_late_codes(tx, tenant, batch);
    report.files = sql::brought_before(tx, tenant, batch);
    return report;
}

std::vector<Batch> brought_before(store::Transaction& tx, TenantId tenant, std::string_view code,
                                  Batch adopted) {
    return sql::brought_before(tx, tenant, code, adopted);
}

}  // namespace bw::meter

#include "run/batch_view.h"

#include "books/customers/customers.h"
#include "flow/collect/import.h"

namespace bw::run {

Result<BatchView> view_batch(store::Transaction& tx, TenantId tenant, Batch batch, int limit) {
    BatchView view;
    view.batch = TRY(store::load_batch(tx, tenant, batch));
    for (auto& row : customers::rejects_of(tx, tenant, batch, limit))
        view.rejects.push_back({row.line, std::move(row.reason)});
    for (auto& note : collect::rejects_of(tx, tenant, batch, limit))
        view.rejects.push_back({note.line, std::move(note.why)});
    auto usage = meter::report_of(tx, tenant, batch, limit);
    for (auto& record : usage.rejects)
        view.rejects.push_back({record.line, std::move(record.reason)});
    view.format = std::move(usage.format);
    view.repairs = std::move(usage.repairs);
    view.late = std::move(usage.late);
    view.late_total = usage.late_total;
    for (const Batch file : usage.files)
        view.files.push_back(TRY(store::load_batch(tx, tenant, file)));
    return view;
}

}  // namespace bw::run

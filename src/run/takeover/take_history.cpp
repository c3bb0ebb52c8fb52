#include "books/customers/customers.h"
#include "run/takeover/former_rows.h"
#include "run/takeover/takers.h"

namespace bw::takeover {

Result<void> take_history(const Handed& handed, Batch batch, company::Tally& tally) {
    auto& [tx, tenant, now, name, content, source, mapping, shown, again] = handed;
    FormerRows rows(tx, tenant, batch);
    return company::read_history(
        source, name, mapping, tally,
        {[&](const company::HistoryRow& row) -> Result<void> {
             const auto [payer, line] = TRY(rows.place(row));
             bill::write_former(tx, payer, batch, row.line, row.number, line);
             return {};
         },
         [&](const company::Reject& reject) {
             customers::write_reject(tx, tenant, batch, reject.line, reject.reason);
         },
         shown});
}

}  // namespace bw::takeover

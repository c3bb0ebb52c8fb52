#include "run/takeover/former_rows.h"
#include "run/takeover/takers.h"

namespace bw::takeover {

Result<void> take_history(const Handed& handed, Batch batch, company::Tally& tally) {
    auto& [tx, tenant, now, name, content, source, mapping, shown, again] = handed;
    FormerRows rows(tx, tenant, batch);
    const auto add = [&](const company::HistoryRow& row) -> Result<void> {
        const auto [payer, line] = TRY(rows.place(row));
        bill::write_former(tx, payer, batch, row.line, row.number, line);
        return {};
    };
    return company::read_history(source, name, mapping, tally,
                                 sink_of<company::HistoryRow>(handed, batch, add));
}

}  // namespace bw::takeover

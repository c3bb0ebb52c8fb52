#include "flow/collect/opening.h"
#include "run/company/balances.h"
#include "run/takeover/takers.h"

namespace bw::takeover {
namespace {

Result<collect::OpeningItem> item_of(const company::BalanceRow& row, LocalDate today) {
    const auto kind = collect::find_opening_kind(row.type);
    if (!kind) return fail(Code::Invalid, "the type is invoice, credit note, credit or deposit");
    return collect::OpeningItem{row.account,
                                *kind,
                                row.number,
                                row.reference,
                                row.issued_on,
                                row.due_on,
                                row.booked_on.value_or(today),
                                row.open,
                                row.currency};
}

}  // namespace

Result<void> take_balances(const Handed& handed, Batch batch, company::Tally& tally) {
    auto& [tx, tenant, now, name, content, source, mapping, shown, again] = handed;
    collect::OpeningBook book(tx, tenant, batch);
    const LocalDate today = Zone{}.to_local(now).date;
    const auto add = [&](const company::BalanceRow& row) -> Result<void> {
        return book.add(TRY(item_of(row, today)));
    };
    TRY_VOID(company::read_balances(source, name, mapping, tally,
                                    sink_of<company::BalanceRow>(handed, batch, add)));
    return book.settle();
}

}  // namespace bw::takeover

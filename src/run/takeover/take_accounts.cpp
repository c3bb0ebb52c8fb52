#include "flow/bill/store.h"
#include "run/company/accounts.h"
#include "run/takeover/takers.h"

namespace bw::takeover {

Result<void> take_accounts(const Handed& handed, Batch batch, company::Tally& tally) {
    auto& [tx, tenant, now, name, content, source, mapping, shown, again] = handed;
    customers::AccountWriter writer(tx, tenant, batch, [&](const customers::SubscriptionKey& key) {
        return bill::is_billed(tx, {tenant, key.bucket, key.account}, key.subscription);
    });
    const auto sink = sink_of<customers::AccountRow>(
        handed, batch, [&](const customers::AccountRow& row) { return writer.add(row); });
    TRY_VOID(company::read_accounts(
        source, name, mapping, tally, sink,
        [&](const customers::AccountCodes& codes) { writer.expect(codes); }));
    writer.finish();
    return {};
}

}  // namespace bw::takeover

#include "books/customers/customers.h"
#include "flow/bill/store.h"
#include "run/company/accounts.h"
#include "run/takeover/takers.h"

#include <fmt/format.h>

#include <set>

namespace bw::takeover {
namespace {

// An issuer that is not there yet is a mistake of order, not of a row: the file comes again when it
// is.
class KnownIssuers {
public:
    KnownIssuers(store::Transaction& tx, TenantId tenant) : tx_(tx), tenant_(tenant) {}
    Result<void> require(const std::string& code) {
        if (known_.contains(code)) return {};
        if (!customers::find_identifier(tx_, tenant_, customers::kIssuer, code))
            return fail(Code::Refused,
                        fmt::format("issuer '{}' is not known; import its `issuer:` document "
                                    "first, then this file",
                                    code));
        known_.insert(code);
        return {};
    }

private:
    store::Transaction& tx_;
    TenantId tenant_;
    std::set<std::string> known_;
};

}  // namespace

Result<void> take_accounts(const Handed& handed, Batch batch, company::Tally& tally) {
    auto& [tx, tenant, now, name, content, source, mapping, shown, again] = handed;
    customers::AccountWriter writer(tx, tenant, batch, [&](const customers::SubscriptionKey& key) {
        return bill::is_billed(tx, {tenant, key.bucket, key.account}, key.subscription);
    });
    KnownIssuers issuers(tx, tenant);
    const auto add = [&](const customers::AccountRow& row) -> Result<void> {
        TRY_VOID(issuers.require(row.issuer));
        return writer.add(row);
    };
    const auto keep_reject = [&](const company::Reject& reject) {
        customers::write_reject(tx, tenant, batch, reject.line, reject.reason);
    };
    const auto expect = [&](const customers::AccountCodes& codes) { writer.expect(codes); };
    TRY_VOID(
        company::read_accounts(source, name, mapping, tally, {add, keep_reject, shown, expect}));
    writer.finish();
    return {};
}

}  // namespace bw::takeover

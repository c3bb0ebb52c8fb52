#include "flow/collect/balance.h"

#include "flow/collect/account.h"
#include "flow/collect/store.h"

#include <fmt/format.h>

namespace bw::collect {
namespace {

constexpr std::string_view kTopUp = "top-up:";  // how keys of top-ups begin

}  // namespace

Result<Receipt> top_up(const Desk& desk, const TopUp& order) {
    const std::string told = order.key.empty() ? fmt::format("{}:{}:{}", order.account,
                                                             order.on.to_string(), order.amount)
                                               : order.key;
    return record_payment(desk, {.account = order.account,
                                 .amount = order.amount,
                                 .on = order.on,
                                 .reference = {},
                                 .key = std::string(kTopUp) + told,
                                 .tolerance = {}});
}

Result<LowBalances> find_low_balances(store::Transaction& tx, TenantId tenant,
                                      const std::string& below, AsOf as_of) {
    // Compared as a number, for a currency without cents has less than 10.50, too.
    const auto threshold = Decimal::parse(below);
    if (!threshold)
        return fail(Code::Invalid, fmt::format("'{}' is no amount: write 10.00", below));
    LowBalances found;
    for (const auto& payer : sql::payers_with_key(tx, tenant, kTopUp)) {
        const auto standing = load_standing(tx, tenant, payer, {}, as_of);
        if (!standing) found.failed.emplace_back(payer.number, standing.error());
        else if (const Money balance = -standing->owed; balance.decimal() < *threshold)
            found.low.push_back({payer.number, balance});
    }
    return found;
}

}  // namespace bw::collect

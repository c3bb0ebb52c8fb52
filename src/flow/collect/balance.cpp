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

Result<std::vector<LowBalance>> find_low_balances(store::Transaction& tx, TenantId tenant,
                                                  const std::string& below, AsOf as_of) {
    std::vector<LowBalance> low;
    for (const auto& payer : sql::payers_with_key(tx, tenant, kTopUp)) {
        const Money threshold = TRY(parse_money(below, payer.currency));
        const auto standing = TRY(load_standing(tx, tenant, payer, {}, as_of));
        if (const Money balance = -standing.owed; balance.minor < threshold.minor)
            low.push_back({payer.number, balance});
    }
    return low;
}

}  // namespace bw::collect

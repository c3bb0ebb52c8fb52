// Prepaid balances: money that a customer pays before use. A top-up is a payment like any other,
// with a key that says what it is: it pays what is open and stays as credit (the ledger's Prepaid),
// which pays the next invoices in the runs that issue them; `refund` pays out the rest. Face of the
// room.
#pragma once

#include "flow/collect/desk.h"

#include <string>
#include <utility>
#include <vector>

namespace bw::collect {

struct TopUp {
    std::string account;
    std::string amount;  // "12.34", in the account's currency
    LocalDate on;
    std::string key;  // empty: made of account, day and amount
};
// The balance afterwards stands in the receipt's credit where nothing was open. Errors: of
// record_payment().
Result<Receipt> top_up(const Desk& desk, const TopUp& order);

struct LowBalance {
    std::string account;
    Money balance;  // less what is open
};
struct LowBalances {
    std::vector<LowBalance> low;  // by number of the account
    // Whose balance could not be reckoned, and why; the others are told.
    std::vector<std::pair<std::string, Error>> failed;
};
// Accounts that were topped up once and have less than `below` ("10.00", in the currency of each).
// Error: it is no amount.
Result<LowBalances> find_low_balances(store::Transaction& tx, TenantId tenant,
                                      const std::string& below, AsOf as_of);

}  // namespace bw::collect

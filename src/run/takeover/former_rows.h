// Rows of former bills as bill keeps them: whose they are and of which subscription. Internal.
#pragma once

#include "flow/bill/former.h"
#include "run/company/history.h"

#include <map>
#include <string>

namespace bw::takeover {

class FormerRows {
public:
    FormerRows(store::Transaction& tx, TenantId tenant, Batch cut)
        : tx_(tx), tenant_(tenant), cut_(cut) {}

    struct Placed {
        bill::Payer payer;
        bill::FormerLine line;
    };
    // Error: there is no such account, the service point is none of its, amounts that do not sum up
    // or are in another currency.
    Result<Placed> place(const company::HistoryRow& row);

private:
    struct Known {
        bill::Payer payer;
        Currency currency;
        std::map<std::string, SubscriptionId, std::less<>> subscriptions;  // by service point
    };
    Result<const Known*> account(const std::string& number);

    store::Transaction& tx_;
    TenantId tenant_;
    Batch cut_;
    std::string last_;  // rows of one account stand together
    Known known_;
};

}  // namespace bw::takeover

// What was supplied and will stand on no bill: told with its worth, for nothing is lost in silence.
// Each run tells what came in since the one before it. Holds nobody; reads facts as of the cut,
// writes nothing.
#pragma once

#include "flow/bill/biller.h"

#include <vector>

namespace bw::bill {

struct LostRequest {
    const Biller& biller;
    Tariffs& tariffs;
    const meter::Reader& reader;
    const customers::BillingAccount& account;
    const customers::Subscription& subscription;
    const Prior& prior;
    const History& history;
    std::optional<Period> asked;  // the months that what came in may touch; none: any
};

// Exceptions that are Told:
// - the months before the limit of charges, when none of them was ever billed
// - usage that came in for a month before the limit of credits, with the net sum by which its bill
//   would change
// - calls and sessions on days on which neither this nor another account has a plan; of the
//   accounts that held the service point, the last one before those days tells of them, or else the
//   first after them
std::vector<Exception> find_lost(const LostRequest& request);

}  // namespace bw::bill

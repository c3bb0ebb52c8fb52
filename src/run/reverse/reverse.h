// Bills that were wrong, cancelled and billed anew as one batch: the months that stand on them are
// ordered, and the next run cancels each by a credit note and bills it again, linked. It is the
// correction that a tariff with `corrections: rebill` always makes; only who asks for it differs.
#pragma once

#include "run/exceptions/bulk.h"

#include <optional>
#include <string>
#include <vector>

namespace bw::run {

// Which bills; at least a run or a month. All that is said must hold.
struct ReverseRequest {
    RunId run;
    std::optional<LocalDate> month;    // its first day: what is billed for it, by whatever run
    std::optional<bill::Cause> cause;  // accounts that `run` told or released so
    std::vector<std::string> accounts;
    std::string schedule;  // a line of this schedule or plan stands on them
    Hand hand;
    bool is_dry = false;  // only tells what there would be
};
struct ReversedAccount {
    std::string account;
    std::vector<std::string> invoices;  // on which its months were billed
    Money net;                          // of what stands for the months
};
struct Reversal {
    std::vector<ReversedAccount> accounts;  // by number
    std::int64_t months = 0;   // of a service, in arrears and in advance each for itself
    std::int64_t ordered = 0;  // before, and not carried out yet: left as they are
    std::int64_t anew = 0;     // of the run, but billed anew since: left as they are
    std::int64_t too_old = 0;  // behind the back-billing limit: not touched
    std::vector<Money> net;    // one amount a currency
    Batch batch;               // 0: nothing was kept
};
// Errors: Invalid (neither run nor month, no person, no reason), NotFound (no such run or account).
Result<Reversal> reverse(Workspace& workspace, const ReverseRequest& request);

}  // namespace bw::run

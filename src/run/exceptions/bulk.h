// Hand work on many accounts at once: what a run held is chosen by cause, money and account, looked
// at without doing anything, then released, excluded, estimated or billed again. A decision is a
// fact of its own batch, with who, when and why; the next run reads it as of its cut. Each act is
// one touch, so that hand work per 1,000 bills can be counted.
#pragma once

#include "flow/bill/decisions.h"
#include "run/bill_run.h"
#include "run/estimate.h"

#include <optional>
#include <string>
#include <vector>

namespace bw::run {

// Which of the exceptions that hold accounts.
struct Selection {
    RunId run;                          // 0: the newest one that was not thrown away
    std::optional<bill::Cause> cause;   // none: any
    std::optional<Decimal> below;       // less money at stake than this, without its sign
    std::vector<std::string> accounts;  // none: any
};
struct Selected {
    RunInfo run;
    std::vector<bill::ExceptionRow> exceptions;  // by account
    std::vector<std::string> accounts;           // their numbers, each once
    std::vector<Money> at_stake;                 // an account once; one amount a currency
    bill::MonthWords words;                      // what was decided of the month by now
    [[nodiscard]] LocalDate month() const { return run.terms.until.plus_months(-1); }
};
// NotFound when there is no such run, or an account is none.
Result<Selected> select(store::Transaction& tx, TenantId tenant, const Selection& selection);

// Who acts, and why.
struct Hand {
    std::string person, reason;
};

struct Decided {
    Batch batch;                // 0: nothing was to be decided
    std::int64_t accounts = 0;  // of which it says anything new
    std::int64_t known = 0;     // of which all of it stands already
    std::int64_t both = 0;      // released and excluded by now; the exclusion goes first
};
// Releases the selected causes of the selected accounts, or takes that back (Hold). Invalid when
// one of the causes cannot be released, or the hand has no name or reason.
Result<Decided> release(Workspace& workspace, const Selected& selected, bill::Act act,
                        const Hand& hand);
// Leaves accounts out of the month's runs, or takes that back; they need no exception.
Result<Decided> exclude(Workspace& workspace, const std::vector<std::string>& accounts,
                        LocalDate month, bill::Act act, const Hand& hand);

// Fills what nobody measured of the selected accounts' month.
Result<EstimateReport> estimate_selected(Workspace& workspace, const Selected& selected,
                                         const Hand& hand, LocalDate today, Keep keep,
                                         const EstimateProgress& progress);
// Begins a partial run of the month for the selected accounts, for who has put the cause right. The
// caller carries it on.
Result<RunId> bill_again(Workspace& workspace, const Selected& selected, const Hand& hand,
                         LocalDate issued_on);

}  // namespace bw::run

// What persons decided of an account's bill: released or excluded for a month, or a billed month
// to be cancelled and billed anew. Append-only facts of a batch; the newest word up to a cut
// stands. A run reads them as of its cut, so what is decided later waits for the next one.
#pragma once

#include "flow/bill/store.h"

#include <set>
#include <span>
#include <string>
#include <utility>

namespace bw::bill {

enum class Act : std::uint8_t {
    Release,
    Exclude,
    Include,  // takes an exclusion back
    Hold      // takes a release back
};
std::string_view act_name(Act act);

// Who decided, when, and why: beside every decision.
struct DecidedBy {
    std::string person;
    Instant at;
    std::string reason;
    RunId run;  // whose exceptions it answers; 0: none
};
struct Decision {
    Payer payer;
    LocalDate month;  // its first day: also of what is billed then for earlier months
    Act act = Act::Release;
    Cause cause = Cause::Calculation;  // of a release and what takes it back
};
// One batch of them; one decision for an account, month and cause each.
void write_decisions(store::Transaction& tx, Batch batch, const DecidedBy& by,
                     std::span<const Decision> decisions);
struct OrderedRebill {
    Payer payer;
    RebillOrder order;  // its batch is the caller's
};
void write_rebill_orders(store::Transaction& tx, Batch batch, const DecidedBy& by,
                         std::span<const OrderedRebill> orders);

// The newest words on the accounts for one month, as of now: what its next run will read.
struct MonthWords {
    std::set<std::pair<BillingAccountId, Cause>> released;
    std::set<BillingAccountId> excluded;
};
MonthWords load_words(store::Transaction& tx, TenantId tenant, LocalDate month);
// Does it say of its account what does not stand already?
[[nodiscard]] bool is_new(const Decision& decision, const MonthWords& words);
// Said of an account with `act`: is it both released and excluded then? The exclusion goes first.
[[nodiscard]] bool is_both(BillingAccountId account, Act act, const MonthWords& words);

// Adds what was decided up to the cut to the accounts of a bucket, or to `only`.
void add_decisions(store::Transaction& tx, TenantId tenant, int bucket, Batch cut, Priors& priors,
                   BillingAccountId only = {});

// Is the cause released for what is billed of a month?
[[nodiscard]] bool releases(const Decisions& decisions, Cause cause, LocalDate month);
// Does a run for the month leave the account out?
[[nodiscard]] bool excludes(const Decisions& decisions, LocalDate month);
// Was it ordered after the month was billed as it stands?
[[nodiscard]] bool is_to_bill_anew(const Decisions& decisions, const MonthMark& billed);

}  // namespace bw::bill

// Bills one account: what is due, rated, compared with what stands billed, assembled into
// statements. The same code prepares, seals, previews and explains; it reads facts as of the cut
// and writes nothing.
#pragma once

#include "books/customers/customers.h"
#include "flow/bill/billed.h"
#include "flow/bill/eligibility.h"
#include "flow/bill/month.h"
#include "flow/bill/periods.h"
#include "flow/bill/store.h"
#include "flow/bill/tariffs.h"
#include "flow/meter/reader.h"

#include <functional>
#include <set>
#include <span>
#include <vector>

namespace bw::bill {

class Advances;

// Up to where bills of an account go back, never behind the run's horizon: first days of months.
struct Limits {
    LocalDate charges;  // what is to be paid for of months before it is told, and not billed
    LocalDate credits;  // months before it stay as they are
};

// The terms of a run, fixed when it is frozen.
struct Terms {
    RunId run;
    TenantId tenant;
    Batch cut;
    LocalDate until;  // everything supplied before this day is billed
    LocalDate issued_on;
    LocalDate horizon;  // no account's bills go further back (horizon_of)
    std::set<Cause> released;
    RunId previous = {};      // the run before; 0: there was none
    Batch previous_cut = {};  // of it: what had arrived by then was billed or told of
    // Up to here months of accounts that were not held are known to stand as they were billed: the
    // run before asked all that this one may, by the same texts. 0: it did not.
    Batch settled_cut = {};
    LocalDate latest_until = {};  // of the runs before, the latest
    bool adds_month = true;       // false: the run before, which all is settled by, was for as long
    bool tells_story = true;      // for the first page; false where no documents are made
};

// The first month that any bill may touch of a run up to `until`.
LocalDate horizon_of(const catalog::AllBillingChecks& checks, LocalDate until);

struct Outcome {
    std::vector<Invoice> statements;  // without numbers; empty when held, or when nothing is due
    std::vector<Exception> exceptions;
    Marks marks;  // empty when held, or when no month was rated
    [[nodiscard]] bool is_held() const;
};

// Where standing lines and carried state come from (the store, or a test).
struct History {
    std::function<Result<std::vector<BilledLine>>(SubscriptionId, Stream, LocalDate)> lines;
    std::function<Result<std::vector<rate::State>>(SubscriptionId, LocalDate)> state;
    // From a month on, ascending; one a month, channel and unit.
    std::function<Result<std::vector<Measured>>(SubscriptionId, LocalDate)> measured;
    // What stands billed after use for each month from one on, net, corrections included;
    // ascending.
    std::function<Result<std::vector<BilledMonth>>(LocalDate)> months;
    // What the account paid and no document took.
    std::function<Money(IssuerId, Currency)> credit;
};
History history_of(store::Transaction& tx, const Payer& payer, Batch cut);

class Biller {
public:
    // All must outlive the Biller. Thread: any.
    Biller(Tariffs& tariffs, const meter::Reader& reader, Terms terms);

    // An Error here is of the account's data; the caller makes it an exception of cause
    // Calculation.
    Result<Outcome> bill(const customers::BillingAccount& account, const Prior& prior,
                         const History& history) const;

    // Nothing: something is due, or goes wrong, and bill() tells. Cheap: rates nothing.
    [[nodiscard]] std::optional<NotBilled> why_not_billed(const customers::BillingAccount& account,
                                                          const Prior& prior) const;

    // What to rate for one subscription and month, with the state carried into it: for explain.
    Result<MonthRequest> month(const customers::BillingAccount& account,
                               const customers::Subscription& subscription, Stream stream,
                               const Period& nominal, const History& history) const;

    [[nodiscard]] const Terms& terms() const { return terms_; }
    [[nodiscard]] Limits limits_of(const customers::BillingAccount& account) const;

private:
    struct Draft;
    struct Chain;
    struct News;
    struct Question;
    Result<News> news_of(const customers::BillingAccount& account, const Prior& prior) const;
    Result<std::optional<Period>> months_of(const News& news,
                                            const customers::Subscription& subscription) const;
    Result<std::int64_t> facts_of(const MonthRequest& request) const;
    Result<bool> is_due(const Question& of, bool& waits) const;
    // Without the state that is carried into it.
    Result<MonthRequest> request_of(const customers::BillingAccount& account,
                                    const customers::Subscription& subscription,
                                    const DuePeriod& period) const;
    Result<void> due(const customers::BillingAccount& account,
                     const customers::Subscription& subscription, const Prior& prior,
                     const History& history, Draft& draft) const;
    Result<void> due_month(const DuePeriod& period, const std::string& subject, Chain& chain,
                           Draft& draft) const;
    void check_occupants(const MonthRequest& request, const std::string& subject,
                         Draft& draft) const;
    Result<void> check_readings(const MonthRequest& request, const std::string& subject,
                                Draft& draft) const;
    void add_exceptions(const MonthRequest& request, const RatedMonth& rated,
                        const std::string& subject, Draft& draft) const;
    void check_prices_hold(const MonthRequest& request, const std::string& subject,
                           Draft& draft) const;
    void check_estimates(const MonthRequest& request, const RatedMonth& rated,
                         const std::string& subject, Draft& draft) const;
    Result<bool> stays_as_billed(const MonthRequest& request, const RatedMonth& rated,
                                 std::span<const BilledLine> standing, const std::string& subject,
                                 Draft& draft) const;
    Result<void> check_bill(const customers::BillingAccount& account, const Prior& prior,
                            const History& history, const Money& total, Draft& draft) const;
    void check_amount(const customers::BillingAccount& account, const Prior& prior,
                      const Money& total, Draft& draft) const;
    Result<void> check_history(const customers::BillingAccount& account, const History& history,
                               Draft& draft) const;
    void check_address(const customers::BillingAccount& account, Draft& draft) const;
    [[nodiscard]] const catalog::BillingChecks& checks_of(
        const customers::BillingAccount& account) const;
    [[nodiscard]] Standing standing_of(Cause cause, LocalDate month, const Draft& draft) const;
    [[nodiscard]] Standing reaction_of(catalog::Reaction then, Cause cause, LocalDate month,
                                       const Draft& draft) const;
    // The month that the run is for.
    [[nodiscard]] LocalDate run_month() const { return terms_.until.plus_months(-1); }
    Result<void> ask_and_settle(const Advances& advances,
                                const customers::Subscription& subscription, const Prior& prior,
                                const History& history, std::size_t first, Draft& draft) const;
    Result<void> add_bundle(MonthRequest& request) const;
    Result<bool> is_unchanged(const MonthMark& billed, const MonthRequest& request,
                              std::int64_t facts) const;
    Result<Invoice> head(const customers::BillingAccount& account) const;

    Tariffs& tariffs_;
    const meter::Reader& reader_;
    Terms terms_;
};

// All exceptions of an account are about all of its money: what its bill comes to, or came to last
// where it cannot be computed. One that has a worth of its own keeps it.
void put_at_stake(std::span<Exception> exceptions, const Money& total, const Prior& prior);

// Hash of all that an outcome says: seal proves that it computed what prepare did.
std::int64_t content_hash(const Outcome& outcome);

}  // namespace bw::bill

#include "apps/billwright/demo_operator.h"

#include "flow/bill/store.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::app {
namespace {

using bill::Cause;
using demo::Answer;

constexpr int kExceptionsMax = 1'000'000;

void count_answer(CauseTally& tally, Answer answer) {
    switch (answer) {
        case Answer::Release: ++tally.released; return;
        case Answer::Estimate: ++tally.estimated; return;
        case Answer::PutRight: ++tally.put_right; return;
        case Answer::Exclude: ++tally.excluded; return;
    }
}

std::string_view reason_for(Answer answer) {
    switch (answer) {
        case Answer::Release: return "looked at, and it is so";
        case Answer::Estimate: return "no reading will come";
        case Answer::PutRight: return "";
        case Answer::Exclude: return "readings come with the next month";
    }
    return "";
}

}  // namespace

Answer DemoOperator::answer_for(const bill::ExceptionRow& row) const {
    const Cause cause = row.exception.cause;
    if (const auto planned = plan_.answer_for(row.account_number))
        if (*planned != Answer::Release || bill::is_releasable(cause)) return *planned;
    if (cause == Cause::NoReadings) return Answer::Estimate;
    return bill::is_releasable(cause) ? Answer::Release : Answer::PutRight;
}

Result<DemoOperator::Chosen> DemoOperator::count(RunId run, bool is_answered) {
    Chosen chosen;
    const auto tx = workspace_.database->begin(store::Access::Read);
    const auto info = TRY(run::find_run(*tx, workspace_.tenant, run));
    for (const auto& row : bill::list_exceptions(*tx, workspace_.tenant, run, kExceptionsMax)) {
        const auto& e = row.exception;
        if (e.standing == bill::Standing::Released) continue;
        CauseTally& tally = tallies_[e.cause];
        tally.at_stake.currency = e.at_stake.currency;
        const bool is_new = known_
                                .insert(fmt::format("{} {} {}", info.terms.until.to_string(),
                                                    bill::cause_name(e.cause), row.account_number))
                                .second;
        // What the limit leaves out has a worth each, of other causes it is the account's.
        if (is_new || e.cause == Cause::BackBillingLimit)
            tally.at_stake.minor += std::abs(e.at_stake.minor);
        if (!is_new) continue;
        ++tally.count;
        if (e.standing == bill::Standing::Told) {
            ++tally.told;
        } else if (is_answered) {
            const Answer answer = answer_for(row);
            count_answer(tally, answer);
            chosen[{e.cause, answer}].push_back(row.account_number);
        } else {
            ++tally.open;
        }
    }
    return chosen;
}

Result<run::Selected> DemoOperator::select(RunId run, Cause cause,
                                           const std::vector<std::string>& accounts) {
    const auto tx = workspace_.database->begin(store::Access::Read);
    return run::select(*tx, workspace_.tenant, {run, cause, std::nullopt, accounts});
}

Result<void> DemoOperator::carry_out(RunId run, const Chosen& chosen, LocalDate today) {
    for (const auto& [what, accounts] : chosen) {
        const auto& [cause, answer] = what;
        if (answer == Answer::PutRight) continue;
        const auto selected = TRY(select(run, cause, accounts));
        const run::Hand hand{"ada", std::string(reason_for(answer))};
        if (answer == Answer::Release)
            TRY(run::release(workspace_, selected, bill::Act::Release, hand));
        if (answer == Answer::Estimate)
            TRY(run::estimate_selected(workspace_, selected, hand, today, run::Keep::Estimates,
                                       [](std::int64_t, std::int64_t) {}));
        if (answer == Answer::Exclude)
            TRY(run::exclude(workspace_, selected.accounts, selected.month(), bill::Act::Exclude,
                             hand));
    }
    return {};
}

Result<void> DemoOperator::look_at(RunId run) {
    TRY(count(run, false));
    return {};
}

Result<std::vector<std::string>> DemoOperator::answer(RunId run, LocalDate today) {
    const Chosen chosen = TRY(count(run, true));
    TRY_VOID(carry_out(run, chosen, today));
    std::set<std::string> again;
    for (const auto& [what, accounts] : chosen)
        if (what.second != Answer::Exclude) again.insert(accounts.begin(), accounts.end());
    return std::vector<std::string>(again.begin(), again.end());
}

}  // namespace bw::app

#include "run/exceptions/bulk.h"

#include "run/exceptions/decision_batch.h"
#include "run/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace bw::run {
namespace {

using bill::Act;

// The newest of all accounts, unless one is named.
Result<RunInfo> run_to_look_at(std::span<const RunInfo> runs, RunId id) {
    for (auto run = runs.rbegin(); run != runs.rend(); ++run)
        if (id ? run->id == id : run->phase != Phase::Discarded && !run->is_partial) return *run;
    if (id)
        return fail(Code::NotFound, "there is no such run; `run list` shows them",
                    fmt::format("run {}", id.value));
    return fail(Code::NotFound, "there is no run yet; begin with: billwright bill --period MONTH");
}

// What the run holds, as later runs of some accounts left it: who is billed by now is no longer
// held, and who is held again is so for the newest reason.
std::vector<bill::ExceptionRow> held_by_now(store::Transaction& tx, TenantId tenant,
                                            std::span<const RunInfo> runs, const RunInfo& of) {
    auto held = bill::find_held(tx, tenant, {of.id, "", ""});
    for (const auto& run : runs) {
        if (run.id <= of.id || !run.is_partial || run.phase == Phase::Discarded) continue;
        const auto looked_at = bill::accounts_of_run(tx, tenant, run.id);
        std::erase_if(held, [&](const bill::ExceptionRow& row) {
            return looked_at.contains(row.payer.account);
        });
        std::ranges::move(bill::find_held(tx, tenant, {run.id, "", ""}), std::back_inserter(held));
    }
    std::ranges::stable_sort(held, {}, &bill::ExceptionRow::account_number);
    return held;
}

bool is_below(const Money& at_stake, Decimal bound) {
    const Decimal amount = at_stake.decimal();
    return (amount.is_negative() ? -amount : amount) < bound;
}

Result<void> require_accounts(store::Transaction& tx, TenantId tenant,
                              const std::vector<std::string>& numbers) {
    for (const auto& number : numbers)
        if (!customers::find_identifier(tx, tenant, customers::kAccount, number))
            return fail(Code::NotFound, std::string(customers::kNoSuchAccount),
                        "account " + number);
    return {};
}

void sum_up(Selected& selected) {
    std::set<std::string> known;
    std::map<std::string_view, Money> sums;  // by currency
    for (const auto& row : selected.exceptions) {
        if (!known.insert(row.account_number).second) continue;
        selected.accounts.push_back(row.account_number);
        const Money& stake = row.exception.at_stake;
        sums.try_emplace(stake.currency.code(), Money{0, stake.currency}).first->second.minor +=
            stake.minor;
    }
    for (const auto& [code, sum] : sums) selected.at_stake.push_back(sum);
}

Result<void> require_releasable(const Selected& selected) {
    for (const auto& row : selected.exceptions)
        if (const auto cause = row.exception.cause; !bill::is_releasable(cause))
            return fail(Code::Invalid,
                        fmt::format("{} cannot be released: put right what it says, and bill "
                                    "again; choose another --cause",
                                    bill::cause_name(cause)),
                        "account " + row.account_number);
    return {};
}

// A touch without a batch of its own.
void note_touch(Workspace& workspace, const Selected& selected, const Hand& hand, std::string act) {
    const auto tx = workspace.database->begin(store::Access::Write);
    write_touch(*tx, workspace.tenant,
                {workspace.clock->now(), hand.person, std::move(act),
                 fmt::format("run {}", selected.run.id.value), selected.month(), selected.run.id,
                 static_cast<std::int64_t>(selected.accounts.size()), hand.reason});
    tx->commit();
}

}  // namespace

Result<Selected> select(store::Transaction& tx, TenantId tenant, const Selection& selection) {
    Selected selected;
    const auto runs = list_runs(tx, tenant);
    selected.run = TRY(run_to_look_at(runs, selection.run));
    TRY_VOID(require_accounts(tx, tenant, selection.accounts));
    selected.exceptions = held_by_now(tx, tenant, runs, selected.run);
    const std::set<std::string> accounts(selection.accounts.begin(), selection.accounts.end());
    std::erase_if(selected.exceptions, [&](const bill::ExceptionRow& row) {
        return (selection.cause && row.exception.cause != *selection.cause) ||
               (!accounts.empty() && !accounts.contains(row.account_number)) ||
               (selection.below && !is_below(row.exception.at_stake, *selection.below));
    });
    sum_up(selected);
    selected.words = bill::load_words(tx, tenant, selected.month());
    return selected;
}

Result<Decided> release(Workspace& workspace, const Selected& selected, Act act, const Hand& hand) {
    TRY_VOID(require_releasable(selected));
    std::set<std::pair<BillingAccountId, bill::Cause>> known;
    std::vector<bill::Decision> decisions;
    std::set<std::string_view> causes;
    for (const auto& row : selected.exceptions) {
        const auto cause = row.exception.cause;
        if (!known.emplace(row.payer.account, cause).second) continue;
        causes.insert(bill::cause_name(cause));
        decisions.push_back({row.payer, selected.month(), act, cause});
    }
    DecisionBatch batch(workspace, {std::string(bill::act_name(act)),
                                    fmt::format("{}", fmt::join(causes, ", ")), selected.month(),
                                    selected.run.id, hand});
    return batch.decide(decisions);
}

Result<Decided> exclude(Workspace& workspace, const std::vector<std::string>& accounts,
                        LocalDate month, Act act, const Hand& hand) {
    std::vector<bill::Decision> decisions;
    {
        const auto tx = workspace.database->begin(store::Access::Read);
        TRY_VOID(require_accounts(*tx, workspace.tenant, accounts));
        for (const auto& number : std::set<std::string>(accounts.begin(), accounts.end())) {
            const auto found =
                customers::find_identifier(*tx, workspace.tenant, customers::kAccount, number);
            if (!found) continue;  // all are there, as was required above
            const bill::Payer payer{workspace.tenant, found->bucket, BillingAccountId{found->id}};
            decisions.push_back({payer, month, act, {}});
        }
    }
    DecisionBatch batch(
        workspace,
        {std::string(bill::act_name(act)), month.to_string().substr(0, 7), month, {}, hand});
    return batch.decide(decisions);
}

Result<EstimateReport> estimate_selected(Workspace& workspace, const Selected& selected,
                                         const Hand& hand, LocalDate today, Keep keep,
                                         const EstimateProgress& progress) {
    if (selected.accounts.empty()) return EstimateReport{};
    EstimateRequest request;
    request.month = month_of(selected.month());
    request.today = today;
    request.accounts = {selected.accounts.begin(), selected.accounts.end()};
    request.keep = keep;
    auto report = TRY(estimate(workspace, request, progress));
    if (keep == Keep::Estimates) note_touch(workspace, selected, hand, "estimate");
    return report;
}

Result<RunId> bill_again(Workspace& workspace, const Selected& selected, const Hand& hand,
                         LocalDate issued_on) {
    if (selected.accounts.empty())
        return fail(Code::NotFound, "nobody is held so; look with: billwright exceptions list");
    RunRequest request;
    request.until = selected.run.terms.until;
    request.issued_on = issued_on;
    request.person = hand.person;
    request.accounts = selected.accounts;
    const RunId run = TRY(start(workspace, request));
    note_touch(workspace, selected, hand, "reprice");
    return run;
}

}  // namespace bw::run

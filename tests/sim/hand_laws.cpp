// Laws of what persons decided about bills.
#include "laws.h"
#include "run/store.h"

#include <fmt/format.h>

namespace bw::sim {
namespace {

std::string billed_though_excluded(store::Transaction& tx, const Truth& truth, RunId last) {
    std::string found;
    tx.for_each(
        "SELECT a.number, i.number FROM invoice i JOIN billing_account a ON a.tenant_id = "
        "i.tenant_id AND a.bucket = i.bucket AND a.billing_account_id = i.billing_account_id "
        "WHERE i.run_id = ?1",
        [&](const store::Row& row) {
            if (truth.excluded.contains(row.string(0)))
                found = fmt::format("{} is excluded, and got {}", row.text(0), row.text(1));
        },
        last);
    return found;
}

// For the run's month; a run sees what was decided up to its cut.
std::string held_though_released(store::Transaction& tx, const run::RunInfo& run) {
    std::string found;
    tx.for_each(
        "SELECT a.number, e.cause FROM bill_exception e JOIN bill_decision d ON d.tenant_id = "
        "e.tenant_id AND d.bucket = e.bucket AND d.billing_account_id = e.billing_account_id AND "
        "d.cause = e.cause JOIN billing_account a ON a.tenant_id = e.tenant_id AND a.bucket = "
        "e.bucket AND a.billing_account_id = e.billing_account_id WHERE e.run_id = ?1 AND "
        "e.standing = 'held' AND d.act = 'release' AND d.month = ?2 AND d.batch <= ?3",
        [&](const store::Row& row) {
            found = fmt::format("{} is released, and held for {}", row.text(0), row.text(1));
        },
        run.id, run.terms.until.plus_months(-1), run.terms.cut);
    return found;
}

std::string not_billed_anew(store::Transaction& tx, const run::RunInfo& run,
                            const std::set<std::string>& left_out) {
    std::string found;
    tx.for_each(
        "SELECT a.number, o.nominal_from FROM rebill_order o JOIN billing_account a ON a.tenant_id "
        "= o.tenant_id AND a.bucket = o.bucket AND a.billing_account_id = o.billing_account_id "
        "WHERE o.batch <= ?1 AND NOT EXISTS (SELECT 1 FROM rated_month m WHERE m.tenant_id = "
        "o.tenant_id AND m.bucket = o.bucket AND m.billing_account_id = o.billing_account_id AND "
        "m.subscription_id = o.subscription_id AND m.stream = o.stream AND m.nominal_from = "
        "o.nominal_from AND m.cut >= o.batch)",
        [&](const store::Row& row) {
            if (!left_out.contains(row.string(0)))
                found = fmt::format("{} of {} was ordered, and is not billed anew",
                                    row.date(1).to_string().substr(0, 7), row.text(0));
        },
        run.terms.cut);
    return found;
}

}  // namespace

std::string broken_decision(run::Workspace& workspace, const Truth& truth) {
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto run = run::find_run(*tx, workspace.tenant, last_run(workspace, *tx));
    if (!run) return run.error().message();
    auto wrong = billed_though_excluded(*tx, truth, run->id);
    if (wrong.empty()) wrong = held_though_released(*tx, *run);
    return wrong.empty() ? not_billed_anew(*tx, *run, left_out(workspace, *tx, truth)) : wrong;
}

}  // namespace bw::sim

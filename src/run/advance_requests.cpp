#include "run/advance_requests.h"

#include "flow/bill/advances.h"
#include "flow/bill/follow.h"
#include "flow/bill/periods.h"
#include "flow/bill/store.h"
#include "flow/collect/account.h"
#include "flow/collect/desk.h"
#include "platform/store/batch.h"

#include <algorithm>

namespace bw::run {
namespace {

constexpr int kMonthsAhead = 3;
constexpr int kMonthsBack = 24;

// The months that wait, from the first that was not settled on.
Result<void> add_requests(bill::Tariffs& tariffs, const customers::BillingAccount& account,
                          const customers::Subscription& subscription, const bill::Prior& prior,
                          LocalDate on, std::vector<AdvanceRequest>& requests) {
    if (subscription.terms.empty()) return {};
    const bill::Advances advances(tariffs, account, subscription, prior.advances);
    const Period days{std::max(bill::first_day_of(subscription, bill::Stream::Arrears),
                               on.plus_months(-kMonthsBack))
                          .first_of_month(),
                      on.plus_months(kMonthsAhead)};
    for (const auto& asked : TRY(advances.asked(days))) {
        const bool is_settled = bill::find_billed(prior, subscription.id, bill::Stream::Arrears,
                                                  asked.month) != nullptr;
        if (asked.due_on && !is_settled)
            requests.push_back({subscription.service_point.code, asked.month, *asked.due_on,
                                asked.gross, asked.gross});
    }
    return {};
}

}  // namespace

namespace {

Result<AdvanceRequests> requests_of(store::Transaction& tx, TenantId tenant, bill::Tariffs& tariffs,
                                    const std::string& number, LocalDate on) {
    const AsOf now{store::current_cut(tx, tenant)};
    const auto account = TRY(customers::load_account(tx, tenant, number, now,
                                                     bill::follow_plans(tariffs.catalog(), on)));
    auto priors = TRY(bill::load_prior(tx, tenant, account.bucket,
                                       {on.plus_months(-kMonthsBack), now.cut}, account.id));
    AdvanceRequests result;
    for (const auto& subscription : account.subscriptions)
        TRY_VOID(
            add_requests(tariffs, account, subscription, priors[account.id], on, result.requests));
    std::ranges::stable_sort(result.requests, {}, &AdvanceRequest::due_on);
    const auto payer = TRY(collect::load_payer(tx, tenant, number));
    std::int64_t credit = collect::load_credit(tx, tenant, payer, now).minor;
    result.taken = {0, account.currency};
    for (auto& request : result.requests) {
        const std::int64_t paid = std::clamp<std::int64_t>(credit, 0, request.asked.minor);
        request.open.minor -= paid;
        credit -= paid;
        if (request.due_on <= on) result.taken.minor += paid;
    }
    return result;
}

}  // namespace

Result<AdvanceRequests> advance_requests(store::Transaction& tx, TenantId tenant,
                                         const std::string& number, LocalDate on) {
    auto tariffs = TRY(bill::load_tariffs(tx, tenant, AsOf{store::current_cut(tx, tenant)}));
    return requests_of(tx, tenant, tariffs, number, on);
}

Result<RefundAll> refund_all(Workspace& workspace, const RefundAllOrder& order,
                             const std::function<void(const std::string&, const Money&)>& each) {
    const collect::Desk desk{*workspace.database, workspace.tenant, *workspace.clock};
    auto tx = workspace.database->begin(store::Access::Read);
    const auto accounts = collect::in_credit(*tx, workspace.tenant);
    auto tariffs = TRY(
        bill::load_tariffs(*tx, workspace.tenant, AsOf{store::current_cut(*tx, workspace.tenant)}));
    tx.reset();
    RefundAll all;
    const auto refund = [&](const std::string& number) -> Result<collect::Refund> {
        collect::RefundOrder one{number, order.above, order.on, "", {}, order.refunding};
        {
            const auto now = workspace.database->begin(store::Access::Read);
            one.keep = TRY(requests_of(*now, workspace.tenant, tariffs, number, order.on)).taken;
        }
        return collect::refund_credit(desk, one);
    };
    for (const auto& number : accounts) {
        const auto done = refund(number);
        if (!done) {
            all.failed.emplace_back(number, done.error());
            continue;
        }
        if (done->amount.minor == 0 || done->is_known) continue;
        each(number, done->amount);
        ++all.accounts;
        const auto sum = std::ranges::find(all.amounts, done->amount.currency, &Money::currency);
        if (sum == all.amounts.end()) all.amounts.push_back(done->amount);
        else *sum = TRY(add(*sum, done->amount));
    }
    return all;
}

}  // namespace bw::run

#include "run/advance_plan.h"

#include "flow/bill/advances.h"
#include "flow/bill/follow.h"
#include "flow/bill/parties.h"
#include "flow/bill/periods.h"
#include "flow/bill/store.h"
#include "platform/store/batch.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::run {
namespace {

constexpr int kMonthsBack = 24;

bool is_done(const bill::Prior& prior, SubscriptionId subscription, LocalDate month) {
    const auto is_billed = [&](bill::Stream stream) {
        return bill::find_billed(prior, subscription, stream, month) != nullptr;
    };
    return is_billed(bill::Stream::Request) || is_billed(bill::Stream::Arrears);
}

// Of one service point, up to its next settlement, which says what is asked for then; nothing where
// it is asked for nothing.
Result<void> add_supply(const bill::Advances& advances, const customers::Subscription& subscription,
                        const bill::Prior& prior, const Period& days, compose::AdvancePlan& plan) {
    const auto& point = subscription.service_point;
    const std::size_t supply = plan.supplies.size();
    for (const auto& asked : TRY(advances.asked(days))) {
        if (asked.gross.minor == 0 || is_done(prior, subscription.id, asked.month)) continue;
        if (plan.supplies.size() == supply) {
            const auto& head = TRY(advances.plan_in(asked.month))->head;
            plan.supplies.push_back(
                {{point.code, point.kind, bill::address_of(point.address), {}, {}, {}},
                 catalog::name_in(head.names, plan.language, head.name),
                 TRY(advances.last_month(asked.month))});
        }
        if (asked.month > plan.supplies[supply].last_month) break;
        plan.advances.push_back({supply, asked.days, asked.due_on, asked.gross});
    }
    return {};
}

}  // namespace

Result<compose::AdvancePlan> advance_plan_of(store::Transaction& tx, TenantId tenant,
                                             const AdvancePlanOrder& order) {
    const AsOf now{store::current_cut(tx, tenant)};
    const Period days{order.on, order.on.plus_months(order.months)};
    auto tariffs = TRY(bill::load_tariffs(tx, tenant, now));
    const auto account = TRY(customers::load_account(
        tx, tenant, order.account, now, bill::follow_plans(tariffs.catalog(), days.to)));
    auto priors = TRY(bill::load_prior(tx, tenant, account.bucket,
                                       {order.on.plus_months(-kMonthsBack), now.cut}, account.id));
    const auto& prior = priors[account.id];
    const auto* issuer = TRY(tariffs.issuers().on(account.issuer, order.on));
    const auto& holder = account.on(order.on);

    compose::AdvancePlan plan;
    plan.language = holder.language;
    plan.account_number = account.number;
    plan.written_on = order.on;
    plan.seller = bill::seller_of(*issuer);
    plan.buyer = bill::buyer_of(account, holder);
    plan.payment_reference = account.number;  // pays the oldest first
    for (const auto& subscription : account.subscriptions)
        TRY_VOID(add_supply(bill::Advances(tariffs, account, subscription, prior.advances),
                            subscription, prior, days, plan));
    if (plan.advances.empty())
        return fail(Code::NotFound,
                    fmt::format("no advance is asked for from {} to {}; a payment plan in the "
                                "customer's row asks for them (docs/payment-plans.md)",
                                days.from.to_string(), days.to.plus_days(-1).to_string()),
                    "account " + order.account);
    std::ranges::stable_sort(plan.advances, {},
                             [](const auto& advance) { return advance.days.to; });
    return plan;
}

}  // namespace bw::run

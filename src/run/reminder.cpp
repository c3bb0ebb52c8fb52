#include "run/reminder.h"

#include "flow/bill/parties.h"
#include "flow/collect/account.h"
#include "platform/store/batch.h"

#include <fmt/format.h>

namespace bw::run {

Result<compose::Reminder> reminder_of(store::Transaction& tx, TenantId tenant,
                                      const ReminderOrder& order) {
    const AsOf now{store::current_cut(tx, tenant)};
    const auto account = TRY(customers::load_account(tx, tenant, order.account, now));
    const auto payer = TRY(collect::load_payer(tx, tenant, order.account));
    const auto standing = TRY(collect::load_standing(tx, tenant, payer, order.on, now));
    const auto issuers = TRY(customers::load_issuers(tx, tenant, now));
    const auto* issuer = TRY(issuers.on(account.issuer, order.on));
    const auto& holder = account.on(order.on);

    compose::Reminder reminder;
    reminder.language = holder.language;
    reminder.account_number = account.number;
    reminder.written_on = order.on;
    reminder.pay_by = order.on.plus_days(order.days_to_pay);
    reminder.seller = bill::seller_of(*issuer);
    reminder.buyer = bill::buyer_of(account, holder);
    reminder.payment_reference = account.number;  // pays the oldest first
    reminder.credit = standing.credit;
    reminder.owed = {0, account.currency};
    for (const auto& item : standing.items) {
        if (collect::days_overdue(item, order.on) == 0) continue;
        reminder.items.push_back({item.number, item.issued_on, item.due_on, item.open});
        reminder.owed = TRY(add(reminder.owed, item.open));
    }
    reminder.owed = TRY(add(reminder.owed, -reminder.credit));
    if (reminder.items.empty() || reminder.owed.minor <= 0)
        return fail(Code::NotFound,
                    fmt::format("nothing is overdue on {}; `account show` tells what is open",
                                order.on.to_string()),
                    "account " + order.account);
    return reminder;
}

}  // namespace bw::run

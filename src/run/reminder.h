// Asks an account again for what is overdue: the data of the letter. Nothing is booked or kept.
#pragma once

#include "flow/compose/reminder.h"
#include "run/workspace.h"

#include <string>

namespace bw::run {

struct ReminderOrder {
    std::string account;
    LocalDate on;          // of the letter: what was due before is overdue
    int days_to_pay = 14;  // from then on
};
// NotFound: there is no such account, or nothing of it is overdue that its credit does not pay.
Result<compose::Reminder> reminder_of(store::Transaction& tx, TenantId tenant,
                                      const ReminderOrder& order);

}  // namespace bw::run

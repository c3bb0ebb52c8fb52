#include "flow/compose/data/reminder_facts.h"

#include "flow/compose/language.h"

namespace bw::data {

ReminderFacts::ReminderFacts(const compose::Reminder& reminder, Surroundings surroundings)
    : surroundings_(std::move(surroundings)), format_(format_for(reminder.language, surroundings_)),
      letter_{.account_number = reminder.account_number,
              .written_on = reminder.written_on,
              .pay_by = reminder.pay_by,
              .count = static_cast<int>(reminder.items.size()),
              .owed = reminder.owed,
              .open = {reminder.owed.minor + reminder.credit.minor, reminder.owed.currency},
              .credit = -reminder.credit,
              .has_credit = reminder.credit.minor != 0},
      seller_(seller_facts(reminder.seller, format_)),
      buyer_(buyer_facts(reminder.buyer, reminder.seller.address.country, format_)) {
    for (const auto& one : reminder.items)
        items_.push_back({one.number, one.issued_on, one.due_on,
                          reminder.written_on.days() - one.due_on.days(), one.open});
}

Result<std::unique_ptr<ReminderFacts>> ReminderFacts::make(const compose::Reminder& reminder,
                                                           Surroundings surroundings) {
    std::unique_ptr<ReminderFacts> facts(new ReminderFacts(reminder, std::move(surroundings)));
    facts->payment_ = TRY(Payment::make({.seller = reminder.seller,
                                         .reference = reminder.payment_reference,
                                         .due = reminder.owed,
                                         .due_on = reminder.pay_by},
                                        facts->format_));
    return facts;
}

}  // namespace bw::data

// The cases that every template must survive, by name: an ordinary bill, nothing to pay, a credit,
// the longest names, 60 and 200 lines, other alphabets. `billwright template preview` shows them.
#pragma once

#include "flow/bill/invoice.h"
#include "flow/compose/reminder.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::compose::samples {

struct Case {
    std::string name;  // "electricity-en"
    bill::Invoice invoice;
};
// In the language: "en", "de", "it" or "es"; those in one language only come with English.
std::vector<Case> cases(std::string_view language);

struct ReminderCase {
    std::string name;
    Reminder reminder;
};
std::vector<ReminderCase> reminder_cases(std::string_view language);

}  // namespace bw::compose::samples

// The cases that every template must survive, by name: an ordinary bill, nothing to pay, a credit,
// the longest names, 60 and 200 lines, other alphabets. `billwright template preview` shows them.
#pragma once

#include "flow/bill/invoice.h"
#include "flow/compose/advance_plan.h"
#include "flow/compose/contract_summary.h"
#include "flow/compose/itemised_bill.h"
#include "flow/compose/reminder.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::compose::samples {

template <typename Of>
struct Case {
    std::string name;  // "electricity-en"
    Of of;
};
// In the language: "en", "de", "it" or "es"; those in one language only come with English.
std::vector<Case<bill::Invoice>> cases(std::string_view language);
std::vector<Case<Reminder>> reminder_cases(std::string_view language);
std::vector<Case<AdvancePlan>> advance_cases(std::string_view language);
std::vector<Case<ContractSummary>> summary_cases(std::string_view language);
std::vector<Case<ItemisedBill>> itemised_cases(std::string_view language);

}  // namespace bw::compose::samples

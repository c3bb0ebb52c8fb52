// The company's files: its catalog, its issuer, rows of its accounts.
#pragma once

#include "truth.h"

#include <string>
#include <vector>

namespace bw::sim {

inline constexpr const char* kPower = "POWER";  // corrections as credit notes
inline constexpr const char* kLight = "LIGHT";  // as lines
inline constexpr const char* kGreen = "GREEN";  // cancelled and billed anew
inline constexpr const char* kFlex = "FLEX";    // windows, tiers, a minimum, a discount
inline constexpr const char* kWater = "WATER";
inline constexpr const char* kTalk = "TALK";
inline constexpr const char* kChat = "CHAT";

// Taxes: percent of the standard category from a day on.
std::string taxes_text(const std::map<LocalDate, int>& percent);
// One version of what a plan costs: a schedule, or the plan itself.
std::string price_text(const std::string& plan, LocalDate from, const Prices& prices);
// The plans that name schedules.
std::string plans_text();
// What payers of advances are on.
std::string payment_plans_text();
// What a reading of electricity may be: 50 Wh a minute at most.
std::string bounds_text();
std::string issuer_text();

struct Holder {
    std::string account, name, street, language;
    // Of a service of somebody below the payer in the tree of customers, with a part of the bill
    // of its own; empty: the payer's.
    std::string customer{};
};
std::string accounts_text(const std::vector<std::string>& rows);
// Without a plan: supply ends.
std::string account_row(const Holder& holder, const Place& place, const Term& term, LocalDate from);
// Pays so many percent of what the place's holder is billed; 0: no longer.
std::string co_payer_row(const Holder& co_payer, const Place& place, int percent, LocalDate from);
// An invoice or a credit of the system before us, still open.
std::string balances_text(const std::string& account, const std::string& number, std::int64_t cents,
                          LocalDate booked_on);

}  // namespace bw::sim

// The catalog back as text. print() writes the canonical YAML of docs/tariff-format.md:
// parse(print(x)) == x. describe() says a schedule or plan in plain words, with a coloured grid of
// the week per set of windows, for terminals. Pure.
#pragma once

#include "books/catalog/model.h"

#include <string>

namespace bw::catalog {

std::string print(const Document& document);
std::string print(const Calendar& calendar);
std::string print(const Taxes& taxes);
std::string print(const Schedule& schedule);
std::string print(const Plan& plan);
std::string print(const PaymentPlan& plan);

enum class Colour { None, Terminal };
// At most 80 columns wide.
std::string describe(const Schedule& schedule, const std::string& language, Colour colour);
std::string describe(const Plan& plan, const std::string& language);
// One row per kind of day, one cell per half hour (the window of its first minute), and the legend.
std::string week_grid(const std::vector<Window>& windows, Colour colour);

// "1 Nov - 31 Mar, 1 Jun - 31 Aug", "otherwise".
// "import kWh", "gas kWh from m3", "peak import kW"
std::string print_measure(const Charge& charge);
std::string print_carry(const Surplus& surplus);  // "at 00:00 06:00"
std::string print_season_dates(const Season& season);
std::string print_amount_per(const AmountPer& amount, int places = 0);  // "20.00 per month"
std::string print_amount(const Discount::Amount& amount, int places = 0);
std::string print_growth(const Growth& growth);     // "10 per month up to 100"
std::string print_cap(const MonthCap& cap);         // "28 days per month"
std::string_view prorate_name(Prorate prorate);     // "30/360"
std::string_view time_unit_name(TimeUnit unit);     // "day"
std::string_view tier_period_name(TierPeriod per);  // "quarter shared by days"; empty for None

}  // namespace bw::catalog

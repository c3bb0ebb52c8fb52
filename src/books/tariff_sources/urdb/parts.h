// What the parts of a rate share while it is read. Internal to the reader.
#pragma once

#include "books/tariff_sources/foreign.h"
#include "books/tariff_sources/hours.h"

#include <array>
#include <functional>
#include <vector>

namespace bw::tariff_sources::urdb {

// What becomes of a rate, part by part.
struct Lowered {
    const Options& options;
    Notes& notes;
    catalog::Schedule schedule;
    catalog::Schedule feed_in;
};
void lower_fixed(const Value& rate, Lowered& out);
void lower_minimums(const Value& rate, Lowered& out);
// An adjustment by month is a charge of its own beside energy.
void lower_fuel(const Value& rate, Lowered& out);

// Which period holds in each hour of each month.
using Year = std::array<std::array<int, 24>, 12>;
struct Timetable {
    Year workdays{}, weekend{};
};
// Periods are numbered from 0 and below `periods`.
Read<Timetable> timetable_of(const Value& rate, std::string_view workdays, std::string_view weekend,
                             std::size_t periods);
// Twelve periods, one for each month.
Read<Timetable> months_of(const Value& rate, std::string_view name, std::size_t periods);

// Of a period: its prices, without a time.
using PricesOf = std::function<Read<catalog::Window>(std::size_t period)>;
// Months that are alike are one season, hours that are alike one window.
Read<std::vector<catalog::Season>> seasons_of(const Timetable& timetable, const PricesOf& prices);

// rate + adj, at least one of them.
Read<Decimal> price_of(const Value& tier, Notes& notes);
// The charge that bounds in "kWh/kW" count the power of: it costs nothing by itself.
inline constexpr std::string_view kPower = "power";
// Tiers up to `max` of each but the last, whose `max` is none, zero or beyond what anybody uses.
// daily: bounds are those of a day. kWh/kW: hours of use of the month's highest power; where rows
// in kWh follow one, they are the steps inside its block, and its own price is never asked.
Read<catalog::Window> tiers_of(const Value& period, std::string_view unit, Notes& notes);

}  // namespace bw::tariff_sources::urdb

// What the parts of an Australian plan share while it is read. Internal to the reader.
#pragma once

#include "books/tariff_sources/foreign.h"
#include "books/tariff_sources/lower.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::tariff_sources::au_cdr {

// What becomes of a plan file, part by part.
struct Lowered {
    const Options& options;
    Notes& notes;
    bool is_gas = false;
    Amounts amounts = Amounts::Dollars;  // but fees, green power and discounts are dollars always
    catalog::Schedule schedule;
    std::vector<catalog::Recurring> fees;  // of the plan, whatever is used
    std::vector<std::string> keys = {};    // of fees and conditional discounts
};

// How a public holiday is billed. Named: as the window that names it, not as its weekday.
enum class Holidays : std::uint8_t { Ordinary, LikeSunday, Out, Named };

// By the largest price of usage, unless the user says it. An Error: they may be either.
Result<void> set_amounts(const std::vector<const Value*>& usage, std::string_view file,
                         Lowered& plan);
Read<Decimal> dollars(const Value& amount, const Lowered& plan);
Read<Decimal> need_dollars(const Value& map, std::string_view name, const Lowered& plan);
bool has_no_dates(const Value& row);
// startDate, endDate of a row: both ends included. A row without either is the whole year.
Read<catalog::DateRange> dates_of(const Value& row);
std::string season_key(const catalog::DateRange& dates);  // "from-11-01"
// Blocks of {rates, period}, one after the other; the last has no size.
Read<catalog::Window> prices_of(const Value& block, const Lowered& plan);
// An amount without GST, and the category of tax that it bears.
struct NetAmount {
    Decimal amount;
    std::string_view tax;
};
// Of `at`, whose text may say that GST is in it, or that none is due; where none does, the user
// may.
Read<NetAmount> without_gst(const Value& at, Decimal amount, const Options& options);
// What the windows of a whole week, `uses`, and their text say of them.
Read<Holidays> holidays_of(const Value& at, const std::vector<const Value*>& uses,
                           std::string_view text);
// Windows of a list of {days, startTime, endTime}; without a time from or to midnight.
Read<catalog::When> windows_of(const std::vector<const Value*>& uses, Holidays holidays);
// Of a list of {type, rates, timeOfUse}: they hold each half hour of the week exactly once.
Read<std::vector<catalog::Window>> windows_in(const Value& block, const Lowered& plan);
// Either shape of `days`: names, or flags by the kind of day.
Read<std::vector<std::string>> day_names(const Value& use);

bool takes_holidays_out(std::string_view text);

// Each lowers its part of a contract, and notes what it cannot hold.
void lower_supply(const std::vector<const Value*>& rows, Lowered& plan);
void lower_usage(const std::vector<const Value*>& rows, Lowered& plan);
void lower_demand(const std::vector<const Value*>& rows, Lowered& plan);
void lower_controlled_load(const Value& contract, Lowered& plan);
void lower_feed_in(const Value& contract, Lowered& plan);
void lower_green_power(const Value& contract, Lowered& plan);
void lower_discounts(const Value& contract, Lowered& plan);
void lower_fees(const Value& contract, Lowered& plan);
void lower_incentives(const Value& contract, Lowered& plan);

std::vector<Feature> features_of(const Value& data);

}  // namespace bw::tariff_sources::au_cdr

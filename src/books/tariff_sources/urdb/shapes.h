// In which shapes the database hands out rates. Internal to the reader.
#pragma once

#include "books/tariff_sources/foreign.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::tariff_sources::urdb {

std::string in_small_letters(std::string_view name);
// Is there a member that only rates have?
bool has_structure(std::string_view text);
// One rate, `items` of the interface, or a list. An Error: it stands inside of another file.
Result<std::vector<Value*>> rates_of(Value& root, std::string_view file);
// Members of the database's whole get the names of its interface; all are in small letters then.
void name_members(Value& rate);
// A period is a list of tiers, or stands in a member of its own: {"energyRateTiers": [..]}.
std::vector<const Value*> periods_of(const Value& structure);
// The zero of the clock, in whatever zone: the database writes it where it knows no day.
bool is_unknown_day(const Value& written);
// Seconds since 1970, as the day in UTC, as the database shows it; "2024-01-31", or {"$date":
// either, but in milliseconds}.
Read<LocalDate> day_of(const Value& written);

}  // namespace bw::tariff_sources::urdb

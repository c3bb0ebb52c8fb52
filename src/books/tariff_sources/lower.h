// Small pieces of native tariffs, as readers put them together.
#pragma once

#include "books/catalog/model.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::tariff_sources {

// One window with one price, the whole year or in the season that it is put into.
catalog::Window flat(Decimal price);
catalog::Charge fixed_charge(std::string key, Decimal price, catalog::TimeUnit per);
// A key of the format: small letters, digits and dashes, "charge" when nothing is left.
std::string key_of(std::string_view name);
// The same of at most so many characters: words from the first on stand as letters.
std::string short_key(std::string_view name, std::size_t most);
// The key, with "-2", "-3" behind it while `taken` has it; it is added to them.
std::string free_key(const std::string& key, std::vector<std::string>& taken);
// In the language that the source is written in; empty: no name.
catalog::Names named(std::string_view language, std::string_view text);
// Is every minute of the week, holidays too, in exactly one window?
bool covers_week(const std::vector<catalog::Window>& windows);
// Is every day of a leap year in exactly one season?
bool covers_year(const std::vector<catalog::Season>& seasons);
// A plan of these schedules with the head of the first.
catalog::Plan plan_of(std::string name, const std::vector<const catalog::Schedule*>& schedules);

}  // namespace bw::tariff_sources

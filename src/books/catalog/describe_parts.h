// The parts of describe() that live in files of their own. Internal to the catalog.
#pragma once

#include "books/catalog/print.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::catalog {

// Name and terms of a schedule or plan; the line with its clock or rounding follows.
std::string head_words(const Header& head, const std::string& language);
std::string rounding_words(const Header& head);  // "each line rounded half-up to 2 decimals\n"
// A line of an entry, indented by four and broken at 80 columns.
std::string indented(std::string_view words, std::size_t rest = 6);
// "energy, grid"; none: "all charges".
std::string on_words(const std::vector<std::string>& on);
// An entry each of discounts and surcharges, of the maximum and the minimum; with so many decimals
// at least.
std::string discounts_words(const std::vector<Discount>& all, const std::string& language,
                            int digits);
std::string limits_words(const std::optional<Maximum>& maximum,
                         const std::optional<Minimum>& minimum, int digits);
// How a part of a month, quarter or year is paid.
std::string paid_time_words(Prorate prorate, const MonthCap& cap);
// Telecom prices, each with its key as a title; with so many decimals at least.
std::string usage_words(const Telecom& usage, const std::string& language, int digits);

}  // namespace bw::catalog

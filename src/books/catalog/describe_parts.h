// The parts of describe() that live in files of their own. Internal to the catalog.
#pragma once

#include "books/catalog/print.h"

#include <string>
#include <string_view>

namespace bw::catalog {

// Name and terms of a schedule or plan; the line with its clock or rounding follows.
std::string head_words(const Header& head, const std::string& language);
std::string rounding_words(const Header& head);  // "each line rounded half-up to 2 decimals\n"
// A line of an entry, indented by four and broken at 80 columns.
std::string indented(std::string_view words, std::size_t rest = 6);
// Telecom prices, each with its key as a title; with so many decimals at least.
std::string usage_words(const Telecom& usage, const std::string& language, int digits);

}  // namespace bw::catalog

// Texts of tariffs that are tried before they are imported, or by themselves: read together, and
// which tariff they mean.
#pragma once

#include "books/catalog/catalog.h"

#include <set>
#include <span>
#include <string>

namespace bw::run {

// All files together, so that plans find their schedules and schedules their calendars; a .csv is a
// rate deck. Errors name file and line.
Result<catalog::Catalog> read_tariffs(std::span<const std::string> files);

// Which tariff is meant: the plan or schedule called `wanted`, else the only plan, else the only
// schedule. NotFound and Conflict tell which there are. `where`: the texts, for the error;
// `option`: what names one.
struct TariffChoice {
    std::string wanted, where, option;
};
Result<std::string> choose_tariff(const catalog::Document& texts, const TariffChoice& choice);

// What texts lack for a tariff to be a plan that is in force from a day on: a plan that is nothing
// but the schedule, where there is no plan of this name; and versions before the first ones that
// say what those say. Empty: nothing.
catalog::Document added_for(const catalog::Document& texts, const std::string& tariff,
                            LocalDate from);

// A plan by its name with the schedules it ever names, and nothing else of the texts.
catalog::Document only(const catalog::Document& texts, const std::string& plan);

// Tax categories that plans and schedules name.
std::set<std::string> tax_categories(const catalog::Document& texts);

// The end of `more` behind `all`, kind by kind.
void append(catalog::Document& all, catalog::Document more);

}  // namespace bw::run

// Attributes of a service point as its schedules ask for them: numbers for their formulas, and the
// days on which one changes, which cut a month as a change of plan does. Pure.
#pragma once

#include "books/catalog/catalog.h"
#include "books/customers/customers.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace bw::bill {

// The days, cut where an attribute that a version of the schedule asks for changes.
std::vector<Period> cut_by_attributes(const catalog::Catalog& catalog, std::string_view schedule,
                                      const Period& days,
                                      std::span<const customers::Attribute> attributes);

// Of some days those around a day of theirs on which all of that stays as it is then.
Period days_alike(const catalog::Catalog& catalog, std::string_view schedule, const Period& days,
                  LocalDate day, std::span<const customers::Attribute> attributes);

// Adds what is asked for and known on a day. Invalid: a value that is no number.
Result<void> add_attributes(const catalog::Catalog& catalog, std::string_view schedule,
                            LocalDate day, std::span<const customers::Attribute> attributes,
                            std::map<std::string, Decimal>& facts);

}  // namespace bw::bill

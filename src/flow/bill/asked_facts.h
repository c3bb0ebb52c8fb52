// Attributes of a service point as its schedules ask for them: numbers for their formulas, and the
// days on which one changes, which cut a month as a change of plan does. `asked`: the names, as
// Tariffs::facts_asked() has them; `attributes`: of one service point, by name and day. Pure.
#pragma once

#include "books/customers/customers.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace bw::bill {

struct AskedFacts {
    std::span<const std::string> asked;  // sorted
    std::span<const customers::Attribute> attributes;
};

// The days, cut where something that is asked for changes.
std::vector<Period> cut_by_attributes(const AskedFacts& facts, const Period& days);

// Of some days those around a day of theirs on which all of that stays as it is then.
Period days_alike(const AskedFacts& facts, const Period& days, LocalDate day);

// Adds what is asked for and known on a day. Invalid: a value that is no number.
Result<void> add_attributes(const AskedFacts& facts, LocalDate day,
                            std::map<std::string, Decimal>& known);

}  // namespace bw::bill

// Attributes of a service point as its schedules ask for them: numbers for their formulas, words
// for their tables and conditions, and the days on which one changes, which cut a month as a change
// of plan does; so does a change of how many services the account has. Pure.
#pragma once

#include "books/catalog/asked.h"
#include "books/catalog/choice.h"
#include "books/customers/customers.h"
#include "flow/bill/services.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace bw::bill {

struct AskedFacts {
    const catalog::FactsAsked* asked = nullptr;        // null: nothing
    std::span<const customers::Attribute> attributes;  // of one service point, by name and day
    std::vector<ServiceCount> services = {};           // where they are asked for
};

// The days, cut where something that is asked for changes.
std::vector<Period> cut_by_facts(const AskedFacts& facts, const Period& days);

// Of some days those around a day of theirs on which all of that stays as it is then.
Period days_alike(const AskedFacts& facts, const Period& days, LocalDate day);

// Adds what formulas ask for and is known on a day. Invalid: a value that is no number.
Result<void> add_attributes(const AskedFacts& facts, LocalDate day,
                            std::map<std::string, Decimal>& known);

// What tables and conditions may ask for: attributes of a day, and `numbers` that billing knows.
catalog::KnownFacts known_facts(const AskedFacts& facts, LocalDate day,
                                const std::map<std::string, Decimal>& numbers);

}  // namespace bw::bill

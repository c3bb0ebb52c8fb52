// What of a schedule holds for a place: its calendar, the rows of its tables by attributes, the
// charges whose conditions hold, and formulas with their named numbers put in. What is left is a
// schedule as for anybody, which the engine compiles; places of one choice share it.
//
//   Schedule --choose(facts of the place)--> Choice --chosen()--> Schedule without tables
#pragma once

#include "books/catalog/model.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::catalog {

// Facts of a place, customer or contract on a day, by name, as attributes files write them: "4",
// "outside". Of a fact that there is none of there is no entry.
using KnownFacts = std::map<std::string, std::string, std::less<>>;
// The fact that tables of named numbers may go by: the month of the bill, 1 to 12.
inline constexpr std::string_view kMonthFact = "month";

// Which row of each table, and which charges, in the order of the schedule. Of equal ones the
// chosen schedules are equal, too.
struct Choice {
    std::vector<int> picks;
    friend auto operator<=>(const Choice&, const Choice&) = default;
};

[[nodiscard]] bool has_choices(const Schedule& schedule);

// Errors: Invalid, for a fact that a table goes by and that is not known, or has no row; for one
// that a condition compares as a number and that is none.
Result<Choice> choose(const Schedule& schedule, const KnownFacts& known);
// `choice`: of the same schedule. A charge whose conditions do not hold is not there.
[[nodiscard]] Schedule chosen(const Schedule& schedule, const Choice& choice);

// The seasons of a charge, as they were picked; of one without tables its own. Null: no such row.
[[nodiscard]] const std::vector<Season>* seasons_of(const Charge& charge,
                                                    std::span<const Picked> picked);
// All seasons of a charge, of one with tables those of each row: for what looks at each.
[[nodiscard]] std::vector<const std::vector<Season>*> all_seasons(const Charge& charge);

// A formula with named numbers put in for their names. `lets`: each a plain formula, of names
// before it.
[[nodiscard]] Formula with_lets(Formula formula, std::span<const Let> lets);

}  // namespace bw::catalog

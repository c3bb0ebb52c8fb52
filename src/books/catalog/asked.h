// What a schedule asks for about a customer or his place, beyond what it counts: the names in its
// formulas, tables and conditions. Pure.
#pragma once

#include "books/catalog/model.h"

#include <span>
#include <string>
#include <vector>

namespace bw::catalog {

// Sorted, each once; without "month", "days", "demand.KEY" and "usage.KEY", which the biller and
// rating know by themselves.
struct FactsAsked {
    std::vector<std::string> all;
    std::vector<std::string> numbers;  // those of them that formulas reckon with
};
FactsAsked facts_asked(const Schedule& schedule);

// What formulas reckon with that rating finds out by itself: what another charge of the schedule
// bills in the month.
struct ChargeAsked {
    ChargeKind kind = ChargeKind::Usage;  // or Demand: "usage.KEY", "demand.KEY"
    std::string key;                      // of the other charge
    [[nodiscard]] std::string name() const;
    friend auto operator<=>(const ChargeAsked&, const ChargeAsked&) = default;
};
// Sorted, each once; of all formulas of the schedule.
std::vector<ChargeAsked> charges_asked(const Schedule& schedule);
// Charges that others reckon with, in any of the versions: each behind those that it reckons with
// itself. Of schedules as chosen (choice.h), where named numbers stand in place. Invalid: they
// reckon with each other in a circle.
Result<std::vector<std::string>> asked_in_order(std::span<const Schedule> versions);

}  // namespace bw::catalog

// What a schedule asks for about a customer or his place, beyond what it counts: the names in its
// formulas, tables and conditions. Pure.
#pragma once

#include "books/catalog/model.h"

#include <string>
#include <vector>

namespace bw::catalog {

// Sorted, each once; without "month", "days" and "demand.KEY", which the biller and rating know by
// themselves.
struct FactsAsked {
    std::vector<std::string> all;
    std::vector<std::string> numbers;  // those of them that formulas reckon with
};
FactsAsked facts_asked(const Schedule& schedule);

}  // namespace bw::catalog

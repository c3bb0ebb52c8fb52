// What a schedule asks for about a customer or his place, beyond what it counts: the names in its
// formulas and conditions. Pure.
#pragma once

#include "books/catalog/model.h"

#include <string>
#include <vector>

namespace bw::catalog {

// Sorted, each once; without "days" and "demand.KEY", which rating itself knows.
std::vector<std::string> facts_asked(const Schedule& schedule);

}  // namespace bw::catalog

// Whether a table can be drawn: each row has a cell for each column, and the columns have room.
#pragma once

#include "flow/compose/templates/plan.h"

#include <string>
#include <vector>

namespace bw::templates {

// Millimetres between the margins of a page, and the least that the column that grows needs.
inline constexpr int kPageColumns = 165, kLeastGrowing = 30;

struct TableFault {
    int line = 0;
    std::string text;
};
std::vector<TableFault> faults_of(const PlanBlock& table);

}  // namespace bw::templates

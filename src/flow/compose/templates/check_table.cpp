#include "flow/compose/templates/check_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::templates {

using content::Kind;
using content::Name;

namespace {

void check_rows(const PlanBlock& block, std::size_t columns, std::vector<TableFault>& faults) {
    for (const auto& child : block.children) {
        if (child.kind != Kind::Row) {
            check_rows(child, columns, faults);
            continue;
        }
        // A cell that is there under a condition stands for one of another row's.
        const auto is_sure = [](const PlanBlock& cell) { return !cell.condition && !cell.list; };
        if (!std::ranges::all_of(child.children, is_sure) || child.children.size() == columns)
            continue;
        faults.push_back({child.line, fmt::format("this row has {} cells; the table has {} columns",
                                                  child.children.size(), columns)});
    }
}

}  // namespace

std::vector<TableFault> faults_of(const PlanBlock& table) {
    std::vector<TableFault> faults;
    std::size_t columns = 0, growing = 0;
    Decimal width;
    for (const auto& child : table.children) {
        if (child.kind != Kind::Column) continue;
        ++columns;
        if (child.condition || child.list)
            faults.push_back(
                {child.line, "a column stands in every table: it has no if and no of"});
        const auto its = std::ranges::find(child.attributes, Name::Width, &PlanAttribute::name);
        if (its == child.attributes.end()) ++growing;
        else width += its->millimetres;
    }
    if (columns == 0) {
        faults.push_back({table.line, "a table needs a <column> for each cell of its rows"});
        return faults;
    }
    if (growing != 1)
        faults.push_back(
            {table.line,
             fmt::format("{} columns have no width: one has none and takes what is left",
                         growing)});
    if (width > Decimal(kPageColumns - kLeastGrowing))
        faults.push_back(
            {table.line, fmt::format("this table cannot fit: its columns take {} mm of {}, and the "
                                     "one that grows needs {}",
                                     width.to_string(), kPageColumns, kLeastGrowing)});
    check_rows(table, columns, faults);
    return faults;
}

}  // namespace bw::templates

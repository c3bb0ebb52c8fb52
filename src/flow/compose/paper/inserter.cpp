#include "flow/compose/paper/inserter.h"

#include <algorithm>

namespace bw::paper {

std::array<bool, kInserterMarks> inserter_marks(int sheet, int sheets) {
    const auto has = [&](int bit) { return (sheet >> bit & 1) != 0; };
    std::array<bool, kInserterMarks> marks = {
        true, sheet + 1 == sheets, has(3), has(2), has(1), has(0), false, true};
    constexpr std::size_t kParity = 6;
    marks[kParity] = std::ranges::count(marks, true) % 2 != 0;
    return marks;
}

}  // namespace bw::paper

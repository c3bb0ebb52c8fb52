// How parts of a whole are told apart: by lightness and pattern, so that a grey print and an eye
// that sees no colours tell them apart, too.
#pragma once

#include "flow/compose/paper/sheet.h"

#include <array>
#include <cstdint>

namespace bw::paper {

enum class Ground : std::uint8_t { Full, Hatched, Ruled };
struct Look {
    pdf::Color color;
    Ground ground = Ground::Full;
};

// In the order of the parts; more than these begin again. In a chart of months hatching means
// that a value was estimated: there lines lie.
enum class Among : std::uint8_t { Parts, Months };
std::array<Look, 6> looks_of(const brands::Brand& brand, Among among = Among::Parts);

// What the look makes of a shape within the box, in points.
void fill_with(Sheet& sheet, const pdf::Path& shape, const pdf::Rect& box, const Look& look);
void fill_with(Sheet& sheet, const Box& box, const Look& look);  // in millimetres

}  // namespace bw::paper

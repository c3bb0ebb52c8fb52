// Marks for machines that gather, fold and insert (optical mark recognition): strokes at the left
// edge of the front of each sheet. A machine is set to these positions once.
#pragma once

#include <array>

namespace bw::paper {

inline constexpr int kInserterMarks = 8;
// From the upper edge to the first stroke, and from one to the next: six to the inch, between the
// marks for folding and punching.
inline constexpr double kInserterTop = 111, kInserterStep = 25.4 / 6;
inline constexpr double kInserterLeft = 5, kInserterLength = 8, kInserterThick = 0.5;

// Which strokes are drawn, from above: start; the last sheet of its set; the number of the sheet
// modulo 16, its highest bit first; one that makes the number of strokes even; stop. `sheet` counts
// from 0.
std::array<bool, kInserterMarks> inserter_marks(int sheet, int sheets);

}  // namespace bw::paper

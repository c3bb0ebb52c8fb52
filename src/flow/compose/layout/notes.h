// The notes that close a bill: supply data, contacts, what to do when something is wrong. Each is a
// heading with paragraphs and facts in a column; closing.cpp arranges them.
#pragma once

#include "flow/compose/layout/sheet.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::compose {

inline constexpr double kColumn = 74, kColumnGap = 6, kBlockGap = 7;  // millimetres

struct Fact {
    std::string_view label;
    std::string value;
    std::string uri = {};  // where the value leads to; may be empty
};

struct Note {
    std::string heading;
    std::vector<std::string> paragraphs;
    std::vector<Fact> facts = {};
    std::vector<std::string> after = {};  // paragraphs of second rank
    double height = 0;                    // set by measured()
};

// One or two supply points each with a note of its own; several, or two where room is short, as a
// list, in notes of a bounded size.
enum class SupplyForm { Full, Short };
std::vector<Note> supply_notes(const Sheet& sheet, SupplyForm form);
std::vector<Note> contact_notes(const Sheet& sheet);

// With the heights set: to break lines is what costs, so it is done once.
std::vector<Note> measured(Sheet& sheet, std::vector<Note> notes);
// Gives back its end.
double draw_note(Sheet& sheet, double x, double y, const Note& note);

}  // namespace bw::compose

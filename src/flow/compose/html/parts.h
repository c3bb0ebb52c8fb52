// What page and mail share: how bars stand to each other, which rows of a receipt are shown.
#pragma once

#include "flow/compose/content/block.h"
#include "flow/compose/format.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::html {

using content::Block;
using content::Kind;
using content::Name;

// "rtl" or "ltr", as the language runs.
std::string_view direction_of(const compose::Format& format);

// A step of 'why this amount' with the place of its bar, in thousandths of the whole width. Of
// changes to both sides of an axis, sums have no width.
struct StepBar {
    const Block* block;
    int from, width;  // at least 4: a change of a cent is still seen
    bool is_total, is_more;
};
std::vector<StepBar> step_bars(const Block& why);
struct ChangeBars {
    std::vector<StepBar> steps;
    int axis = 0;
};
ChangeBars change_bars(const Block& why);

// A part of a whole, in thousandths: how much of it, and where it begins.
struct SharePart {
    const Block* block;
    int from, width;
};

// A bar of a chart with its heights, in thousandths of the tallest.
struct MonthBar {
    const Block* block;
    int value, behind;               // behind: -1 where there is none
    int slot;                        // months since the first
    std::vector<SharePart> windows;  // of its value, from the foot on; empty: not told apart
    int year;                        // said with the first bar of each year; else 0
};
std::vector<MonthBar> month_bars(const Block& chart);

std::vector<SharePart> share_parts(const Block& whole);  // its children

// The rows of the most detailed level that is no longer than a screen, else of the last level; then
// the sums.
std::vector<const Block*> receipt_items(const Block& receipt);

// The notes, of their levels the first: a screen has room for it.
std::vector<const Block*> notes_of(const Block& notes);

// "+4.20 EUR" of a change that is more; else as it is.
std::string step_amount(const StepBar& step, const compose::Format& format);

}  // namespace bw::html

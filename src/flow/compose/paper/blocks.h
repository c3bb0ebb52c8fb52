// The blocks on paper. Each draws itself on the sheet's page from y downwards and gives back its
// end in millimetres; the payment block has its fixed place, so that it is found without looking.
#pragma once

#include "base/result.h"
#include "flow/compose/content/block.h"
#include "flow/compose/paper/sheet.h"

#include <vector>

namespace bw::paper {

using content::Block;
using content::Kind;
using content::Name;

inline constexpr double kPaymentTop = 227.5, kPaymentHeight = 46;
inline constexpr double kHeading = 13;                        // from a block's top to its first row
inline constexpr double kFooter = 287;                        // baseline of page numbers
inline constexpr double kDetailsTop = 32, kPageBottom = 278;  // of tables and texts
inline constexpr double kTitleRoom = 10;
inline constexpr double kStandsOut = 2.5;                // strong grounds, beyond the words on them
inline constexpr double kBlocksEnd = kPaymentTop - 3.5;  // of what stands above the payment
inline constexpr double kGap = 11, kLeastGap = 5;        // between blocks of a first page
// Columns of notes and sums.
inline constexpr double kColumn = 74, kColumnGap = 6, kBlockGap = 7;
inline constexpr double kSecondColumn = kLeft + kColumn + kColumnGap;

// Page one: the blocks of a letter at their places, the others between them. Error: what a code
// shall hold does not fit into one.
Result<void> draw_first_page(Sheet& sheet, const Block& page);

// How much and by when, at its fixed place; gives back the last baseline, or the edge below it.
inline constexpr double kFiguresTop = 103;  // baseline; the fold at 105 mm passes below it
double draw_figures(Sheet& sheet, const Block& figures);

// Shares out the room from y to kBlocksEnd among the blocks of a <fill>.
void draw_fill(Sheet& sheet, const Block& fill, double y);

// From the last bill to this one: a row and a bar per step; its height is kHeading and kLine per
// row but one.
double draw_why(Sheet& sheet, const Block& why, double y);

// Up to 13 months as bars, `bars` millimetres high at most, kChartFrame around them.
inline constexpr double kChartFrame = 23;
double draw_chart(Sheet& sheet, const Block& chart, double x, double y, double width, double bars);

// Parts of a whole as a ring of the diameter, or as tall as its rows where these are more.
double draw_shares(Sheet& sheet, const Block& shares, double x, double y, double width,
                   double ring);

// The value received; how tall it is.
double draw_received(Sheet& sheet, const Block& received, double x, double y, double width);
double height_of_received(const Block& received);

// Narrow leaves the quantities to page two; Large has the page for itself. The most detailed level
// that the box holds; of the last one as many rows as it holds, the rest in one.
enum class ReceiptForm { Narrow, Wide, Large };
double draw_receipt(Sheet& sheet, const Block& receipt, const Box& box, ReceiptForm form);

Result<void> draw_payment(Sheet& sheet, const Block& payment);
// The code on a white plate with its quiet zone; its upper left corner stands at (x, y).
inline constexpr double kPlate = 34;
Result<void> draw_code(Sheet& sheet, const Block& code, double x, double y);

// A picture, as wide as it says and no larger than the box, from its upper left corner on; its
// caption below. Gives back the lower end.
inline constexpr double kTallestImage = 150;
double draw_image(Sheet& sheet, const Block& image, const Box& box);
double height_of_image(const Block& image, double width, double most);

// A small label above a sentence: the head of a block. Gives back the baseline of its first row.
double draw_heading(Sheet& sheet, double x, double y, double width, std::string_view label,
                    std::string_view sentence);

// Sentences, banners, buttons and pictures, each as wide as the page's columns; and their heights.
inline constexpr double kAboveBaseline = kLine - 1.2;  // where a picture begins beside words
double draw_plain(Sheet& sheet, const Block& block, double y);
double height_of_plain(Sheet& sheet, const Block& block);

// Pages two and following.
Result<void> draw_section(Sheet& sheet, const Block& section);
// Every row, over as many pages as it takes; gives back the end of the table on its last page.
// `title` heads it on the pages that follow.
double draw_table(Sheet& sheet, const Block& table, double y, std::string_view title);
// Where sums begin and end: notes may stand beside them.
struct Extent {
    double top, bottom;
};
Extent draw_totals(Sheet& sheet, const Block& totals, double y);
// Below `below`, or beside the sums that began at `beside`, or on a page of their own.
void draw_notes(Sheet& sheet, const Block& notes, double below, double beside);

// A further page with the running mark; gives back where its content may begin.
double add_details_page(Sheet& sheet);

// The parts on at most two lines that end at the baseline y.
void draw_packed(Sheet& sheet, std::span<const std::string_view> parts, double y, double width);

}  // namespace bw::paper

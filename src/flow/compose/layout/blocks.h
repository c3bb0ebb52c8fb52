// The blocks of a bill. Each draws itself on the sheet's page from y downwards and gives back its
// end in millimetres; the payment block has its fixed place, so that it is found without looking.
#pragma once

#include "base/result.h"
#include "flow/compose/layout/sheet.h"

namespace bw::compose {

inline constexpr double kPaymentTop = 227.5, kPaymentHeight = 46;
inline constexpr double kHeading = 13;                        // from a block's top to its first row
inline constexpr double kFooter = 287;                        // baseline of page numbers
inline constexpr double kDetailsTop = 32, kPageBottom = 278;  // of tables and texts

// Page one: head, address window, facts, headline, then whatever of why, usage and receipt there
// is. Error: the payment code cannot be made (epc_qr.h).
Result<void> draw_first_page(Sheet& sheet);

// From the last bill to this one: a row and a bar per step. The invoice has such steps.
// The height is kHeading + kLine per row but one.
double draw_why(Sheet& sheet, double y);

// Up to 13 months as bars, `bars` millimetres high at most, kUsageFrame around them. The invoice
// has months.
inline constexpr double kUsageFrame = 23;
double draw_usage(Sheet& sheet, double x, double y, double width, double bars);

// Narrow leaves the quantities to page two; Large has the page for itself. As many rows as the box
// holds, the rest in one.
enum class ReceiptForm { Narrow, Wide, Large };
double draw_receipt(Sheet& sheet, const Box& box, ReceiptForm form);

Result<void> draw_payment(Sheet& sheet);

// A small label above a sentence: the head of a block. Gives back the baseline of its first row.
double draw_heading(Sheet& sheet, double x, double y, double width, std::string_view label,
                    std::string_view sentence);

// Pages two and following: every charge; gives back the end of the table on its last page.
double draw_charges(Sheet& sheet);
// Below or behind it: sums and taxes, then supply data, notices, contacts.
void draw_closing(Sheet& sheet, double y);
// A further page with the running head; gives back where its content may begin.
double add_details_page(Sheet& sheet);

}  // namespace bw::compose

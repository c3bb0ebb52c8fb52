// What stands with the name of a line: how much was counted, and the sentences that explain it.
// Made from what rate counted (Breakdown), so that a line priced as '1 x 10.57' still says that it
// was 23 calls of 132 minutes. Paper, page and e-invoice say the same.
#pragma once

#include "flow/bill/invoice.h"
#include "flow/bill/parts.h"
#include "flow/compose/format.h"

#include <string>
#include <vector>

namespace bw::compose {

struct LineText {
    // The column of quantities: "412.6" and "kWh", "132:08" and "min"; both empty where nothing is
    // counted (a discount).
    std::string number, unit;
    bool has_price = false;  // the price is one of this quantity
    std::string words;       // "23 calls · 15 to 31 October 2026"; may be empty
};

// The line takes back an advance that the settlement replaces.
bool takes_back_advance(const bill::InvoiceLine& line);

// Whether a bill shows amounts with their tax: all of its lines are of prices that hold it. Where
// only some are it shows all without, so that its columns add up, and the words of those lines say
// what they come to with it.
bool shows_tax_inside(const bill::Invoice& invoice);
// Of a line or a part, as the bill shows it.
Money shown_amount(const bill::InvoiceLine& line, bool is_tax_inside);
Money shown_amount(const bill::Part& part, bool is_tax_inside);

// What the customer was told of a line whose price holds the tax: "0.357 per kWh, 257.04 EUR with
// 19 % VAT".
std::string told_gross(const bill::Invoice& invoice, const bill::InvoiceLine& line,
                       const LineText& text, const Format& format);

// One for each line, in their order.
std::vector<LineText> line_texts(const bill::Invoice& invoice, const Format& format);

// How much of one line was counted, without words; `sign` as in sign.h.
LineText line_count(const bill::InvoiceLine& line, int sign, const Format& format);

// "132:08" minutes of seconds; "1.24" with unit "GB" of bytes.
std::string minutes(std::int64_t seconds, const Format& format);
std::pair<std::string, std::string> data_volume(std::int64_t bytes, const Format& format);

// The days that the bill is for: of what was used, else of what is paid in advance; corrections of
// earlier bills left out. The whole period of the invoice where no line tells.
Period main_period(const bill::Invoice& invoice);

}  // namespace bw::compose

// What stands with the name of a line: how much was counted, and the sentences that explain it.
// Made from what rate counted (Breakdown), so that a line priced as '1 x 10.57' still says that it
// was 23 calls of 132 minutes. Paper, page and e-invoice say the same.
#pragma once

#include "flow/bill/invoice.h"
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

// One for each line, in their order.
std::vector<LineText> line_texts(const bill::Invoice& invoice, const Format& format);

// "132:08" minutes of seconds; "1.24" with unit "GB" of bytes.
std::string minutes(std::int64_t seconds, const Format& format);
std::pair<std::string, std::string> data_volume(std::int64_t bytes, const Format& format);

// The days that the bill is for: of what was used, else of what is paid in advance; corrections of
// earlier bills left out. The whole period of the invoice where no line tells.
Period main_period(const bill::Invoice& invoice);

}  // namespace bw::compose

// Lines of an invoice as a table, issued or not.
#pragma once

#include "apps/billwright/table.h"
#include "base/money.h"
#include "flow/bill/invoice.h"
#include "flow/rate/rated.h"
#include "platform/json/writer.h"

#include <string>

namespace bw::app {

std::string kind_text(bill::InvoiceKind kind);
std::string days_text(const Period& days);  // "2026-10-01 to 2026-10-31"

// What a line counts, as fields. A line without a unit is no quantity at a price (a discount, a
// top-up, a sum of calls): its amount says it all, and quantity and price are empty.
void write_count(json::Writer& json, const rate::Piece& piece, Decimal quantity);

class LinesTable {
public:
    struct Line {
        int number = 0;
        std::string name, corrects;
        Decimal quantity;
        Money amount;  // as its tariff states it
        Decimal tax_percent;
        bool is_gross = false;
    };
    void add(const Line& line, const rate::Piece& piece);
    [[nodiscard]] std::string text() const { return table_.text(); }

private:
    Table table_{{">line", "charge", ">quantity", "unit", ">price", ">tax %", ">amount"}};
    std::string under_;  // what the lines before have in common
};

}  // namespace bw::app

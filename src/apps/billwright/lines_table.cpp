#include "apps/billwright/lines_table.h"

#include <fmt/format.h>

namespace bw::app {

std::string kind_text(bill::InvoiceKind kind) {
    return kind == bill::InvoiceKind::CreditNote ? "credit note" : "invoice";
}

std::string days_text(const Period& days) {
    return fmt::format("{} to {}", days.from.to_string(), days.to.plus_days(-1).to_string());
}

void write_count(json::Writer& json, const rate::Piece& piece, Decimal quantity) {
    const bool is_sum = piece.unit.empty();
    json.field("quantity", is_sum ? "" : quantity.to_string())
        .field("unit", piece.unit)
        .field("price", is_sum ? "" : piece.price.to_string())
        .field("base", piece.base);
}

void LinesTable::add(const Line& line, const rate::Piece& piece) {
    std::string under = fmt::format("{}, {}", piece.schedule, days_text(piece.days));
    if (!line.corrects.empty()) under += ", corrects " + line.corrects;
    if (under != under_) table_.title(under);
    under_ = std::move(under);
    const bool is_sum = piece.unit.empty();
    table_.row({std::to_string(line.number), line.name, is_sum ? "" : line.quantity.to_string(),
                piece.unit,
                is_sum ? ""
                       : piece.price.to_string() +
                             (piece.base > 1 ? fmt::format(" / {}", piece.base) : ""),
                line.tax_percent.to_string(), line.net.to_string()});
}

}  // namespace bw::app

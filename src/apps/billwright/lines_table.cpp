#include "apps/billwright/lines_table.h"

#include "flow/compose/line_text.h"

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
        .field("unit", piece.unit.text())
        .field("price", is_sum ? "" : piece.price.to_string())
        .field("base", piece.base);
}

namespace {

// A quantity, or what a sum of calls, sessions or messages counted: "135:35", "min".
std::pair<std::string, std::string> count_of(const LinesTable::Line& line,
                                             const rate::Piece& piece) {
    const compose::Format format(compose::Language::English);
    const auto& b = piece.breakdown;
    if (!piece.unit.empty())
        return {line.quantity.to_string(), std::string(format.unit(line.quantity, piece.unit))};
    if (b.seconds > 0) return {compose::minutes(b.seconds, format), "min"};
    if (b.bytes > 0) return compose::data_volume(b.bytes, format);
    if (b.events == 0) return {};
    return {std::to_string(b.events), std::string(format.unit(Decimal(b.events), "message"))};
}

}  // namespace

void LinesTable::add(const Line& line, const rate::Piece& piece) {
    std::string under = fmt::format("{}, {}", piece.schedule.text(), days_text(piece.days));
    if (!line.corrects.empty()) under += ", corrects " + line.corrects;
    if (under != under_) table_.title(under);
    under_ = std::move(under);
    const auto [quantity, unit] = count_of(line, piece);
    std::string price;
    if (!piece.unit.empty()) price = piece.price.to_string(line.amount.currency.digits());
    if (piece.base > 1) price += fmt::format(" / {}", piece.base);
    table_.row({std::to_string(line.number), line.name, quantity, unit, price,
                (line.is_gross ? "incl. " : "") + line.tax_percent.to_string(),
                line.amount.to_string()});
}

}  // namespace bw::app

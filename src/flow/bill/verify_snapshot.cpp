// The archived data of a statement against its rows: member by member, as texts.
#include "flow/bill/verify.h"
#include "platform/json/json.h"

#include <fmt/format.h>

namespace bw::bill {
namespace {

using json::Value;

Result<void> same(const Value& data, std::string_view name, const std::string& stored) {
    const Value* const said = TRY(data.member(name));
    const std::string text = said->kind() == json::Kind::Number
                                 ? std::to_string(TRY(said->as_integer()))
                                 : TRY(said->as_text());
    if (text == stored) return {};
    return fail(Code::Corrupt,
                fmt::format("{} is '{}', in the store it is '{}'", said->place(), text, stored));
}

Result<void> same(const Value& data, std::string_view name, LocalDate stored) {
    return same(data, name, stored.to_string());
}

Result<void> same_days(const Value& data, std::string_view name, const Period& stored) {
    const Value* const days = TRY(data.member(name));
    TRY_VOID(same(*days, "from", stored.from));
    return same(*days, "to", stored.to);
}

Result<void> same_line(const Value& data, const StoredLine& stored, InvoiceKind kind) {
    const Item& item = stored.line.item;
    const rate::Piece& piece = item.piece;
    const bool turned = kind == InvoiceKind::CreditNote;
    TRY_VOID(same(data, "number", std::to_string(stored.number)));
    TRY_VOID(same(data, "name", item.name));
    TRY_VOID(same(data, "charge", piece.charge));
    TRY_VOID(same(data, "part", piece.part));
    TRY_VOID(same(data, "schedule", piece.schedule));
    TRY_VOID(same(data, "version", piece.version));
    TRY_VOID(same_days(data, "days", piece.days));
    TRY_VOID(same(data, "quantity", (turned ? -piece.quantity : piece.quantity).to_string()));
    TRY_VOID(same(data, "unit", piece.unit));
    TRY_VOID(same(data, "price", piece.price.to_string()));
    TRY_VOID(same(data, "base", std::to_string(piece.base)));
    const Money& net = stored.line.net;
    TRY_VOID(same(data, "net", (turned ? -net : net).to_string()));
    if (data.find("gross") != nullptr || item.is_gross)
        TRY_VOID(same(data, "gross", (turned ? -item.amount : item.amount).to_string()));
    TRY_VOID(same(data, "tax", piece.tax));
    TRY_VOID(same(data, "tax_code", item.tax_code));
    TRY_VOID(same(data, "tax_percent", item.tax_percent.to_string()));
    if (data.find("corrects") != nullptr || !stored.line.corrects.empty())
        TRY_VOID(same(data, "corrects", stored.line.corrects));
    return same(data, "breakdown", stored.breakdown);
}

Result<void> same_totals(const Value& data, const InvoiceRow& row) {
    TRY_VOID(same(data, "net", row.net.to_string()));
    TRY_VOID(same(data, "tax", row.tax.to_string()));
    TRY_VOID(same(data, "gross", row.gross.to_string()));
    TRY_VOID(same(data, "payable", row.payable.to_string()));
    const std::string before = TRY(data.text("prepaid"));
    const Money prepaid = TRY(parse_money(before, row.gross.currency));
    if (TRY(add(row.payable, prepaid)) == row.gross) return {};
    return fail(Code::Corrupt, "paid before and to be paid are not the gross amount");
}

Result<void> same_head(const Value& data, const InvoiceRow& row) {
    TRY_VOID(same(data, "kind", row.kind == InvoiceKind::CreditNote ? "credit-note" : "invoice"));
    TRY_VOID(same(data, "number", row.number));
    TRY_VOID(same(data, "issued_on", row.issued_on));
    TRY_VOID(same(data, "due_on", row.due_on));
    TRY_VOID(same(data, "currency", std::string(row.gross.currency.code())));
    TRY_VOID(same(data, "account", row.account));
    TRY_VOID(same(data, "payment_reference", row.reference));
    return same_days(data, "period", row.period);
}

Result<void> same_statement(store::Transaction& tx, const InvoiceRow& row, std::string_view text) {
    const Value data = TRY(json::parse(text, "archived data"));
    TRY_VOID(same_head(data, row));
    TRY_VOID(same_totals(data, row));
    const auto stored = TRY(load_statement(tx, row));
    const auto& lines = TRY(data.array("lines"))->items();
    if (lines.size() != stored.size())
        return fail(Code::Corrupt,
                    fmt::format("it has {} lines, the store has {}", lines.size(), stored.size()));
    for (std::size_t i = 0; i < lines.size(); ++i)
        TRY_VOID(same_line(lines[i], stored[i], row.kind));
    return {};
}

}  // namespace

Result<void> check_snapshot(store::Transaction& tx, const Payer& payer, InvoiceId invoice,
                            std::string_view data) {
    const auto row = find_invoice(tx, payer, invoice);
    if (!row) return fail(Code::Corrupt, "the store has no such invoice");
    if (auto good = same_statement(tx, *row, data); !good)
        return fail(Code::Corrupt, good.error().message(), "invoice " + row->number);
    return {};
}

}  // namespace bw::bill

#include "apps/billwright/money_output.h"
#include "apps/billwright/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::app {
namespace {

std::string document_name(const std::string& number) {
    return number.empty() ? "without a document" : number;
}

void write_standing(const collect::Standing& s, const run::AdvanceRequests& advances) {
    json::Writer json;
    json.object()
        .field("account", s.payer.number)
        .field("on", s.on)
        .field("owed", s.owed)
        .field("open", s.open)
        .field("overdue", s.overdue)
        .field("credit", s.credit)
        .field("deposits", s.deposits)
        .key("items")
        .array();
    for (const auto& item : s.items)
        json.object()
            .field("number", item.number)
            .field("issued_on", item.issued_on)
            .field("due_on", item.due_on)
            .field("billed", item.billed)
            .field("open", item.open)
            .field("days_overdue", collect::days_overdue(item, s.on))
            .end();
    json.end().key("advances").array();
    for (const auto& a : advances.requests)
        json.object()
            .field("service_point", a.service_point)
            .field("month", a.month)
            .field("due_on", a.due_on)
            .field("asked", a.asked)
            .field("open", a.open)
            .end();
    print_json(json.end().end());
}

void print_advances(const run::AdvanceRequests& advances, LocalDate on) {
    if (advances.requests.empty()) return;
    fmt::print("Advances asked for, until they are settled\n");
    Table table({"service point", "month", "due", ">asked", ">open", ">days overdue"});
    for (const auto& a : advances.requests) {
        const int days = a.open.minor > 0 ? on.days() - a.due_on.days() : 0;
        table.row({a.service_point, a.month.to_string().substr(0, 7), a.due_on.to_string(),
                   a.asked.to_string(), a.open.to_string(),
                   days > 0 ? std::to_string(days) : std::string()});
    }
    table.print();
}

void write_statement(const collect::Payer& payer, const collect::Statement& s) {
    json::Writer json;
    json.object()
        .field("account", payer.number)
        .field("period_from", s.days.from)
        .field("period_to", s.days.to)
        .field("opening", s.opening)
        .field("closing", s.closing)
        .field("deposits_opening", s.deposits_opening)
        .field("deposits_closing", s.deposits_closing)
        .key("lines")
        .array();
    for (const auto& line : s.lines) {
        json.object()
            .field("on", line.on)
            .field("kind", ledger::entry_kind_name(line.kind))
            .field("key", line.key)
            .field("text", line.text)
            .field("amount", line.amount)
            .field("balance", line.balance)
            .field("deposit", line.deposit)
            .field("deposits", line.deposits)
            .key("parts")
            .array();
        for (const auto& part : line.parts)
            json.object().field("number", part.document).field("amount", part.amount).end();
        json.end().end();
    }
    print_json(json.end().end());
}

// "payment b-17: T-2026-000001 -119.00, T-2026-000002 -31.00". Of a document its number is told
// already.
std::string said(const collect::StatementLine& line) {
    std::string text = line.text;
    const bool is_document =
        line.kind == ledger::EntryKind::Invoice || line.kind == ledger::EntryKind::CreditNote;
    if (is_document || line.parts.empty()) return text;
    text += ": ";
    for (const auto& part : line.parts)
        text += fmt::format("{}{} {}", &part == &line.parts.front() ? "" : ", ",
                            document_name(part.document), part.amount.to_string());
    return text;
}

}  // namespace

void print_standing(const Context& context, const collect::Standing& s,
                    const run::AdvanceRequests& advances) {
    if (context.json) return write_standing(s, advances);
    fmt::print("Account {} on {}: {} {} owed{}\n", s.payer.number, s.on.to_string(),
               s.owed.to_string(), s.owed.currency.code(),
               s.overdue.minor != 0 ? fmt::format(", {} of it overdue", s.overdue.to_string())
                                    : std::string());
    if (s.credit.minor != 0) fmt::print("  credit {}\n", s.credit.to_string());
    if (s.deposits.minor != 0) fmt::print("  deposits held {}\n", s.deposits.to_string());
    if (s.items.empty()) return print_advances(advances, s.on);
    Table table({"number", "issued", "due", ">billed", ">open", ">days overdue"});
    for (const auto& item : s.items) {
        const int days = collect::days_overdue(item, s.on);
        table.row({document_name(item.number), item.issued_on.to_string(), item.due_on.to_string(),
                   item.billed.to_string(), item.open.to_string(),
                   days > 0 ? std::to_string(days) : std::string()});
    }
    table.print();
    print_advances(advances, s.on);
}

void print_account_statement(const Context& context, const collect::Payer& payer,
                             const collect::Statement& s) {
    if (context.json) return write_statement(payer, s);
    fmt::print("Account {}, {} to {}, amounts in {}\n", payer.number, s.days.from.to_string(),
               s.days.to.plus_days(-1).to_string(), payer.currency.code());
    const bool has_deposits =
        s.deposits_opening.minor != 0 ||
        std::ranges::any_of(s.lines, [](const auto& l) { return l.deposits.minor != 0; });
    std::vector<std::string> head{"date", "what", ">amount", ">balance"};
    if (has_deposits) head.emplace_back(">deposits");
    Table table(std::move(head));
    const auto row = [&](std::vector<std::string> cells, const Money& deposits) {
        if (has_deposits) cells.push_back(deposits.to_string());
        table.row(std::move(cells));
    };
    row({"", "opening balance", "", s.opening.to_string()}, s.deposits_opening);
    for (const auto& line : s.lines)
        row({line.on.to_string(), said(line), line.amount.to_string(), line.balance.to_string()},
            line.deposits);
    row({"", "closing balance", "", s.closing.to_string()}, s.deposits_closing);
    table.print();
}

}  // namespace bw::app

#include "apps/billwright/invoice_output.h"

#include "apps/billwright/lines_table.h"
#include "flow/bill/breakdown_text.h"
#include "platform/text/wrap.h"

#include <fmt/format.h>

namespace bw::app {
namespace {

void print_invoices_json(const std::vector<bill::InvoiceRow>& invoices, std::int64_t total) {
    json::Writer json;
    json.object().field("total", total).key("invoices").array();
    for (const auto& i : invoices)
        json.object()
            .field("number", i.number)
            .field("account", i.account)
            .field("kind", kind_text(i.kind))
            .field("run", i.run.value)
            .field("issued_on", i.issued_on)
            .field("due_on", i.due_on)
            .field("net", i.net)
            .field("tax", i.tax)
            .field("payable", i.payable)
            .end();
    print_json(json.end().end());
}

void print_statement_json(const bill::InvoiceRow& i, const std::vector<bill::StoredLine>& lines) {
    const bool turned = i.kind == bill::InvoiceKind::CreditNote;
    json::Writer json;
    json.object()
        .field("number", i.number)
        .field("account", i.account)
        .field("kind", kind_text(i.kind))
        .field("issued_on", i.issued_on)
        .field("due_on", i.due_on)
        .field("period_from", i.period.from)
        .field("period_to", i.period.to)
        .field("reference", i.reference)
        .field("net", i.net)
        .field("tax", i.tax)
        .field("payable", i.payable)
        .key("lines")
        .array();
    for (const auto& l : lines) {
        const auto& p = l.line.item.piece;
        json.object()
            .field("line", l.number)
            .field("name", l.line.item.name)
            .field("schedule", p.schedule.text())
            .field("charge", p.charge.text())
            .field("part", p.part.text())
            .field("from", p.days.from)
            .field("to", p.days.to);
        write_count(json, p, turned ? -p.quantity : p.quantity);
        const Money& gross = l.line.item.amount;
        json.field("net", turned ? -l.line.net : l.line.net);
        if (l.line.item.is_gross) json.field("gross", turned ? -gross : gross);
        json.field("tax_percent", l.line.item.tax_percent).field("corrects", l.line.corrects).end();
    }
    print_json(json.end().end());
}

void write_outcome_lines(json::Writer& json, const bill::Invoice& invoice,
                         std::span<const std::vector<std::string>> sentences) {
    json.key("lines").array();
    for (std::size_t i = 0; i < invoice.lines.size(); ++i) {
        const auto& l = invoice.lines[i];
        json.object()
            .field("name", l.name)
            .field("schedule", l.piece.schedule.text())
            .field("from", l.days.from)
            .field("to", l.days.to);
        write_count(json, l.piece, l.quantity);
        json.field("net", l.net);
        if (l.gross) json.field("gross", *l.gross);
        json.field("tax_percent", l.tax_percent).field("corrects", l.corrects);
        if (!sentences.empty()) {
            json.key("sentences").array();
            for (const auto& sentence : sentences[i]) json.value(sentence);
            json.end();
        }
        json.end();
    }
    json.end();
}

void print_preview_json(const run::Preview& preview, const std::string& pdf) {
    json::Writer json;
    json.object()
        .field("account", preview.account.number)
        .field("held", preview.outcome.is_held())
        .field("pdf", pdf);
    write_outcome(json, preview.outcome);
    print_json(json.end());
}

std::string totals_text(const Money& net, const Money& tax, const Money& payable) {
    return fmt::format("net {}  tax {}  payable {} {}\n", net.to_string(), tax.to_string(),
                       payable.to_string(), payable.currency.code());
}

std::string outcome_text(const bill::Invoice& invoice, const std::string& account) {
    std::string out =
        fmt::format("{} for {}, {}\n", kind_text(invoice.kind), account, days_text(invoice.period));
    return out + statement_text(invoice);
}

}  // namespace

void write_outcome(json::Writer& json, const bill::Outcome& outcome,
                   std::span<const std::vector<std::vector<std::string>>> sentences) {
    json.key("statements").array();
    for (std::size_t i = 0; i < outcome.statements.size(); ++i) {
        const auto& s = outcome.statements[i];
        json.object()
            .field("kind", kind_text(s.kind))
            .field("period_from", s.period.from)
            .field("period_to", s.period.to)
            .field("net", s.net)
            .field("tax", s.tax)
            .field("payable", s.payable);
        if (sentences.empty()) write_outcome_lines(json, s, {});
        else write_outcome_lines(json, s, sentences[i]);
        json.end();
    }
    json.end().key("exceptions").array();
    for (const auto& e : outcome.exceptions)
        json.object()
            .field("cause", bill::cause_name(e.cause))
            .field("subject", e.subject)
            .field("text", e.text)
            .field("standing", bill::standing_name(e.standing))
            .field("at_stake", e.at_stake)
            .end();
    json.end();
}

std::string exceptions_text(const bill::Outcome& outcome) {
    std::string out;
    for (const auto& e : outcome.exceptions)
        out += text::wrap(fmt::format("{}  {} ({}): {}", bill::standing_name(e.standing),
                                      bill::cause_name(e.cause), e.subject, e.text),
                          {.first = 0, .rest = 4}) +
               "\n";
    return out;
}

std::string statement_text(const bill::Invoice& invoice) {
    LinesTable table;
    for (const auto& l : invoice.lines)
        table.add({l.number, l.name, l.corrects, l.quantity, l.amount(), l.tax_percent,
                   l.gross.has_value()},
                  l.piece);
    return table.text() + totals_text(invoice.net, invoice.tax, invoice.payable);
}

void print_invoices(const Context& context, const std::vector<bill::InvoiceRow>& invoices,
                    std::int64_t total) {
    if (context.json) return print_invoices_json(invoices, total);
    if (invoices.empty()) return fmt::print("No invoice.\n");
    Table table({"number", "account", "kind", "issued", "due", ">payable", ""});
    for (const auto& i : invoices)
        table.row({i.number, i.account, kind_text(i.kind), i.issued_on.to_string(),
                   i.due_on.to_string(), i.payable.to_string(),
                   std::string(i.payable.currency.code())});
    table.print();
    if (const auto shown = static_cast<std::int64_t>(invoices.size()); shown < total)
        fmt::print("{} of {} invoices; more with --limit {}\n", thousands(shown), thousands(total),
                   total);
}

void print_statement(const Context& context, const bill::InvoiceRow& i,
                     const std::vector<bill::StoredLine>& lines) {
    if (context.json) return print_statement_json(i, lines);
    const bool turned = i.kind == bill::InvoiceKind::CreditNote;
    print_wrapped(fmt::format("{} {} for {}, {}, issued {}, due {}",
                              turned ? "Credit note" : "Invoice", i.number, i.account,
                              days_text(i.period), i.issued_on.to_string(), i.due_on.to_string()),
                  0, 2);
    LinesTable table;
    for (const auto& l : lines) {
        const auto& item = l.line.item;
        auto piece = item.piece;
        if (const auto counted = bill::parse_breakdown(l.breakdown)) piece.breakdown = *counted;
        table.add({l.number, item.name, l.line.corrects,
                   turned ? -item.piece.quantity : item.piece.quantity,
                   turned ? -item.amount : item.amount, item.tax_percent, item.is_gross},
                  piece);
    }
    fmt::print("{}{}Open a line with: billwright invoice explain {} --line 1\n", table.text(),
               totals_text(i.net, i.tax, i.payable), i.number);
}

void print_preview(const Context& context, const run::Preview& preview, const std::string& pdf) {
    if (context.json) return print_preview_json(preview, pdf);
    std::FILE* out = pdf == "-" ? stderr : stdout;
    fmt::print(out, "{}", exceptions_text(preview.outcome));
    if (preview.outcome.is_held())
        fmt::print(out, "Account {} would be held and not billed.\n", preview.account.number);
    else if (preview.outcome.statements.empty())
        fmt::print(out, "Account {}: nothing to bill.\n", preview.account.number);
    for (const auto& invoice : preview.outcome.statements)
        fmt::print(out, "{}", outcome_text(invoice, preview.account.number));
    if (!pdf.empty() && pdf != "-") fmt::print(out, "Wrote {}, marked as a preview\n", pdf);
}

}  // namespace bw::app

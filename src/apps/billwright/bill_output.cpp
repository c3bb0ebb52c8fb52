#include "apps/billwright/bill_output.h"

#include <fmt/format.h>

#include <fstream>

namespace bw::app {

Result<run::RunReport> carry_on_with_bars(const Context& context, run::Workspace& workspace,
                                          RunId run, int workers) {
    std::string stage;
    std::unique_ptr<ProgressBar> bar;
    const auto report = run::carry_on(
        workspace, run, workers, [&](std::string_view name, std::int64_t done, std::int64_t all) {
            if (stage != name) {
                if (bar) bar->finish();
                stage = name;
                bar = std::make_unique<ProgressBar>(stage, context.json);
            }
            bar->at(done, all);
        });
    if (bar && report) bar->finish();
    return report;
}

namespace {

json::Writer& write_run(json::Writer& json, const run::RunInfo& r) {
    return json.object()
        .field("run", r.id.value)
        .field("phase", run::phase_name(r.phase))
        .field("until", r.terms.until)
        .field("issued_on", r.terms.issued_on)
        .field("cut", r.terms.cut.value)
        .field("accounts", r.accounts)
        .field("held", r.held)
        .field("statements", r.statements)
        .field("documents", r.documents)
        .field("archived_bytes", r.document_bytes)
        .field("units", r.units)
        .field("prepared", r.prepared)
        .field("sealed", r.sealed);
}

std::string kind_text(bill::InvoiceKind kind) {
    return kind == bill::InvoiceKind::CreditNote ? "credit note" : "invoice";
}

}  // namespace

void print_run(const Context& context, store::Transaction& tx, const run::RunInfo& r) {
    const auto causes = bill::count_causes(tx, r.terms.tenant, r.id);
    if (context.json) {
        json::Writer json;
        write_run(json, r).key("exceptions").array();
        for (const auto& c : causes)
            json.object()
                .field("cause", c.cause)
                .field("held", c.held)
                .field("released", c.released)
                .field("at_stake", c.at_stake)
                .end();
        json.end().end();
        fmt::print("{}\n", json.take());
        return;
    }
    fmt::print("Run {} ({}): {} accounts, {} statements, {} held, {} documents, {} archived\n",
               r.id.value, run::phase_name(r.phase), thousands(r.accounts), thousands(r.statements),
               thousands(r.held), thousands(r.documents), size_text(r.document_bytes));
    if (causes.empty()) return;
    Table table({"exception", ">held", ">released", ">at stake", ""});
    for (const auto& c : causes)
        table.row({c.cause, thousands(c.held), thousands(c.released), c.at_stake.to_string(),
                   std::string(c.at_stake.currency.code())});
    table.print();
    if (r.held > 0)
        fmt::print("Held accounts were not billed. See them with: billwright run show {}\n",
                   r.id.value);
}

void print_runs(const Context& context, const std::vector<run::RunInfo>& runs) {
    if (context.json) {
        json::Writer json;
        json.array();
        for (const auto& r : runs) write_run(json, r).end();
        json.end();
        fmt::print("{}\n", json.take());
        return;
    }
    if (runs.empty())
        return fmt::print("No run yet. Begin with: billwright bill --period 2026-10\n");
    Table table({">run", "phase", "until", "issued", ">accounts", ">statements", ">held"});
    for (const auto& r : runs)
        table.row({std::to_string(r.id.value), std::string(run::phase_name(r.phase)),
                   r.terms.until.to_string(), r.terms.issued_on.to_string(), thousands(r.accounts),
                   thousands(r.statements), thousands(r.held)});
    table.print();
}

void print_exceptions(const std::vector<bill::ExceptionRow>& exceptions) {
    for (const auto& e : exceptions)
        fmt::print("{}  {}  {}{}: {}\n", e.account_number,
                   e.exception.released ? "released" : "held    ",
                   e.exception.subject.empty() ? "" : e.exception.subject + ", ",
                   bill::cause_name(e.exception.cause), e.exception.text);
}

void print_outcome(const Context& context, const run::Preview& preview) {
    if (context.json) {
        json::Writer json;
        json.object()
            .field("account", preview.account.number)
            .field("held", preview.outcome.is_held())
            .key("statements")
            .array();
        for (const auto& s : preview.outcome.statements) {
            json.object()
                .field("kind", kind_text(s.kind))
                .field("net", s.net)
                .field("tax", s.tax)
                .field("payable", s.payable)
                .key("lines")
                .array();
            for (const auto& l : s.lines)
                json.object()
                    .field("name", l.name)
                    .field("quantity", l.quantity)
                    .field("unit", l.unit)
                    .field("price", l.price)
                    .field("base", l.base)
                    .field("net", l.net)
                    .end();
            json.end().end();
        }
        json.end().key("exceptions").array();
        for (const auto& e : preview.outcome.exceptions)
            json.object()
                .field("cause", bill::cause_name(e.cause))
                .field("subject", e.subject)
                .field("text", e.text)
                .field("released", e.released)
                .end();
        json.end().end();
        fmt::print("{}\n", json.take());
        return;
    }
    for (const auto& e : preview.outcome.exceptions)
        fmt::print("{} ({}): {}\n", bill::cause_name(e.cause), e.subject, e.text);
    if (preview.outcome.statements.empty())
        fmt::print("Account {}: {}\n", preview.account.number,
                   preview.outcome.is_held() ? "held, nothing would be billed" : "nothing is due");
    for (const auto& s : preview.outcome.statements) {
        fmt::print("{} for account {}, {} to {}\n", kind_text(s.kind), preview.account.number,
                   s.period.from.to_string(), s.period.to.plus_days(-1).to_string());
        Table table({"charge", ">quantity", "unit", ">price", ">net"});
        for (const auto& l : s.lines)
            table.row({l.name, l.quantity.to_string(), l.unit,
                       l.price.to_string() + (l.base > 1 ? fmt::format(" / {}", l.base) : ""),
                       l.net.to_string()});
        table.print();
        fmt::print("net {}  tax {}  payable {} {}\n", s.net.to_string(), s.tax.to_string(),
                   s.payable.to_string(), s.currency.code());
    }
}

void print_invoices(const Context& context, const std::vector<bill::InvoiceRow>& invoices) {
    if (context.json) {
        json::Writer json;
        json.array();
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
        json.end();
        fmt::print("{}\n", json.take());
        return;
    }
    if (invoices.empty()) return fmt::print("No invoice yet.\n");
    Table table({"number", "account", "kind", "issued", "due", ">net", ">tax", ">payable", ""});
    for (const auto& i : invoices)
        table.row({i.number, i.account, kind_text(i.kind), i.issued_on.to_string(),
                   i.due_on.to_string(), i.net.to_string(), i.tax.to_string(),
                   i.payable.to_string(), std::string(i.payable.currency.code())});
    table.print();
}

void print_statement(const Context& context, const bill::InvoiceRow& i,
                     const std::vector<bill::StoredLine>& lines) {
    const bool turned = i.kind == bill::InvoiceKind::CreditNote;
    if (context.json) {
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
                .field("number", l.number)
                .field("name", l.line.item.name)
                .field("charge", p.charge)
                .field("part", p.part)
                .field("quantity", turned ? -p.quantity : p.quantity)
                .field("unit", p.unit)
                .field("price", p.price)
                .field("base", p.base)
                .field("net", turned ? -l.line.item.net : l.line.item.net)
                .field("tax_percent", l.line.item.tax_percent)
                .field("corrects", l.line.corrects)
                .end();
        }
        json.end().end();
        fmt::print("{}\n", json.take());
        return;
    }
    fmt::print("{} {} for {}, {} to {}, issued {}, due {}\n", turned ? "Credit note" : "Invoice",
               i.number, i.account, i.period.from.to_string(),
               i.period.to.plus_days(-1).to_string(), i.issued_on.to_string(),
               i.due_on.to_string());
    Table table({">line", "charge", ">quantity", "unit", ">price", ">tax %", ">net", "corrects"});
    for (const auto& l : lines) {
        const auto& p = l.line.item.piece;
        table.row({std::to_string(l.number), l.line.item.name,
                   (turned ? -p.quantity : p.quantity).to_string(), p.unit,
                   p.price.to_string() + (p.base > 1 ? fmt::format(" / {}", p.base) : ""),
                   l.line.item.tax_percent.to_string(),
                   (turned ? -l.line.item.net : l.line.item.net).to_string(), l.line.corrects});
    }
    table.print();
    fmt::print(
        "net {}  tax {}  payable {} {}\nOpen a line with: billwright invoice explain {} --line 1\n",
        i.net.to_string(), i.tax.to_string(), i.payable.to_string(), i.payable.currency.code(),
        i.number);
}

namespace {

void print_explanation_json(const run::Explanation& x) {
    json::Writer json;
    json.object()
        .field("number", x.invoice.number)
        .field("account", x.account)
        .field("cut", x.invoice.cut.value)
        .key("lines")
        .array();
    for (const auto& l : x.lines) {
        const auto& p = l.line.line.item.piece;
        json.object()
            .field("line", l.line.number)
            .field("name", l.line.line.item.name)
            .field("quantity", p.quantity)
            .field("unit", p.unit)
            .field("price", p.price)
            .field("base", p.base)
            .field("net", l.net)
            .field("breakdown", l.line.breakdown)
            .field("agrees", l.agrees)
            .key("sentences")
            .array();
        for (const auto& s : l.sentences) json.value(s);
        json.end().key("days").array();
        for (const auto& d : l.days)
            json.object()
                .field("day", d.day)
                .field("quantity", d.quantity)
                .field("readings", d.readings)
                .end();
        json.end().key("events").array();
        for (const auto& e : l.events)
            json.object()
                .field("at", e.at)
                .field("destination", e.destination)
                .field("words", e.words)
                .field("amount", e.amount)
                .end();
        json.end().key("sources").array();
        for (const auto& s : l.sources)
            json.object()
                .field("batch", s.batch.value)
                .field("file", s.name)
                .field("imported_at", s.imported_at)
                .field("block", fmt::format("{:016x}", s.block_hash))
                .end();
        json.end().end();
    }
    json.end().end();
    fmt::print("{}\n", json.take());
}

}  // namespace

void print_explanation(const Context& context, const run::Explanation& x) {
    if (context.json) return print_explanation_json(x);
    fmt::print("{} {} for account {}, computed from the facts as of batch {}\n",
               kind_text(x.invoice.kind), x.invoice.number, x.account, x.invoice.cut.value);
    for (const auto& l : x.lines) {
        fmt::print("\nLine {}: {}   {} {}\n", l.line.number, l.line.line.item.name,
                   l.net.to_string(), l.net.currency.code());
        for (const auto& s : l.sentences) fmt::print("  {}\n", s);
        if (!l.agrees) fmt::print("  ALARM  {}\n", l.mismatch);
        for (const auto& d : l.days)
            fmt::print("    {}  {:>12} {}  ({} readings)\n", d.day.to_string(),
                       d.quantity.to_string(), l.line.line.item.piece.unit, d.readings);
        for (const auto& e : l.events)
            fmt::print("    {}  {:<18} {:>12}  {}\n", e.local.to_string(), e.destination,
                       e.amount.to_string(), e.words);
        for (const auto& s : l.sources)
            fmt::print("  from {} (batch {}, imported {}, block {:016x})\n", s.name, s.batch.value,
                       s.imported_at.to_string(), s.block_hash);
    }
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
    if (path == "-") {
        std::fwrite(bytes.data(), 1, bytes.size(), stdout);
        return {};
    }
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out)
        return fail(Code::Refused,
                    "the file cannot be written; check the folder and the free space", path);
    return {};
}

}  // namespace bw::app

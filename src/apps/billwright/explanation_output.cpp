// An invoice opened line by line.
#include "apps/billwright/invoice_output.h"
#include "apps/billwright/lines_table.h"
#include "flow/bill/note_words.h"
#include "platform/json/json.h"
#include "platform/text/said.h"
#include "run/explain_words.h"

#include <fmt/format.h>

namespace bw::app {
namespace {

// As it was stored with the line; null when it cannot be read, which verify finds.
void write_breakdown(json::Writer& json, const std::string& stored) {
    json.key("breakdown");
    if (const auto breakdown = json::parse(stored, "breakdown")) json.value(*breakdown);
    else json.null();
}

void write_source(json::Writer& json, const run::SourceFile& s) {
    json.object()
        .field("batch", s.batch.value)
        .field("file", s.name)
        .field("imported_at", s.imported_at)
        .field("block", fmt::format("{:016x}", s.block_hash))
        .key("before")
        .array();
    for (const auto& file : s.before)
        json.object()
            .field("batch", file.batch.value)
            .field("file", file.source)
            .field("imported_at", file.committed_at)
            .end();
    json.end().end();
}

void write_read(json::Writer& json, const run::ReadShare& r) {
    json.object();
    if (r.read.since) json.field("since", *r.read.since);
    json.field("at", r.read.at).field("value", r.read.value);
    if (r.read.source) json.field("quality", meter::quality_name(r.read.quality));
    if (!r.read.meter.empty()) json.field("meter", r.read.meter);
    if (r.read.multiplier != Decimal(1)) json.field("multiplier", r.read.multiplier);
    json.field("by_days", r.read.is_shared).field("batch", r.batch.value).field("file", r.file);
    json.end();
}

void write_line(json::Writer& json, const run::LineExplanation& l, bill::InvoiceKind kind) {
    const auto& p = l.line.line.item.piece;
    const bool turned = kind == bill::InvoiceKind::CreditNote;
    json.object().field("line", l.line.number).field("name", l.line.line.item.name);
    write_count(json, p, turned ? -p.quantity : p.quantity);
    json.field("net", l.net);
    if (l.line.line.item.is_gross) json.field("gross", l.amount);
    json.field("agrees", l.agrees).field("mismatch", l.mismatch);
    write_breakdown(json, l.line.breakdown);
    json.key("sentences").array();
    for (const auto& s : l.sentences) json.value(s);
    json.end().key("days").array();
    for (const auto& d : l.days)
        json.object()
            .field("day", d.day)
            .field("quantity", d.quantity)
            .field("readings", d.readings)
            .end();
    json.end().key("reads").array();
    for (const auto& r : l.reads) write_read(json, r);
    json.end().key("events").array();
    for (const auto& e : l.events)
        json.object()
            .field("at", e.at)
            .field("destination", e.destination)
            .field("words", e.words)
            .field("deck", e.deck)
            .field("prefix", e.prefix)
            .field("amount", e.amount)
            .end();
    json.end().key("sources").array();
    for (const auto& s : l.sources) write_source(json, s);
    json.end().key("estimates").array();
    for (const auto& e : l.estimates)
        json.object()
            .field("method", meter::method_name(e.method))
            .field("from", e.span.from)
            .field("to", e.span.to)
            .field("intervals", e.readings)
            .field("batch", e.batch.value)
            .end();
    json.end().end();
}

// "readings.csv (batch 9, imported 2026-11-02T06:00:00Z)"; of readings that waited the files that
// brought them.
std::string source_words(const run::SourceFile& source, text::Tongue tongue) {
    const auto one = [&](std::string_view name, Batch batch, Instant at) {
        return text::said(tongue, "{} (batch {}, imported {})", "{} (Stapel {}, importiert {})",
                          "{} (lotto {}, importato {})", "{} (lote {}, importado {})", name,
                          batch.value, at.to_string());
    };
    if (source.before.empty()) return one(source.name, source.batch, source.imported_at);
    std::string files;
    for (const auto& file : source.before)
        files += (files.empty() ? "" : ", ") + one(file.source, file.batch, file.committed_at);
    return text::said(tongue, "{}, where they waited until batch {}",
                      "{}, wo sie bis Stapel {} warteten", "{}, dove hanno atteso fino al lotto {}",
                      "{}, donde esperaron hasta el lote {}", files, source.batch.value);
}

// Blocks of one file are told together.
void print_sources(const std::vector<run::SourceFile>& sources, text::Tongue tongue) {
    for (std::size_t i = 0; i < sources.size();) {
        const auto& s = sources[i];
        std::string blocks;
        for (; i < sources.size() && sources[i].batch == s.batch && sources[i].name == s.name; ++i)
            blocks += fmt::format("{}{:016x}", blocks.empty() ? "" : ", ", sources[i].block_hash);
        const bool is_one = blocks.find(',') == std::string::npos;
        print_wrapped(text::said(tongue, "from {}, {} {}", "aus {}, {} {}", "da {}, {} {}",
                                 "de {}, {} {}", source_words(s, tongue),
                                 is_one
                                     ? text::said(tongue, "block", "Block", "blocco", "bloque")
                                     : text::said(tongue, "blocks", "Blöcke", "blocchi", "bloques"),
                                 blocks),
                      2, 4);
    }
}

// "2026-08-20 12:00:00    180 m3  actual, from reads.csv".
void print_read(const run::ReadShare& r, const std::string& unit, text::Tongue tongue) {
    std::string how;
    if (!r.read.source && r.read.is_device)
        how = text::said(tongue, "where the factor changed", "am Wechsel des Faktors",
                         "al cambio del coefficiente", "donde cambió el factor");
    else if (!r.read.source)
        how = text::said(tongue, "where the plan changed", "am Tarifwechsel",
                         "al cambio dell'offerta", "donde cambió la tarifa");
    else
        how = text::said(tongue, "{}, from {}", "{}, aus {}", "{}, da {}", "{}, de {}",
                         run::quality_words(r.read.quality, tongue), r.file);
    if (r.read.is_shared)
        how += text::said(tongue, ", reckoned by days", ", nach Tagen gerechnet",
                          ", calcolato per giorni", ", calculado por días");
    if (!r.read.meter.empty())
        how += text::said(tongue, ", meter {}", ", Zähler {}", ", contatore {}", ", contador {}",
                          r.read.meter);
    if (r.read.multiplier != Decimal(1))
        how += text::said(tongue, ", times {}", ", mal {}", ", moltiplicato per {}",
                          ", multiplicado por {}", bill::number_words(r.read.multiplier, tongue));
    const std::string since =
        r.since ? r.since->to_string() + text::said(tongue, " to ", " bis ", " - ", " - ") : "";
    print_wrapped(fmt::format("{}{}  {:>12} {}  {}", since, r.local.to_string(),
                              bill::number_words(r.read.value, tongue),
                              run::unit_words(r.read.value, unit, tongue), how),
                  4, 8);
}

void print_line(const run::LineExplanation& l, text::Tongue tongue) {
    fmt::print("\n");
    const auto& item = l.line.line.item;
    print_wrapped(text::said(tongue, "Line {}: {}   {}", "Zeile {}: {}   {}", "Riga {}: {}   {}",
                             "Línea {}: {}   {}", l.line.number, item.name,
                             bill::money_words(l.amount, tongue)),
                  0, 2);
    for (const auto& s : l.sentences) print_wrapped(s, 2, 4);
    if (!l.agrees) print_wrapped("ALARM  " + l.mismatch, 2, 4);
    for (const auto& d : l.days)
        fmt::print("    {}  {:>12} {}  ({} {})\n", d.day.to_string(),
                   bill::number_words(d.quantity, tongue),
                   run::unit_words(d.quantity, item.piece.unit, tongue), d.readings,
                   d.readings == 1
                       ? text::said(tongue, "reading", "Messwert", "misura", "medida")
                       : text::said(tongue, "readings", "Messwerte", "misure", "medidas"));
    // Of gas that is billed in kWh the counter shows cubic metres.
    const bool is_gas = item.piece.breakdown.find<rate::note::Gas>() != nullptr;
    for (const auto& r : l.reads) print_read(r, is_gas ? "m3" : item.piece.unit.text(), tongue);
    for (const auto& e : l.events)
        print_wrapped(fmt::format("{}  {:<16} {:>10}  {}", e.local.to_string(), e.destination,
                                  bill::number_words(e.amount, tongue), e.words),
                      4, 8);
    print_sources(l.sources, tongue);
}

}  // namespace

void print_explanation(const Context& context, const run::Explanation& x) {
    if (context.json) {
        json::Writer json;
        json.object()
            .field("number", x.invoice.number)
            .field("account", x.account)
            .field("cut", x.invoice.cut.value)
            .key("lines")
            .array();
        for (const auto& l : x.lines) write_line(json, l, x.invoice.kind);
        return print_json(json.end().end());
    }
    const auto tongue = text::tongue_of(x.language);
    const bool is_credit = x.invoice.kind == bill::InvoiceKind::CreditNote;
    fmt::print("{}\n", text::said(tongue, "{} {} for {}, computed again as of batch {}",
                                  "{} {} für {}, neu berechnet zum Stand von Stapel {}",
                                  "{} {} per {}, ricalcolata allo stato del lotto {}",
                                  "{} {} para {}, calculada de nuevo según el lote {}",
                                  is_credit ? text::said(tongue, "credit note", "Gutschrift",
                                                         "nota di credito", "factura rectificativa")
                                            : text::said(tongue, "invoice", "Rechnung", "bolletta",
                                                         "factura"),
                                  x.invoice.number, x.account, x.invoice.cut.value));
    for (const auto& l : x.lines) print_line(l, tongue);
}

}  // namespace bw::app

#include "apps/billwright/quote_output.h"

#include "apps/billwright/invoice_output.h"
#include "apps/billwright/lines_table.h"
#include "apps/billwright/table.h"
#include "platform/text/wrap.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ranges>

namespace bw::app {
namespace {

std::string wrapped(std::string_view text, std::size_t first, std::size_t rest) {
    return text::wrap(text, {.first = first, .rest = rest}) + "\n";
}

void write_usage(json::Writer& json, const run::QuotedUsage& usage) {
    const auto& r = usage.result;
    json.object()
        .field("file", usage.file)
        .field("format", r.format)
        .field("received", r.received)
        .field("accepted", r.accepted)
        .field("rejected", r.rejected)
        .field("pending", r.pending)
        .key("rejects")
        .array();
    for (const auto& reject : r.rejects)
        json.object().field("line", reject.line).field("reason", reject.reason).end();
    json.end().end();
}

std::string usage_text(const run::QuotedUsage& usage) {
    const auto& r = usage.result;
    std::string text = fmt::format("usage {}, {}: {} taken", usage.file, r.format,
                                   counted(r.accepted, "record", "records"));
    if (r.pending > 0)
        text += fmt::format(", {} of other service points left out", thousands(r.pending));
    if (r.rejected > 0) text += fmt::format(", {} rejected", thousands(r.rejected));
    text = wrapped(text, 0, 2);
    for (const auto& reject : r.rejects)
        text += wrapped(fmt::format("line {}: {}", reject.line, reject.reason), 2, 4);
    return text;
}

std::string untaxed_words(const run::Quote& quote) {
    return fmt::format("no tax is in it: no tax table was given for {} {}; add one with --tariff",
                       quote.untaxed.size() == 1 ? "category" : "categories",
                       fmt::join(quote.untaxed, ", "));
}

std::string sentences_text(const bill::Invoice& statement,
                           const std::vector<std::vector<std::string>>& sentences) {
    std::string text;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        text += wrapped(fmt::format("\n{}  {}", statement.lines[i].number, statement.lines[i].name),
                        0, 4);
        for (const auto& sentence : sentences[i]) text += wrapped(sentence, 4, 6);
    }
    return text;
}

}  // namespace

void write_quote(json::Writer& json, const run::Quote& quote) {
    json.field("tariff", quote.tariff)
        .field("from", quote.days.from)
        .field("to", quote.days.to)
        .field("zone", quote.zone)
        .field("held", quote.preview.outcome.is_held())
        .key("untaxed")
        .array();
    for (const auto& category : quote.untaxed) json.value(category);
    json.end().key("notes").array();
    for (const auto& note : quote.notes) json.value(note);
    json.end().key("usage").array();
    for (const auto& usage : quote.usage) write_usage(json, usage);
    json.end();
    write_outcome(json, quote.preview.outcome, quote.sentences);
}

std::string quote_text(const run::Quote& quote, Sentences sentences) {
    const auto& outcome = quote.preview.outcome;
    std::string text =
        wrapped(fmt::format("{}, {}, {}", quote.tariff, days_text(quote.days), quote.zone), 0, 2);
    for (const auto& usage : quote.usage) text += usage_text(usage);
    for (const auto& note : quote.notes) text += wrapped("note: " + note, 0, 2);
    text += exceptions_text(outcome);
    if (outcome.is_held()) return text + "It would be held and not billed.\n";
    if (outcome.statements.empty()) return text + "Nothing to bill.\n";
    for (std::size_t i = 0; i < outcome.statements.size(); ++i) {
        const auto& statement = outcome.statements[i];
        if (statement.kind == bill::InvoiceKind::CreditNote)
            text += "a credit note: it is paid to the customer\n";
        text += statement_text(statement);
        if (!quote.untaxed.empty()) text += wrapped(untaxed_words(quote), 0, 2);
        if (sentences == Sentences::Shown) text += sentences_text(statement, quote.sentences[i]);
    }
    return text;
}

void print_quote(const Context& context, const run::Quote& quote, Sentences sentences) {
    if (!context.json) return fmt::print("{}", quote_text(quote, sentences));
    json::Writer json;
    write_quote(json.object(), quote);
    print_json(json.end());
}

}  // namespace bw::app

#include "apps/billwright/demo_report.h"

#include "apps/billwright/run_output.h"
#include "apps/billwright/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace bw::app {
namespace {

void tell_json(const DemoSummary& s) {
    json::Writer json;
    json.object()
        .field("accounts", s.run.accounts)
        .field("usage_records", s.usage.received)
        .field("values", s.usage.values)
        .field("rejected", s.usage.rejected)
        .field("pending", s.usage.pending)
        .field("statements", s.run.statements)
        .key("billed")
        .array();
    for (const auto& t : s.billed) json.value(t.gross);
    json.end()
        .field("held", s.run.held)
        .field("documents", s.run.documents)
        .field("archived_bytes", s.run.document_bytes)
        .field("alarms", s.verified.findings.size())
        .key("stages")
        .array();
    for (const auto& [stage, us] : s.laps.stages())
        json.object().field("stage", stage).field("microseconds", us).end();
    json.end().key("events").array();
    for (const auto& e : s.events)
        json.object()
            .field("event", demo::event_words(e.event))
            .field("count", e.times.size())
            .field("missing", e.missing.size())
            .field("unplanned", e.unplanned.size())
            .end();
    json.end().key("exceptions").array();
    for (const auto& [cause, t] : s.causes)
        json.object()
            .field("cause", bill::cause_name(cause))
            .field("count", t.count)
            .field("at_stake", t.at_stake)
            .field("released", t.released)
            .field("estimated", t.estimated)
            .field("put_right", t.put_right)
            .field("excluded", t.excluded)
            .field("told", t.told)
            .field("open", t.open)
            .end();
    print_json(json.end().end());
}

// One row for each company.
void billed_rows(Table& table, std::string label, const std::vector<bill::Totals>& totals) {
    for (const auto& t : totals)
        table.row({std::exchange(label, ""),
                   fmt::format("{} {}", t.gross.to_string(), t.gross.currency.code())});
}

std::int64_t statements_of(const std::vector<bill::Totals>& totals) {
    std::int64_t sum = 0;
    for (const auto& t : totals) sum += t.statements;
    return sum;
}

void print_summary(const DemoSummary& s) {
    Table table({"", ">"});
    table.row({"accounts", thousands(s.run.accounts)});
    table.row({"readings and calls", thousands(s.usage.values)});
    table.row({"  records received", thousands(s.usage.received)});
    table.row(
        {"  rejected, pending", thousands(s.usage.rejected) + ", " + thousands(s.usage.pending)});
    table.row({"bills of all months", thousands(statements_of(s.in_all))});
    billed_rows(table, "  billed by each company, with tax", s.in_all);
    table.row({"bills of " + period_of(s.run), thousands(s.run.statements)});
    billed_rows(table, "  billed by each company, with tax", s.billed);
    table.row({"  accounts held by exceptions", thousands(s.run.held)});
    table.row({"  documents archived", thousands(s.run.documents)});
    table.row({"  bytes archived", size_text(s.run.document_bytes)});
    if (s.money.payments > 0) {
        table.row({"payments", thousands(s.money.payments)});
        table.row({"  whose nobody knows", thousands(s.money.waiting)});
        table.row({"credit paid out", thousands(s.money.refunds)});
    }
    for (const auto& [stage, us] : s.laps.stages())
        table.row({"seconds: " + stage, seconds_text(us)});
    table.row({"seconds in all", seconds_text(s.laps.sum())});
    table.print();
}

// The first account of each as the one to look at.
void print_events(const std::vector<DemoEvidence>& events) {
    fmt::print("\n");
    Table table({"what happened", ">times", "for example", "on"});
    std::size_t sum = 0;
    for (const auto& e : events) {
        sum += e.times.size();
        if (!e.times.empty())
            table.row({std::string(demo::event_words(e.event)),
                       thousands(static_cast<std::int64_t>(e.times.size())),
                       e.times.front().account, e.times.front().day.to_string()});
    }
    table.print();
    if (std::ranges::all_of(events, &DemoEvidence::is_as_planned))
        print_wrapped(fmt::format("{} in all, counted afterwards in bills, rows and books: all "
                                  "that was planned, and no more; only of credit paid out there "
                                  "may be more, which goes by amounts.",
                                  thousands(static_cast<std::int64_t>(sum))),
                      0, 0);
}

void print_difference(const DemoEvidence& e) {
    for (const auto& [names, what] : {std::pair(&e.missing, "planned, but not found"),
                                      std::pair(&e.unplanned, "found, but not planned")})
        if (!names->empty())
            fmt::print(stderr, "ALARM  {} ({}): {}\n", demo::event_words(e.event), what,
                       fmt::join(*names, ", "));
}

std::string done_words(const CauseTally& t) {
    const std::array<std::pair<std::int64_t, std::string_view>, 6> parts = {
        {{t.released, "released"},
         {t.estimated, "estimated"},
         {t.put_right, "put right"},
         {t.excluded, "excluded for a month"},
         {t.told, "told"},
         {t.open, "open"}}};
    std::string words;
    for (const auto& [count, what] : parts)
        if (count > 0)
            words += fmt::format("{}{} {}", words.empty() ? "" : ", ", thousands(count), what);
    return words;
}

void print_causes(const std::map<bill::Cause, CauseTally>& causes, int deaths) {
    fmt::print("\n");
    Table table({"exceptions by cause", ">times", ">at stake", "what was done"});
    for (const auto cause : bill::all_causes()) {
        const auto found = causes.find(cause);
        if (found == causes.end()) continue;
        const CauseTally& t = found->second;
        table.row({std::string(bill::cause_name(cause)), thousands(t.count), t.at_stake.to_string(),
                   done_words(t)});
    }
    table.print();
    print_wrapped(fmt::format("For damaged-data the demo turned a bit of stored readings for one "
                              "run, and back. For quarantined it killed {} of its own processes "
                              "while they computed those accounts.",
                              deaths),
                  0, 0);
}

// Somebody held whom a release would bill; nothing where each has a fault to be put right.
std::optional<std::string> releasable(std::span<const bill::ExceptionRow> held) {
    const auto is_fault = [](const bill::ExceptionRow& row) {
        return !bill::is_releasable(row.exception.cause);
    };
    for (const auto& row : held)
        if (std::ranges::none_of(held, [&](const bill::ExceptionRow& other) {
                return other.account_number == row.account_number && is_fault(other);
            }))
            return row.account_number;
    return std::nullopt;
}

void print_next(const Context& context, store::Transaction& tx, const DemoSummary& s) {
    const auto invoices = bill::list_invoices(tx, s.run.terms.tenant, s.run.id, 1);
    if (invoices.empty()) return;
    // A long path would make lines that nobody can read.
    constexpr std::size_t kPath = 30;
    const auto program = context.program.size() <= kPath ? context.program : "billwright";
    const auto look = [&](std::string_view words, std::string_view what) {
        fmt::print("  {} -w {} {}\n      {}\n", program, context.workspace, words, what);
    };
    fmt::print("\nLook closer:\n");
    const std::string& number = invoices.front().number;
    look("invoice explain " + number, "every amount, down to the reading");
    look("invoice pdf " + number, "the bill as its customer gets it");
    look(fmt::format("run show {}", s.run.id.value), "what was held, and why");
    if (s.run.held > 0) {
        look("exceptions list", "the same with the money at stake");
        const auto held = bill::find_held(tx, s.run.terms.tenant, {s.run.id, "", ""});
        if (const auto account = releasable(held))
            look(fmt::format("exceptions release --account {} --dry-run", *account),
                 "to bill it all the same: with --reason, --as, and without --dry-run");
        look("exceptions reprice --dry-run", "what they would be billed, as things stand now");
    }
    if (s.events.empty()) return;
    const auto came_back =
        std::ranges::find(s.events, demo::Event::PaymentCameBack, &DemoEvidence::event);
    if (came_back != s.events.end() && !came_back->times.empty())
        look(fmt::format("account statement {} --from 2026-08-01 --to {}",
                         came_back->times.front().account, s.run.terms.issued_on.to_string()),
             "every bill and payment; other accounts stand in the table above");
    look("payment waiting", "money of which nobody knows whose it is");
}

}  // namespace

void tell(const Context& context, store::Transaction& tx, const DemoSummary& summary) {
    if (context.json) return tell_json(summary);
    print_summary(summary);
    if (!summary.events.empty()) {
        print_events(summary.events);
        print_causes(summary.causes, summary.deaths);
    }
    for (const auto& e : summary.events) print_difference(e);
    for (const auto& finding : summary.verified.findings)
        fmt::print(stderr, "ALARM  {}\n", finding);
    print_next(context, tx, summary);
}

}  // namespace bw::app

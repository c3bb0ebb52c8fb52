#include "apps/billwright/run_output.h"

#include "apps/billwright/table.h"
#include "flow/bill/store.h"

#include <fmt/format.h>

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

std::string period_of(const run::RunInfo& run) {
    return run.terms.until.plus_days(-1).to_string().substr(0, 7);
}

namespace {

json::Writer& write_run(json::Writer& json, const run::RunInfo& r) {
    return json.object()
        .field("run", r.id.value)
        .field("phase", run::phase_name(r.phase))
        .field("period", period_of(r))
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

struct Exceptions {
    std::vector<bill::CauseCount> causes;
    std::int64_t total = 0;
    std::vector<bill::ExceptionRow> first;
};

Exceptions load_exceptions(store::Transaction& tx, const run::RunInfo& r, int limit) {
    Exceptions e{bill::count_causes(tx, r.terms.tenant, r.id), 0, {}};
    for (const auto& cause : e.causes) e.total += cause.held + cause.released + cause.told;
    if (limit > 0) e.first = bill::list_exceptions(tx, r.terms.tenant, r.id, limit);
    return e;
}

void print_run_json(const run::RunInfo& r, std::int64_t billed, const Exceptions& exceptions) {
    json::Writer json;
    write_run(json, r)
        .field("billed_accounts", billed)
        .field("exceptions_total", exceptions.total)
        .key("causes")
        .array();
    for (const auto& c : exceptions.causes)
        json.object()
            .field("cause", c.cause)
            .field("open", c.held)
            .field("released", c.released)
            .field("told", c.told)
            .field("at_stake", c.at_stake)
            .end();
    json.end().key("exceptions").array();
    for (const auto& e : exceptions.first)
        json.object()
            .field("account", e.account_number)
            .field("cause", bill::cause_name(e.exception.cause))
            .field("subject", e.exception.subject)
            .field("text", e.exception.text)
            .field("standing", bill::standing_name(e.exception.standing))
            .field("at_stake", e.exception.at_stake)
            .end();
    print_json(json.end().end());
}

void print_head(const run::RunInfo& r, std::int64_t billed) {
    fmt::print("Run {} ({}), {}, issued {}\n", r.id.value, run::phase_name(r.phase), period_of(r),
               r.terms.issued_on.to_string());
    if (r.phase != run::Phase::Done)
        return fmt::print("{} of {} units prepared, {} sealed; continue with: billwright run "
                          "resume {}\n",
                          r.prepared, r.units, r.sealed, r.id.value);
    fmt::print("{}: {} billed, {} held, {} with nothing to bill\n",
               counted(r.accounts, "account", "accounts"), thousands(billed), thousands(r.held),
               thousands(r.accounts - r.held - billed));
    fmt::print("{}, {}, {} archived\n", counted(r.statements, "statement", "statements"),
               counted(r.documents, "document", "documents"), size_text(r.document_bytes));
}

}  // namespace

void print_run(const Context& context, store::Transaction& tx, const run::RunInfo& r, int limit) {
    const auto billed = bill::count_invoices(tx, r.terms.tenant, r.id).accounts;
    const Exceptions exceptions = load_exceptions(tx, r, limit);
    if (context.json) return print_run_json(r, billed, exceptions);
    print_head(r, billed);
    if (exceptions.total == 0) return;
    fmt::print("\n");
    Table table({"exceptions by cause", ">open", ">released", ">told", ">at stake", ""});
    for (const auto& c : exceptions.causes)
        table.row({c.cause, thousands(c.held), thousands(c.released), thousands(c.told),
                   c.at_stake.to_string(), std::string(c.at_stake.currency.code())});
    table.print();
    if (limit == 0) return fmt::print("See them with: billwright run show {}\n", r.id.value);
    for (const auto& e : exceptions.first) {
        print_wrapped(fmt::format("{}  {}  {}{}{}", e.account_number,
                                  bill::standing_name(e.exception.standing),
                                  bill::cause_name(e.exception.cause),
                                  e.exception.subject.empty() ? "" : "  ", e.exception.subject),
                      0, 4);
        print_wrapped(e.exception.text, 4, 4);
    }
    if (const auto shown = static_cast<std::int64_t>(exceptions.first.size());
        shown < exceptions.total)
        fmt::print("{} of {} exceptions; more with --limit {}\n", thousands(shown),
                   thousands(exceptions.total), exceptions.total);
}

void print_runs(const Context& context, const std::vector<run::RunInfo>& runs) {
    if (context.json) {
        json::Writer json;
        json.object().key("runs").array();
        for (const auto& r : runs) write_run(json, r).end();
        return print_json(json.end().end());
    }
    if (runs.empty())
        return fmt::print("No run yet. Begin with: billwright bill --period 2026-10\n");
    Table table(
        {">run", "phase", "period", "issued", ">accounts", ">statements", ">held accounts"});
    for (const auto& r : runs)
        table.row({std::to_string(r.id.value), std::string(run::phase_name(r.phase)), period_of(r),
                   r.terms.issued_on.to_string(), thousands(r.accounts), thousands(r.statements),
                   thousands(r.held)});
    table.print();
}

}  // namespace bw::app
